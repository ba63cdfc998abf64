"""The records of a workspace: in its database, with ``records/drill_log.csv`` as a view of them."""
