"""Facts of a calendar that come back every week: in its words, and in ``calendar.yaml``."""
