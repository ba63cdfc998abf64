"""The role chart of a drill, as values."""
