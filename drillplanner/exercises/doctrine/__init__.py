"""Doctrine."""
