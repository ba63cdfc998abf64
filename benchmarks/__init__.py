"""Measurements of the whole program and of its parts; nothing here is part of the package."""
