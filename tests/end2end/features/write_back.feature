Feature: Writing back
  An answer that does not help can be answered; what was begun is there when one comes back.

  Scenario Outline: <verdict>
    Given the Willow Lane community, and Footbridge open on Home in <language>
    And there are notices here
    And I told the community about a problem, and it was received
    When a member of staff answers in the browser and closes the matter
    And I open the answer in "My messages"
    Then I see the answer
    When I press "<verdict>"
    And I write "<words>" and send it
    Then the staff find it open again in their inbox, with "<words>"

    Examples:
      | language | verdict            | words             |
      | English  | Not solved         | It is still dark. |
      | Chinese  | I don't understand | 星期五是几号？    |

  Scenario: The program is closed in the middle of Tell us
    Given the Willow Lane community, and Footbridge open on Home in English
    When I begin to tell the community about a problem
    And I close Footbridge and start it again
    Then I see "go on with your message"
    When I press "Tell us"
    And I press "Go on with your message"
    Then my words are still in the field

  Scenario: The power fails in the middle of Tell us
    Given the Willow Lane community, and Footbridge open on Home in English
    When I begin to tell the community about a problem
    And my words are on the disk, and the power fails
    And I start Footbridge again
    Then I see "go on with your message"
    When I press "Tell us"
    And I press "Go on with your message"
    Then my words are still in the field
