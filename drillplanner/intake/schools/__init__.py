"""Lists of schools, and the schools and grades that a text names."""
