"""From the solver's answer to a plan that may be written: judged, confirmed, credited."""
