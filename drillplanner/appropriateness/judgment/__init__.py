"""Developmental rules applied to a scenario, a drill on its day, and a campus's year."""
