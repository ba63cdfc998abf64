"""An invented state with the sizes of real districts: NCES directories and calendars for ``fleet init``."""
