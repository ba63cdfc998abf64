"""State profiles, their public sources, and numeric limits by grade band."""
