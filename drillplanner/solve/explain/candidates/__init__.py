"""Duties and facts that may be to blame for a conflict."""
