"""The report of a whole state from the results in its records: by district, by requirement, and by law."""
