"""The first page of what was published, and a page for each school."""
