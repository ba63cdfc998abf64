"""Schedules of drills made elsewhere, read for an audit."""
