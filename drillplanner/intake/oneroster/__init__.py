"""OneRoster exports (1EdTech CSV), read when a workspace is set up."""
