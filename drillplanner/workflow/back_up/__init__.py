"""The back-up date of each drill: the day on which it is made up if it cannot be held as planned."""
