"""Rules of our own for the days of a plan: several drills on one day, and back-up dates. None is law."""
