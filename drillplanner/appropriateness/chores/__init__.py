"""Chores."""
