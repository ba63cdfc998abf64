"""One random school year as the files of a workspace: calendar, schools, agencies, orders, and a state's law.

Everything is invented and follows from the seed and the number alone.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from drillplanner.law import bundled_states
from drillplanner.law.packs.loading import load_law
from drillplanner.model import District

#: Where a year may begin and end.
FIRST_DAYS = date(2026, 7, 27), date(2026, 9, 15)
LAST_DAYS = date(2027, 5, 3), date(2027, 6, 30)
GRADES = ("PK", "K", *(str(grade) for grade in range(1, 13)))
#: Spans of grades that districts have, and how often: a few are tried at random besides.
SPANS = ("PK", "PK-K", "PK-5", "K-5", "K-8", "3-5", "6-8", "7-12", "9-12", "K-12", "PK-12")
#: What a random drill order may be about.
ORDERED = ("fire_evacuation", "lockdown", "severe_weather", "earthquake", "bus_evacuation", "secure")
#: Breaks of a usual year: title, first day, most days.
BREAKS = (
    ("Labor Day - No School", date(2026, 9, 7), 1),
    ("Fall Break - No School", date(2026, 10, 12), 5),
    ("Veterans Day - No School", date(2026, 11, 11), 1),
    ("Thanksgiving Recess - No School", date(2026, 11, 25), 3),
    ("Winter Recess - No School", date(2026, 12, 21), 14),
    ("Martin Luther King Jr. Day - No School", date(2027, 1, 18), 1),
    ("Presidents Day - No School", date(2027, 2, 15), 5),
    ("Spring Break - No School", date(2027, 3, 22), 10),
    ("Memorial Day - No School", date(2027, 5, 31), 1),
    ("Juneteenth - No School", date(2027, 6, 18), 1),
)
#: Federal holidays: a year that has school on one is asked about it, so all are closed.
HOLIDAYS = {"Labor Day", "Veterans Day", "Thanksgiving Recess", "Martin Luther King Jr. Day", "Presidents Day"}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@dataclass
class RandomYear:
    """A random year: its number, its state, and the text of each file of its workspace."""

    number: int
    state: str
    files: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """Write the workspace, and return its folder."""
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder


def random_year(seed: int, number: int, states: Sequence[str] = ()) -> RandomYear:
    """Return the year with this number; states take turns, so that each has as many years as the others."""
    of_states = tuple(states) or bundled_states()
    year = RandomYear(number, of_states[number % len(of_states)])
    chance = random.Random(f"{seed}/{number}")  # noqa: S311 (no secret)
    first = _between(chance, *FIRST_DAYS)
    last = (
        _between(chance, *LAST_DAYS)
        if chance.random() < 0.93
        else _between(chance, date(2026, 11, 2), date(2027, 3, 26))
    )
    campuses = _campuses(chance, year.state)
    ids = [campus["campus_id"] for campus in campuses]
    events = _calendar_events(chance, first, last)
    closed = {on for title, begins, ends in events if "No School" in title for on in _weekdays(begins, ends)}
    open_days = [on for on in _weekdays(first, last) if on not in closed]
    answers, track_off = _answers(chance, ids, open_days)
    open_days = [on for on in open_days if on not in track_off]
    year.files = {
        "district.yaml": _district(chance, year.state, ids, campuses, open_days),
        "campuses.csv": _table(campuses),
        "calendar.ics": _calendar(events),
        "bells/regular.yaml": _bells(chance),
    }
    if answers:
        year.files["calendar.yaml"] = answers
    if chance.random() < 0.15:
        year.files["closures.csv"] = _storm(chance, ids, open_days)
    if chance.random() < 0.1:
        year.files["events.csv"] = _events(chance, ids, open_days)
    return year


def _between(chance: random.Random, first: date, last: date) -> date:
    on = first + timedelta(chance.randint(0, (last - first).days))
    return on if on.weekday() < 5 else on + timedelta(7 - on.weekday())


def _weekdays(first: date, last: date) -> list[date]:
    every = (first + timedelta(number) for number in range((last - first).days + 1))
    return [on for on in every if on.weekday() < len(WEEKDAYS)]


def _calendar_events(chance: random.Random, first: date, last: date) -> list[tuple[str, date, date]]:
    """Return title, first, and last day of: the first and last day of school, closed days, and short days."""
    events = [("First Day of School", first, first), ("Last Day of School", last, last)]
    if chance.random() < 0.08:
        day_off = chance.choice((0, 4))
        events += [
            ("No School", on, on)
            for on in _weekdays(first, last)
            if on.weekday() == day_off and on not in (first, last)
        ]
    for title, begins, most in BREAKS:
        if title.split(" - ")[0] not in HOLIDAYS and chance.random() < 0.15:
            continue
        ends = begins + timedelta(chance.randint(min(most, 3), most) - 1)
        if first < begins and ends < last:
            events.append((title, begins, ends))
    titles = ["Teacher Workday - No School"] * chance.choice((0, 0, 1, 3))
    titles += ["Early Release"] * chance.choice((0, 2, 6))
    days = [(title, _between(chance, first, last)) for title in titles]
    return events + [(title, on, on) for title, on in days if first < on < last]


def _calendar(events: Sequence[tuple[str, date, date]]) -> str:
    """Return the events as an .ics file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//invented//EN"]
    for place, (title, begins, ends) in enumerate(events):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{place}",
            f"DTSTART;VALUE=DATE:{begins:%Y%m%d}",
            f"DTEND;VALUE=DATE:{ends + timedelta(1):%Y%m%d}",
            f"SUMMARY:{title}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _campuses(chance: random.Random, state: str) -> list[dict[str, str]]:
    """Return the rows of one to three schools."""
    facts = sorted(load_law(state, None, ()).facts)
    number = chance.choices((1, 2, 3), (6, 3, 1))[0]
    shares = number > 1 and chance.random() < 0.15
    site = number > 1 and chance.random() < 0.15
    rows = []
    for place in range(number):
        row = {
            "campus_id": f"school-{place + 1}",
            "name": f"School {place + 1} (invented)",
            "grades": _grades(chance),
            "enrollment": str(chance.choice((12, 60, 310, 900))),
            "bell_schedule": "regular",
            "building": "north" if shares else "",
            "evacuation_site": "gym" if site else "",
        }
        row |= {fact: chance.choices(("yes", "no", ""), (4, 4, 2))[0] for fact in facts}
        rows.append(row)
    return rows


def _grades(chance: random.Random) -> str:
    if chance.random() < 0.8:
        return chance.choice(SPANS)
    lowest = chance.randrange(len(GRADES))
    highest = chance.randrange(lowest, len(GRADES))
    return GRADES[lowest] if lowest == highest else f"{GRADES[lowest]}-{GRADES[highest]}"


def _table(rows: Sequence[dict[str, str]]) -> str:
    return "\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows), ""])


def _bells(chance: random.Random) -> str:
    """Return a bell schedule of four to seven lessons, with lunch, and sometimes recess and an assembly."""
    minutes = chance.choice((35, 45, 55, 80))
    lessons = chance.randint(4, 7) if minutes < 80 else 4
    extras = {lessons // 2: ("Lunch", "lunch", 30)}
    if chance.random() < 0.5:
        extras[1] = ("Recess", "recess", 20)
    days = []
    for kind, length in (
        ("full", minutes),
        ("early_release", max(25, minutes // 2)),
        ("delayed_opening", max(25, minutes * 2 // 3)),
    ):
        at = 8 * 60
        days += [
            f"  {kind}:",
            f"    - {{name: Arrival, start: {_clock(at)}, end: {_clock(at + 15)}, tags: [arrival]}}",
        ]
        at += 15
        for number in range(lessons):
            days.append(f"    - {{name: Period {number + 1}, start: {_clock(at)}, end: {_clock(at + length)}}}")
            at += length
            if kind == "full" and number in extras:
                name, tag, long = extras[number]
                days.append(
                    f"    - {{name: {name}, start: {_clock(at)}, end: {_clock(at + long)}, tags: [{tag}]}}"
                )
                at += long
        days.append(f"    - {{name: Dismissal, start: {_clock(at)}, end: {_clock(at + 15)}, tags: [dismissal]}}")
    return "\n".join(["name: Regular (invented)", "days:", *days, ""])


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _district(
    chance: random.Random, state: str, ids: Sequence[str], campuses: Sequence[dict[str, str]], days: Sequence[date]
) -> str:
    lines = [
        "name: Random Schools (invented)",
        f"state: {state}",
        "timezone: America/New_York",
        'year: "2026-27"',
        "planned_on: 2026-07-01",
        "practice: none",
        "calendar_namespace: 0d0f9c1e-55a1-4a83-9d0b-7a3d1f0c6b52",
    ]
    if codes := chance.choices(("", "IFC", "NFPA", "IFC, NFPA"), (8, 1, 1, 0.5))[0]:
        lines.append(f"fire_codes: [{codes}]")
    if chance.random() < 0.2:
        lines.append(f"month_counts_from: {chance.choice((2, 5, 10))}")
    if chance.random() < 0.15 and "drills_a_day" in District.model_fields:
        lines.append(f"drills_a_day: {chance.choice((2, 3))}")
    if campuses[0]["evacuation_site"]:
        lines += ["sites:", "  - {site_id: gym, name: Town gymnasium (invented)}"]
    lines += [
        "agencies:",
        *(
            _agency(chance, kind, days)
            for kind in ("police", "fire", "emergency_medical", "district_safety")
            if chance.random() < 0.85
        ),
    ]
    if lines[-1] == "agencies:":
        lines.pop()
    pinned = chance.sample(list(days), chance.randint(1, 3)) if chance.random() < 0.3 else []
    if pinned:
        lines += ["pins:", *(_pin(chance, ids, on) for on in pinned)]
    if chance.random() < 0.25:
        spans = [_span(chance, days) for _ in range(chance.randint(1, 3))]
        free = [span for span in spans if not any(span[0] <= on <= span[1] for on in pinned)]
        lines += ["forbidden:", *(_forbidden(chance, *span) for span in free)] if free else []
    if len(ids) > 1 and chance.random() < 0.15:
        begins = chance.choice(days[:-15])
        lines += [
            "same_day:",
            f"  - {{drill_type: {chance.choice(ORDERED)}, from: {begins}, to: {begins + timedelta(20)}}}",
        ]
    return "\n".join([*lines, ""])


def _agency(chance: random.Random, kind: str, days: Sequence[date]) -> str:
    weekdays = sorted(chance.sample(WEEKDAYS, chance.randint(1, 5)), key=WEEKDAYS.index)
    away = sorted(set(chance.sample(list(days), chance.choice((0, 2, 10)))))
    settings = {
        "agency_id": kind.replace("_", "-"),
        "name": f"Town {kind} (invented)",
        "kind": kind,
        "visits_per_day": str(chance.randint(1, 2)),
        "weekdays": f"[{', '.join(weekdays)}]",
        "available_from": f"0{chance.randint(7, 9)}:00",
        "available_until": f"{chance.randint(12, 15)}:00",
        "unavailable": f"[{', '.join(map(str, away))}]",
    }
    return f"  - {{{', '.join(f'{name}: {value}' for name, value in settings.items())}}}"


def _pin(chance: random.Random, ids: Sequence[str], on: date) -> str:
    whose = f"campus: {chance.choice(ids)}, " if chance.random() < 0.7 else ""
    return f"  - {{{whose}drill_type: {chance.choice(ORDERED)}, date: {on}}}"


def _span(chance: random.Random, days: Sequence[date]) -> tuple[date, date]:
    begins = chance.choice(days)
    return begins, begins + timedelta(chance.choice((0, 4, 18)))


def _forbidden(chance: random.Random, begins: date, ends: date) -> str:
    types = f", drill_types: [{', '.join(chance.sample(ORDERED, 2))}]" if chance.random() < 0.5 else ""
    return f"  - {{from: {begins}, to: {ends}{types}, reason: invented}}"


def _answers(chance: random.Random, ids: Sequence[str], days: Sequence[date]) -> tuple[str, set[date]]:
    """Return calendar.yaml and the days it closes: tracks of the schools are off in turn, or days start late."""
    lines: list[str] = []
    closed: set[date] = set()
    if len(ids) > 1 and chance.random() < 0.15:
        for place, campus_id in enumerate(ids):
            off = days[20 + 15 * place : 35 + 15 * place]
            closed.update(off)
            lines += [f"  - {{date: {on}, kind: closed, campuses: [{campus_id}], title: Track off}}" for on in off]
    if chance.random() < 0.2:
        late = [on for on in sorted(chance.sample(list(days), 3)) if on not in closed]
        lines += [f"  - {{date: {on}, kind: delayed_opening, title: Late start}}" for on in late]
    return "\n".join(["days:", *lines, ""]) if lines else "", closed


def _storm(chance: random.Random, ids: Sequence[str], days: Sequence[date]) -> str:
    begins = chance.randrange(len(days) - 6)
    whose = chance.choice(("", chance.choice(ids)))
    rows = [f"{on},{whose},severe_weather,Storm (invented)" for on in days[begins : begins + chance.randint(1, 5)]]
    return "\n".join(["date,campus_ids,cause,note", *rows, ""])


def _events(chance: random.Random, ids: Sequence[str], days: Sequence[date]) -> str:
    on = chance.choice(days)
    kind = chance.choice(("state_assessment", "real_emergency", "staff_training", "epidemic"))
    drill_type = chance.choice(ORDERED) if kind == "real_emergency" else ""
    last = "" if kind == "real_emergency" else str(on + timedelta(chance.choice((0, 4))))
    head = "kind,first,last,campus_ids,drill_type,note"
    return f"{head}\n{kind},{on},{last},{chance.choice(ids)},{drill_type},invented\n"
