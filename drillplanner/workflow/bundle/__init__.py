"""A workspace as bytes: work on a district that goes to another process or machine and comes back as files."""
