"""The text of ``district.yaml``, ``campuses.csv``, and ``staff.csv`` in a new workspace."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from drillplanner.intake.schools.campus_table import counselor_days_text
from drillplanner.intake.workspace.states import UsState
from drillplanner.model import Agency, Campus, District, LeftOutSchool, StaffMember

_NO_STAFF = """\
# Without a staff list, charts are printed with open posts. A list has the columns
# staff_id,name,campus_id,title,phone,radio,certifications,teaches
# staff: staff.csv"""

_AGENCIES = """\
# ASSUMED: agencies with hardly a limit. Put in what each can really do: visits_per_day counts drills on one day
# over all campuses, crews drills at the same time, travel_minutes lie between two campuses. There may also be
# available_from: 08:30, available_until: 14:30 and unavailable: [2025-10-31]."""

_ATTEND = """\
# Who comes to drills although no law asks? Take the '#' off, and write the drills you want: share is all, once, or
# a percentage such as 50%, at each school. The limits above then hold for these visits.
# attend:
#   - {agency: police, drills: [lockdown, active_assailant], share: once}"""

_PRACTICE = """\
# What a careful coordinator does beyond the law, as far as days are left: baseline, lighter, none, or a file of
# your own (docs/a-good-year.md). It never counts as law."""

_GUESSES = """\
# What init guessed. 'check' and 'plan' name each guess first. When one is right, or you have corrected it, take
# its line out, or run for example: drillplanner answer my-district confirmed=agencies"""

_WEIGHTS = """\
# Whose limits are not known has no days that could be too full or not worth the way. Take these lines out when the
# limits above are the real ones."""


def district_text(district: District, state: UsState) -> str:
    """Return ``district.yaml`` with comments on what can be changed; it reads back as ``district``."""
    zones = f" {state.name} also has {', '.join(state.also)}." if state.also else ""
    lines = [
        "# Made by 'drillplanner init', which said what it had to assume. Check what is marked ASSUMED.",
        f"name: {_quoted(district.name)}",
        f"state: {district.state}",
        f"# The time zone of most people in {state.name}.{zones}",
        f"timezone: {district.timezone}",
        f'year: "{district.year}"',
        "# The day this plan counts as made; no drill is placed before it.",
        f"planned_on: {district.stamp_date.isoformat()}",
        "# Random, made once: calendar entries keep their ids as long as this line stays.",
        f"calendar_namespace: {district.namespace}",
    ]
    if district.note:
        lines += [
            "# Printed with every output. Take it out when what it says is mended.",
            f"note: {_quoted(district.note)}",
        ]
    lines += [
        "",
        f"calendar: {district.calendar}",
        f"campuses: {district.campuses}",
        f"bells: {district.bells}",
        f"staff: {district.staff}" if district.staff else _NO_STAFF,
        "",
        _AGENCIES,
        "agencies:",
        *(line for agency in district.agencies for line in _agency_lines(agency)),
        _ATTEND,
        "",
        _PRACTICE,
        f"practice: {district.practice}",
        "",
        _WEIGHTS,
        "weights:",
        f"  agency_load: {district.weights.agency_load}",
        f"  lone_trip: {district.weights.lone_trip}",
        *(["", _GUESSES, "guesses:"] if district.guesses else []),
        *(f"  {name}: {_quoted(sentence)}" for name, sentence in district.guesses.items()),
    ]
    return "\n".join(lines) + "\n"


def _agency_lines(agency: Agency) -> list[str]:
    return [
        f"  - agency_id: {agency.agency_id}",
        f"    name: {_quoted(agency.name)}",
        f"    kind: {agency.kind.value}",
        f"    visits_per_day: {agency.visits_per_day}",
        f"    crews: {agency.crews}",
        f"    travel_minutes: {agency.travel_minutes}",
        f"    weekdays: [{', '.join(agency.weekdays)}]",
    ]


def _quoted(text: str) -> str:
    """Return the text as a double-quoted YAML scalar; JSON's escapes are a part of YAML's."""
    return json.dumps(text, ensure_ascii=True)


def campuses_text(campuses: Iterable[Campus], left_out: Sequence[LeftOutSchool] = ()) -> str:
    """Return ``campuses.csv``: a row for each campus, and one for each school that is left out, with the reason.

    An unknown fact is an empty cell.
    """
    rows = tuple(campuses)
    facts = list(dict.fromkeys(fact for campus in rows for fact in campus.facts))
    has_counselor_days = any(campus.counselor_days is not None for campus in rows)
    counselors = ["counselor_days"] if has_counselor_days else []
    has_nicknames = any(campus.also_called for campus in rows)
    has_other_ids = any(campus.other_ids for campus in rows)
    more_names = [*(["also_called"] if has_nicknames else []), *(["other_ids"] if has_other_ids else [])]
    optional = [*counselors, *facts, *more_names]
    leave_out = ["leave_out"] if left_out else []
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["campus_id", "name", "grades", "enrollment", "bell_schedule", *optional, *leave_out])
    for campus in rows:
        table.writerow(
            [
                campus.campus_id,
                campus.name,
                campus.grades_text(),
                "" if campus.enrollment is None else campus.enrollment,
                campus.bell_schedule or "",
                *([counselor_days_text(campus.counselor_days)] if has_counselor_days else []),
                *({True: "yes", False: "no", None: ""}[campus.facts.get(fact)] for fact in facts),
                *([";".join(campus.also_called)] if has_nicknames else []),
                *([";".join(campus.other_ids)] if has_other_ids else []),
                *("" for _ in leave_out),
            ]
        )
    for school in left_out:
        unknown = ["", "", *("" for _ in optional)]
        table.writerow([school.campus_id, school.name, school.grades, *unknown, school.reason])
    return text.getvalue()


def staff_text(members: Iterable[StaffMember]) -> str:
    """Return ``staff.csv``: a row for each adult."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["staff_id", "name", "campus_id", "title", "phone", "teaches"])
    for member in members:
        teaches = "yes" if member.teaches else "no"
        table.writerow([member.staff_id, member.name, member.campus_id, member.title, member.phone, teaches])
    return text.getvalue()
