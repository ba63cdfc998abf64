"""Questions about a workspace: why a drill has its day, how a duty is met, and why there is no plan."""
