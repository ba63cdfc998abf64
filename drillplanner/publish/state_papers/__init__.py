"""Papers and files that a state asks of its schools about drills, filled in from the drill log."""
