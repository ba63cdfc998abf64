"""Coupling."""
