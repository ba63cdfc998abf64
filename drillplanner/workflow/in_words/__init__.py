"""A drill that someone reports in words: school, kind, and day, or one sentence."""
