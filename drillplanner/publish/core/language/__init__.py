"""What families and students read and hear, in each of their languages."""
