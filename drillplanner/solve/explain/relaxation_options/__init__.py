"""Relaxation options."""
