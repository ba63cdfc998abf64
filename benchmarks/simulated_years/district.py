"""A random tiny district on disk: a state, one or two schools, and a calendar that begins and ends anywhere."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from drillplanner.law import bundled_states
from drillplanner.model import DrillType
from drillplanner.workflow.example import copy_example

#: Schools of the bundled example that a tiny district may have, one for each level.
SCHOOLS = ("burnet-hill", "mount-pleasant-middle", "heritage", "livingston-high")
#: Columns of campuses.csv that a district always fills in.
_ALWAYS = frozenset({"campus_id", "name", "grades", "enrollment", "bell_schedule"})
_DAY = timedelta(1)
#: Types of drill that two schools may hold on one day.
_TOGETHER = (DrillType.LOCKDOWN, DrillType.FIRE_EVACUATION, DrillType.SEVERE_WEATHER)


@dataclass(frozen=True)
class TinyDistrict:
    """A district on disk, and what a reader of its files knows without drillplanner."""

    folder: Path
    state: str
    campus_ids: tuple[str, ...]
    first_day: date
    last_day: date
    school_days: tuple[date, ...]
    short_days: frozenset[date]


def write_district(folder: Path, rng: random.Random, state: str | None = None) -> TinyDistrict:
    """Write a random district into a new folder, under the law of ``state`` or of any."""
    chosen = state or rng.choice(bundled_states())
    copy_example(folder, chosen)
    for name in ("improvement.yaml", "staff.csv", "mandates/livingston-board.yaml"):
        (folder / name).unlink(missing_ok=True)
    campus_ids = tuple(rng.sample(SCHOOLS, rng.choice((1, 1, 1, 2))))
    _keep_campuses(folder / "campuses.csv", campus_ids, rng)
    events = folder / "events.csv"
    if events.exists():
        if rng.random() < 0.4:
            events.unlink()
        else:
            _keep_rows(events, "campus_ids", campus_ids)
    first, last = _ends_of_year(rng)
    closed = tuple(_days_off(rng, first, last))
    days = tuple(_school_days(first, last, closed))
    short = frozenset(rng.sample(days[1:-1], rng.randrange(6)))
    (folder / "calendar.ics").write_bytes(_calendar(first, last, closed, short))
    district = TinyDistrict(folder, chosen, campus_ids, first, last, days, short)
    _write_settings(district, rng)
    return district


def _keep_campuses(table: Path, campus_ids: tuple[str, ...], rng: random.Random) -> None:
    """Keep these rows; half of the districts leave some of the questions of the law open."""
    open_questions = rng.random() < 0.5
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["campus_id"] in campus_ids]
    for row in rows:
        for column in row:
            if open_questions and column not in _ALWAYS and rng.random() < 0.3:
                row[column] = ""
    _write_rows(table, rows)


def _keep_rows(table: Path, column: str, campus_ids: tuple[str, ...]) -> None:
    kept = []
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            named = [campus_id for campus_id in row[column].split(";") if campus_id]
            meant = [campus_id for campus_id in named if campus_id in campus_ids]
            if meant or not named:
                kept.append({**row, column: ";".join(meant)})
    _write_rows(table, kept) if kept else table.unlink()


def _write_rows(table: Path, rows: list[dict[str, str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    table.write_text(text.getvalue(), encoding="utf-8", newline="")


def _ends_of_year(rng: random.Random) -> tuple[date, date]:
    first = _weekday(date(2025, 7, 28) + timedelta(rng.randrange(46)))
    last = _weekday(date(2026, 5, 15) + timedelta(rng.randrange(43)))
    return first, last


def _weekday(on: date) -> date:
    while on.weekday() > 4:
        on += _DAY
    return on


def _days_off(rng: random.Random, first: date, last: date) -> Iterator[tuple[date, date, str]]:
    """Yield the closed spans of the published calendar: first and last day, and their title."""
    spans = [
        (date(2025, 9, 1), date(2025, 9, 1), "Labor Day - Schools Closed"),
        (date(2025, 11, 27), date(2025, 11, 28), "Thanksgiving Recess - Schools Closed"),
        (date(2025, 12, rng.randint(20, 24)), date(2026, 1, rng.randint(1, 5)), "Winter Recess - Schools Closed"),
        (date(2026, 1, 19), date(2026, 1, 19), "Martin Luther King Jr. Day - Schools Closed"),
        (date(2026, 2, 16), date(2026, 2, 16), "Presidents' Day - Schools Closed"),
        (date(2026, 4, 3), date(2026, 4, rng.randint(3, 10)), "Spring Recess - Schools Closed"),
        (date(2026, 5, 25), date(2026, 5, 25), "Memorial Day - Schools Closed"),
    ]
    if rng.random() < 0.5:
        day = _weekday(date(2025, 10, rng.randint(1, 28)))
        spans.append((day, day, "Professional Development - Schools Closed"))
    return (span for span in spans if first < span[0] and span[1] < last)


def _school_days(first: date, last: date, closed: Iterable[tuple[date, date, str]]) -> Iterator[date]:
    spans, on = list(closed), first
    while on <= last:
        if on.weekday() < 5 and not any(since <= on <= until for since, until, _ in spans):
            yield on
        on += _DAY


def _calendar(
    first: date, last: date, closed: tuple[tuple[date, date, str], ...], short: frozenset[date]
) -> bytes:
    entries = [(first, first, "First Day of School"), (last, last, "Last Day of School"), *closed]
    entries += [(on, on, "Early Dismissal") for on in short]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//simulated years//invented//EN"]
    for number, (since, until, title) in enumerate(sorted(entries)):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}",
            "DTSTAMP:20250701T000000Z",
            f"DTSTART;VALUE=DATE:{since:%Y%m%d}",
            f"DTEND;VALUE=DATE:{until + _DAY:%Y%m%d}",
            f"SUMMARY:{title}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _write_settings(district: TinyDistrict, rng: random.Random) -> None:
    """Leave out the staff list, and in some districts add pins or take the agencies' limits away."""
    path = district.folder / "district.yaml"
    text = path.read_text(encoding="utf-8").replace("staff: staff.csv\n", "")
    if rng.random() < 0.5:
        text = "\n".join(
            line for line in text.splitlines() if not line.strip().startswith(("visits_per_day:", "crews:"))
        )
    if rng.random() < 0.35:
        text = f"{text}\npins:\n" + "".join(f"  - {pin}\n" for pin in _pins(district, rng))
    if rng.random() < 0.25:
        first = rng.randrange(len(district.school_days) - 8)
        week = district.school_days[first : first + rng.randint(1, 6)]
        text = f"{text}\nforbidden:\n  - {{from: {week[0]}, to: {week[-1]}, reason: Concert}}\n"
    if len(district.campus_ids) > 1 and rng.random() < 0.4:
        text = f"{text}\nsame_day:\n  - {{drill_type: {rng.choice(_TOGETHER)}}}\n"
    path.write_text(text, encoding="utf-8")


def _pins(district: TinyDistrict, rng: random.Random) -> Iterator[str]:
    for on in rng.sample(district.school_days[20:], rng.choice((1, 2))):
        drill_type = rng.choice((DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN))
        where = f"campus: {rng.choice(district.campus_ids)}, " if rng.random() < 0.7 else ""
        yield f"{{{where}drill_type: {drill_type}, date: {on}}}"
