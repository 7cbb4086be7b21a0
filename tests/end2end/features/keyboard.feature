Feature: The keyboard
  Everything can be reached and pressed without a pointer.

  Scenario: Keys that go everywhere
    Given the Willow Lane community, and Footbridge open on Home in English
    And everything is done with the keyboard alone
    And there are notices here
    When I press the keys 2
    Then I see the screen "notices"
    When I press the keys Next
    Then I see the page 2
    When I press the keys Prior
    Then I see the page 1
    When I press the keys 2
    Then I see the screen "reading"
    When I press the keys Escape
    Then I see the screen "notices"
    When I press the keys F1
    Then I see the screen "help"
    When I press the keys Escape F3
    Then I see "I am listening. Speak now."
    When I press the keys Escape
    Then I do not see "I am listening. Speak now."
    And I see the screen "notices"
    When I press the keys alt+Home
    Then I see the screen "home"
    When I press the keys F2
    Then I hear a voice
    When I press the keys F2
    Then it is silent
    When I press the keys 2
    Then I see the screen "tell-kind"
    When I press the keys alt+Home
    Then I see the screen "home"

  Scenario: Tab goes the way one reads, and comes round, on one screen after the other
    Given the Willow Lane community, and Footbridge open on Home in English
    And everything is done with the keyboard alone
    And there are notices here
    Then Tab goes the way one reads and comes round
    When I press the keys 2
    Then I see the screen "notices"
    And Tab goes the way one reads and comes round
    When I press "Find a notice"
    Then I see the screen "find"
    And Tab goes the way one reads and comes round
    When I press the keys alt+Home 1
    Then I see the screen "reading"
    And Tab goes the way one reads and comes round
    When I press the keys alt+Home
    And I begin to tell the community about a problem
    Then Tab goes the way one reads and comes round
    When I press the keys F1
    Then I see the screen "help"
    And Tab goes the way one reads and comes round
