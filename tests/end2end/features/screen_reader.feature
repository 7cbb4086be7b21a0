Feature: A screen reader
  Orca says where one is, what has the keyboard, and what has happened.

  Scenario: Home, Notices and a message at the top are told
    Given Orca is running
    And the Willow Lane community, and Footbridge open on Home in English
    And there are notices here
    Then Orca says "Footbridge frame."
    When I press the keys Tab
    Then Orca says "new push button."
    When I press the keys Return
    Then Orca says "Read me what is new"
    When I press the keys Tab
    Then Orca says "From Willow Lane Street Office. Not checked."
    When I press the keys Tab
    Then Orca says "Find a notice push button."
    When I press the keys Return
    Then Orca says "Find a notice – Footbridge"
    When I press the keys Tab
    Then Orca says "Find push button."
    When I press the keys Return
    Then Orca says "Please type a word first"
