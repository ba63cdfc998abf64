"""Developmental rules of a year as limits for the solver."""
