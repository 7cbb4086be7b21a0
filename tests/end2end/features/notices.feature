Feature: Notices
  What staff publish comes by itself; a correction says first what changed; all can be found.

  Scenario: A new notice, its correction, its withdrawal
    Given the Willow Lane community, and Footbridge open on Home in English
    And there are notices here
    When staff publish a notice in the browser
    And I try the connection
    And I press "Notices"
    Then the notice is on the list, and it is new
    When I press the notice
    Then I see what it says
    When I press "Home"
    And I press "Notices"
    Then the notice is on the list, and I have read it
    When staff correct the notice and say what changed
    And I try the connection
    And I press "Notices"
    Then the notice is on the list, and it is corrected
    And of those that are not urgent it is the first
    When I press the notice
    Then what changed stands before the text
    When I press "Home"
    And staff withdraw the notice and say why
    And I try the connection
    And I press "Notices"
    Then the notice is on the list, and it is withdrawn
    When I press the notice
    Then I see that it was withdrawn, and why

  Scenario: What is urgent stands first
    Given the Willow Lane community, and Footbridge open on Home in English
    And there are notices here
    When staff publish an urgent notice in the browser
    And I try the connection
    Then the urgent notice is the first thing on Home
    When I press "Notices"
    Then the urgent notice is the first on the list

  Scenario: A notice whose day is over says so
    Given the Willow Lane community, and Footbridge open on Home in English
    And there are notices here
    When I look for "old book sale"
    Then it is found, and its day is over
    When I press the notice "Old book sale"
    Then I see that its day is over

  Scenario Outline: Finding by a few letters, in <language>
    Given the Willow Lane community, and Footbridge open on Home in <language>
    And there are notices here
    When I look for "<words>"
    Then I see the notice "<title>"
    And I do not see the notice "<other>"
    When I press "All notices"
    And I look for notices from "<source>"
    Then I see the notice "<from them>"
    And I do not see the notice "<title>"

    Examples:
      | language | words  | title         | other | source            | from them      |
      | English  | 34 vol | 34 volunteers | Bus   | Willow Lane Water | it is not true |
      | Chinese  | 地瓜   | 寻猫          | 12路  | 柳巷自来水公司    | 是谣言         |

  Scenario: A picture with its description, and a recording
    Given the Willow Lane community, and Footbridge open on Home in English
    And there are notices here
    When staff publish a notice with a picture in the browser
    And I try the connection
    And I press "Notices"
    And I press the notice
    Then I see the picture, and what it shows in words
    When I press "Home"
    And I look for "choir"
    And I press the notice "Come and sing"
    And I press "Play the recording"
    Then I hear a voice
    When I press "Stop"
    Then it is silent

  Scenario: A notice that is changed on its way is not shown as true
    Given the community signs its notices, and somebody stands between it and me
    And there are notices here
    When staff publish a notice that is changed on its way
    And I try the connection
    And I press "Notices"
    Then the list says that a notice is not shown, and shows no false one
    When I ask what is not shown
    Then I see that it was changed on its way
    When nobody stands between any more, and I ask for it again
    Then I see "All notices have come as they should."
    When I press "All notices"
    Then the notice is on the list, and it is new
    When I press the notice
    Then I see whom it is from, and that it was checked
