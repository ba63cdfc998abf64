"""Whole school years made at random, each planned and judged, or refused with a conflict that is confirmed."""
