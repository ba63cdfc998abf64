"""Many campuses that share agencies and sites."""
