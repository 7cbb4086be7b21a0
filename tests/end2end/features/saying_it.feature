Feature: Saying it instead of typing
  The voice itself is sent. (What is written down and read back: by_voice.feature.)

  Scenario: The voice itself is the message
    Given the Willow Lane community, and Footbridge open on Home without a connection
    When I come to the words of a message of thanks
    And I press "Just record it"
    And I tell it "thank you for the flowers in the park"
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
