"""The setup of a new workspace from the files that a district has (``drillplanner init``)."""
