"""Calendars to subscribe to (iCalendar): for campuses, families, agencies, and the district."""
