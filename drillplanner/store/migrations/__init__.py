"""Each version of the tables, from the first."""
