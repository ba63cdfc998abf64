"""Year checks."""
