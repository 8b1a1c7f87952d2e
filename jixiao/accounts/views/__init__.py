"""Pages of people: look them up, make accounts, give and lend posts; where one stands."""
