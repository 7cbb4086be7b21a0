Feature: Settings while the program runs
  Whatever is changed shows at once, can be taken back, and is still so the next time.

  Scenario: Language, text size and colours are changed, taken back, and kept
    Given the Willow Lane community, and Footbridge open on Home in English
    When I open the setting "Text size"
    And I press "Bigger"
    And I press "Bigger"
    Then I see "Size 3 of 8"
    And the words are bigger
    When I press "Put it back as it was"
    Then I see "Size 1 of 8, the smallest"
    And the words are as they were
    When I press "Bigger"
    And I press "Good, keep it like this"
    Then I see "Make Footbridge fit you"
    When I press "Colours"
    And I press "Dark"
    Then the paper is dark
    When I press "Put it back as it was"
    Then the paper is light
    When I press "Black on yellow"
    Then the paper is yellow
    When I press "Back"
    And I choose Chinese among the languages
    Then every word is Chinese at once
    When I press "Put it back as it was"
    Then every word is English again
    When I choose Chinese here
    And I close Footbridge and start it again
    Then every word is Chinese at once
    And the paper is yellow
    When I open the setting "Text size"
    Then the second of eight sizes is chosen
