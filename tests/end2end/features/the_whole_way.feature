Feature: The whole way
  Somebody hears and reads a notice, says something back, and gets the answer.

  Scenario Outline: From the notice to the answer, with the <hand> alone, in <language>
    Given the Willow Lane community, and Footbridge open on Home in <language>
    And everything is done with the <hand> alone
    When I press "Notices"
    And I press the notice about the water
    Then I see what it says in short
    When I press "Listen"
    Then I hear a voice, and a sentence is lit
    When I press "Stop"
    Then it is silent
    When I press "Home"
    And I tell the community about a problem
    Then I see that my message was received, with its number
    And the very words are with the staff, once
    When a member of staff answers in the browser
    And I press "Home"
    And I open the answer in "My messages"
    Then I see the answer
    When I press "Listen"
    Then I hear a voice
    When I press "Stop"
    And I press "Solved"
    Then the staff see that it is solved

    Examples:
      | hand     | language |
      | keyboard | English  |
      | pointer  | English  |
      | keyboard | Chinese  |
      | pointer  | Chinese  |
