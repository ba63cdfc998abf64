"""The solver's view of a district: plain frozen values, no variables."""
