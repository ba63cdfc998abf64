"""Campuses that share a building, or hold a drill on one day."""
