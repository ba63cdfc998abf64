"""Values as people write them: dates, times of day, weekdays."""
