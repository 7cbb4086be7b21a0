Feature: A computer without any sound
  Nothing can be read aloud; this is said plainly, and all else works.

  Scenario Outline: Listening on a computer without a loudspeaker, in <language>
    Given a computer without any sound, and Footbridge open on Home in <language>
    And there are notices here
    When I press "Listen"
    Then I see that nothing can be read aloud
    When I press "Speak"
    Then I see that nothing can be heard
    When I press "Notices"
    And I press the notice "34"
    And I press "Listen"
    Then I see that nothing can be read aloud
    And the notice is there to be read
    When I press "Home"
    And I tell the community about a problem
    Then I see that my message was received, with its number

    Examples:
      | language |
      | English  |
      | Chinese  |
