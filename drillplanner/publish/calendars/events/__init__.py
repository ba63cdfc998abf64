"""What each group of readers finds in a calendar event."""
