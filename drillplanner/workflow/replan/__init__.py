"""Replan from a day on: what is past, recorded, or filed stays, and few drills move."""
