"""Proposals for the gaps of charts: courses to take and people to ask."""
