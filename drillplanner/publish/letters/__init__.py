"""Letters to families and staff briefings, before and after each drill."""
