"""The CP-SAT model of campuses, and running it."""
