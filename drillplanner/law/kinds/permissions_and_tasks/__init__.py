"""The kinds of requirement that put no constraint on drills: permissions, stand-ins, and tasks."""
