"""Mandates, the duties they give a campus, the drills that count for each, and the tasks they bring."""
