"""Calendar files (.ics and .csv) as dated events; nothing about what the events mean."""
