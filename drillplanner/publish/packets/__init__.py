"""PDFs joined from many parts: the packet of each campus, and the binder of the district."""
