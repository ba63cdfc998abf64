"""Rules, lookup tables, and findings."""
