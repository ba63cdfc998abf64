"""The school that a name means, however people write it: one resolver for every table, option, and file."""
