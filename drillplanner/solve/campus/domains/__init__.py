"""What each campus can choose: scenarios, days, and slots, already filtered."""
