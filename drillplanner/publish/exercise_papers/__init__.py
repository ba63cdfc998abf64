"""Exercise papers."""
