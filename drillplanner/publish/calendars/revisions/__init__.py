"""Which revision of each calendar event was published."""
