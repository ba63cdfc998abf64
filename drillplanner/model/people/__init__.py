"""The people and units of a district: staff, buildings, buses, and cohorts."""
