"""Periods of the school year, the dates within them, and the due dates of tasks."""
