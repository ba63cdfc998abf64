"""Conditions of developmental rules: what they may say, and their evaluation in three values."""
