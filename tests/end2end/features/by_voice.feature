Feature: By voice
  What can be pressed can be said; nothing is sent before a clear yes.

  Scenario: The whole way by voice alone
    Given staff have published that the swans are back
    And the Willow Lane community, and Footbridge always listening on Home
    And there are notices here
    When I say "open notices" and see "Swans on the pond"
    And I say the number of "Swans on the pond" and see "Three swans are back."
    And I say "read aloud" and hear it
    And I say "tell us" and see "What will you tell us?"
    And I say the number of "A problem" and see "What is it about?"
    And I say the number of "Water" and see "What is the problem?"
    And I say the number of "Say it" and see "I am listening. Speak now."
    And I tell it "the water in the kitchen is cold again"
    Then my words are shown, and a voice reads them
    When I say "yes please" and see "Where is it?"
    And I say the number of "It is not about a place" and see "Shall we answer you?"
    And I say "yes please" and see "Your name, if you like"
    And I say "no thank you" and see "Ready to send?"
    And I say "send message" and see "Shall I send it?"
    And I say "yes please" and see "Your message was received"
    Then I see that my message was received, with its number
    And the very words are with the staff, once
    And no recording is left on this computer
    When a member of staff answers in the browser
    And I say "my messages" and see "New answer from"
    And I say "number one" and see the answer
    And I say "read aloud" and hear it
    And I say "yes please" and see "Shall I send it?"
    And I say "yes please" and see "Thank you."
    Then the staff see that it is solved

  Scenario: Asked for one thing
    Given the Willow Lane community, and Footbridge open on Home in English
    When I press Speak and say "open notices"
    Then it understood "open notices"
