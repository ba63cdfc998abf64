"""The lists of HSEEP and NIMS, as data."""
