"""Explanations as plain values: conflicts, drill dates, districts, and duties."""
