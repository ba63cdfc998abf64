"""The catalog of positions and training, as data."""
