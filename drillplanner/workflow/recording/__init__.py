"""What happened to drills, written into the log: one drill, or those of a table."""
