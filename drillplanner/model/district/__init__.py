"""A district: campuses, agencies, standing orders, and everything read for it."""
