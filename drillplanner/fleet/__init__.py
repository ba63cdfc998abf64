"""A whole state at once: each district is one task, done by processes of this machine or by a Dask cluster."""
