"""CSV tables: rows that know their lines, and the values of their cells."""
