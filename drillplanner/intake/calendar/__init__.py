"""The meaning of a school calendar: which days are school days, and how each differs."""
