"""The setup of workspaces for all districts of a state (``drillplanner fleet init``)."""
