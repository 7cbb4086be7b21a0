Feature: Bad days
  Whatever goes wrong, somebody is told in plain words, and nothing that was said is lost.

  Scenario Outline: <what>, in <language>
    Given a community where <what>, and Footbridge open on Home in <language>
    When I tell the community about a problem
    Then I see "Your message is kept"
    When I open the Helper's corner
    Then I read <problem>
    And my message is kept
    When the community is well again
    And I press "Try the connection now"
    Then the community has my very words, once
    And the program is well, and its log says nothing of me

    Examples:
      | what                       | problem           | language |
      | nobody answers             | no_connection     | English  |
      | there is a login page      | login_page        | Chinese  |
      | the answers are wrong      | bad_answer        | English  |

  Scenario: The disk is full when I press Send
    Given a community where all is well, and Footbridge open on Home in English
    When I make a message about a problem
    And the disk is full
    And I press "Send"
    Then I read disk_full
    And my words are still on the screen
    When there is room on the disk again
    And I press "Send"
    Then the community has my very words, once
    And the program is well, and its log says nothing of me

  Scenario: The stick is taken out while I write
    Given a community where all is well, and Footbridge open on Home in Chinese
    When I make a message about a problem
    And the folder is taken away
    And I press "Send"
    Then I read folder_gone
    And my words are still on the screen
    When the folder is back
    And I press "Send"
    Then the community has my very words, once
    And the program is well, and its log says nothing of me

  Scenario Outline: The file of notices and messages is no such file, in <language>
    Given somebody who uses Footbridge in <language>
    And the file of notices and messages was written over
    When I start Footbridge
    Then I see "The file with your notices and messages was damaged."
    When I press "My messages"
    Then the message that was in the copy is there

    Examples:
      | language |
      | English  |
      | Chinese  |

  Scenario Outline: <what>, and Footbridge can't open
    Given somebody who uses Footbridge in <language>
    And <what>
    When I start Footbridge
    Then I see in both languages that it can't open
    And I read <problem>
    When I press "Close"
    Then the program ends, and nothing was changed

    Examples:
      | what                                | problem          | language |
      | the file is of a newer version      | store_newer      | English  |
      | the file is another program's       | store_not_ours   | English  |

  Scenario: Its folder may not be written in
    Given somebody whose folder is where nothing may be written
    When I start Footbridge
    Then I see in both languages that it can't open
    And I read folder_read_only
    When I press "Close"
    Then the program ends, and nothing was changed

  Scenario: It is open already, then not any more
    Given somebody who uses Footbridge in English
    And it is open already
    When I start Footbridge
    Then I see in both languages that it can't open
    And I read store_busy
    When the other one is closed
    And I press "Try again"
    Then I see "Notices"
    And the program is well, and its log says nothing of me

  Scenario: It is open already, and the second one leaves
    Given somebody who uses Footbridge in Chinese
    And it is open already
    When I start Footbridge
    Then I see in both languages that it can't open
    And I read store_busy
    When I press "Close"
    Then the program says to those who started it that it is open already

  Scenario: The power fails at every step
    Given a community where nobody answers, and Footbridge open on Home in English
    When I choose what it is, and the power fails
    And I choose what it is about, and the power fails
    And I write it, and the power fails
    And I go on and say that it is right, and the power fails
    And I say in words where it is, and the power fails
    And I say that I want an answer, and the power fails
    And I give my name, and the power fails
    And I press Send, and the power fails at once
    Then what I said is a message or can be gone on with
    And all that I said is in it
    When the community is well again
    Then the community has my very words, once
