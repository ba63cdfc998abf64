"""The staff list: who can be given a position, and when they are present."""
