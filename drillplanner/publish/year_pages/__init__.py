"""The year of a school, and of the district, on one page for the wall."""
