"""What follows from a record before any rule is applied."""
