"""Exercises as HSEEP describes them, a district's exercise settings, and its improvement ledger."""
