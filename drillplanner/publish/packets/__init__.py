"""Paper put together: a campus's year in one PDF, and the district's binder."""
