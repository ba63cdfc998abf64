"""New workspace."""
