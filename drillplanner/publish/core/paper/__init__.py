"""How much paper a drill gets, by what it is."""
