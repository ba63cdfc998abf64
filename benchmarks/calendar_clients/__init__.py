"""Other people's calendar software reads what we publish, and is held against the record."""
