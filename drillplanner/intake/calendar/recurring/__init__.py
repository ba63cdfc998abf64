"""Facts of a calendar that come back every week, and tracks: in its words, and in ``calendar.yaml``."""
