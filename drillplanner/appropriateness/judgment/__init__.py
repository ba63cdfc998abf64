"""Judgment."""
