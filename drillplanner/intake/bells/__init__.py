"""Bell schedules, in YAML or as ``.bell`` files."""
