"""The HSEEP documents of each exercise, and the integrated preparedness plan of the year."""
