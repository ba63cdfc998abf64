"""Changes of a workspace: one command at a time, several files at once, and nothing outside it."""
