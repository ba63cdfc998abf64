"""Dates and times as the federal forms want them: month/day/year and the 24-hour clock."""

from __future__ import annotations

from datetime import date, time


def form_date(on: date) -> str:
    """``10/06/2025``."""
    return f"{on.month:02d}/{on.day:02d}/{on.year:04d}"


def form_time(at: time | None) -> str:
    """``09:40``; empty where the time is not known."""
    return "" if at is None else f"{at.hour:02d}:{at.minute:02d}"
