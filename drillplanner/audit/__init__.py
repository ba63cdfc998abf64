"""Independent checks of schedules (``schedule``) and of command charts, forms, and exercises (``charts``)."""
