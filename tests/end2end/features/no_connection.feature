Feature: Without a connection
  What is said is kept, and goes by itself; nobody is told more than is true.

  Scenario: The community's computer is away, and comes back
    Given a community of my own, and Footbridge open on Home
    And there are notices here
    When the community's computer goes away
    And I tell the community about a problem
    Then I see "Your message is kept"
    And I see that it goes when there is a connection
    When I open the Helper's corner
    Then I see "The last try did not work."
    And I see that 1 message is waiting
    When I press "Home"
    And I press "My messages"
    And I press my message
    Then I see that it goes when there is a connection
    When the community's computer comes back
    Then I see by itself that the message was received, with its number
    And the very words are with its staff, once

  Scenario: Started without a connection
    Given a community of my own, and Footbridge started without a connection
    When I press "Notices"
    Then I see that they come when there is a connection
    When I press "Home"
    And I tell them about a problem, before I know their topics
    Then I see "Your message is kept"
    When I open the Helper's corner
    Then I see "The connection is switched off."
    And I see that 1 message is waiting
    When I press "Work without a connection"
    Then I see "No message is waiting."
    And I see "The connection works."
    When I press "Home"
    Then there are notices here
