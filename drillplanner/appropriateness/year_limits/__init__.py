"""Year limits."""
