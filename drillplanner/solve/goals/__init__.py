"""Soft goals and developmental limits as linear terms."""
