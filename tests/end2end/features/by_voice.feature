Feature: By voice
  What can be pressed can be said; nothing is sent before a clear yes.

  Scenario: To a notice and back, and a message that is sent only after a yes
    Given the Willow Lane community, and Footbridge open on Home in English
    And there are notices here
    When I say "open notices"
    Then it understood "open notices"
    When I say "number one"
    Then it understood "number one"
    And I hear a voice
    When I say "go home"
    Then it understood "go home"
    And I am on Home
    When I begin to tell the community about a problem
    And I come to the end of it by pressing
    And I say "send message"
    And I answer "no thank you"
    Then I see "Ready to send?"
    When I say "send message"
    And I answer "yes please"
    Then I see that my message was received, with its number
