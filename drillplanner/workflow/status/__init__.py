"""What is met, what is short, and until when it can be mended, by campus and duty."""
