"""Drill days."""
