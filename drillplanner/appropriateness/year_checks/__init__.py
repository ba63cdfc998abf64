"""Checks over the drills of a campus's school year, such as the order of learning."""
