"""The drills of a year, organized together."""
