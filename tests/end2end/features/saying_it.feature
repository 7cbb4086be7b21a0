Feature: Saying it instead of typing
  The computer listens, writes down what is said, and reads it back; or the voice itself is sent.

  Scenario: A message is spoken, read back and sent
    Given the Willow Lane community, and Footbridge open on Home in English
    When I come to the words of a message of thanks
    And I press "Say it"
    And I say "thank you for the flowers in the park full stop" when it listens
    And I press "I have finished"
    Then my words are shown, and a voice reads them
    When I press "Yes, that is right"
    And I press "No, only read it"
    And I press "Send"
    Then I see that my message was received, with its number
    And the very words are with the staff, once
    And no recording is left on this computer

  Scenario: The voice itself is the message
    Given the Willow Lane community, and Footbridge open on Home without a connection
    When I come to the words of a message of thanks
    And I press "Just record it"
    And I say "thank you for the flowers in the park" when it listens
    And I press "I have finished"
    Then I see "A message in your own voice"
    When I press "Listen to it"
    Then I hear a voice
    When I press "Yes, that is right"
    And I press "No, only read it"
    Then I see "A message in your own voice"
    When I press "Send"
    Then I see "Your message is kept"
    And my message is in the store without a word, with the recording that I heard
