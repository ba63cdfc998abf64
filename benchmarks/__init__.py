"""Measurements of drillplanner and its parts. Nothing here is part of the package."""
