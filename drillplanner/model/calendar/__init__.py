"""The school year: bell schedules, school days, and events."""
