"""How people are arranged: turns, groups, circles, hands, ballots."""
