"""Changes that could end a conflict, and the search for those that do."""
