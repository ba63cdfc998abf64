"""The command chart (ICS 207) as a drawing."""
