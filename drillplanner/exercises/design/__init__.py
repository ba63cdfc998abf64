"""One exercise: its type, objectives, evaluation, dates, events, and people."""
