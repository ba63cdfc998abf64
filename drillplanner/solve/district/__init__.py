"""District."""
