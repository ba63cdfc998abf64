"""The folder of a district, read as a whole into one workspace."""
