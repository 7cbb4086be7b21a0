Feature: The first start
  Somebody opens Footbridge for the first time, and it asks five short questions.

  Scenario Outline: From nothing to Home, with the <hand> alone, in <language>
    Given a computer where Footbridge was never opened, with the <hand> alone
    When I start Footbridge
    Then I am asked in both languages which one I read
    When I choose <language>
    Then I am asked whether I can read this
    When I press "Bigger"
    Then the words on the screen are bigger than before
    When I press "Yes, I can read this"
    Then it is quiet until I ask for the voice
    When I press "Say something"
    Then I hear a voice
    When I press "Yes, I can hear you"
    And I press "I don't want to speak, go on"
    And I join Willow Lane, <address>
    Then I am on Home, and the notices come by themselves
    When I close Footbridge and start it again
    Then I am on Home at once, in my language
    And the text is as big as I made it

    Examples:
      | hand     | language | address                            |
      | pointer  | English  | which this computer knows already  |
      | keyboard | Chinese  | whose address a helper told me     |

  Scenario: Later
    Given a computer where Footbridge was never opened, with the pointer alone
    When I start Footbridge without a community
    And I choose English
    And I press "Yes, I can read this"
    And I press "I hear nothing, go on"
    Then I see "That is all right: everything can also be read on the screen."
    When I press "I don't want to speak, go on"
    And I press "Later"
    Then I see "none yet"
    When I close Footbridge and start it again
    Then I see "none yet"
