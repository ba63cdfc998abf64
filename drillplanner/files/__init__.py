"""Files of any kind: read with line numbers, checked, and written safely; imports nothing else of drillplanner."""
