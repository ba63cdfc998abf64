"""Dated chores that a scenario's commitments bring, merged with those of the law."""
