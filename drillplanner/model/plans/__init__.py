"""Plans: drills, schedules, goals, findings, limits, and changes between plans."""
