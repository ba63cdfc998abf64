"""What each command does from end to end: read, decide, judge, write."""
