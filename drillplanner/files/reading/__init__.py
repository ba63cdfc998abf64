"""Input of any kind, opened in one way and within limits."""
