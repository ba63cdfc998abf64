"""Icalendar format."""
