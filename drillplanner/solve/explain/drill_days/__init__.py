"""Other days for one drill: which are ruled out and why, which are possible, and what they cost."""
