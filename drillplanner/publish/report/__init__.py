"""The year at a glance: one HTML page."""
