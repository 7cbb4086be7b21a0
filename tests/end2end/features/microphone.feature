Feature: Trying the microphone
  Somebody wants to know whether they are heard; afterwards nothing of it is left.

  Scenario: I speak, see it, hear myself, and it is gone; then the sound hangs
    Given the Willow Lane community, and Footbridge open on Home in English
    When I open the test of the microphone
    And I press "Speak now"
    Then I see "I am listening. Speak now."
    When I say "the street lamp near the school is broken"
    Then I see "I heard you."
    And I see some of what I said
    When I press "Hear yourself"
    Then I hear a voice
    When I press "Speak again"
    Then I see "I am listening. Speak now."
    When the sound of the computer hangs
    Then I see "The microphone gives no sound. It may be unplugged, or not allowed. Plug it in again, or ask a helper."
    When I press "Home"
    Then nothing that I said is left on the disk
