"""One PDF for each drill: command chart (ICS 207), role list (ICS 203), and the drill page."""
