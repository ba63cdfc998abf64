"""What no directory and no calendar says, written into the made workspaces: bell times, and agencies with limits.

On its own because it changes workspaces as a district would, after ``fleet init``; all of it is invented.
"""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path
from random import Random

from drillplanner.intake.bells.school_hours import DayHours
from drillplanner.intake.new_workspace.assumed_bells import default_bell_schedule

#: Of 100 districts: those with bell times of their own, and those whose agencies have limits.
_OWN_BELLS, _LIMITED_AGENCIES = 40, 25
_ASSUMED = re.compile(r"assumed-(\w+)\.yaml")
_GUESS = {name: re.compile(rf'^  {name}: ".*"\n', re.MULTILINE) for name in ("bells", "agencies")}
_VISITS = re.compile(r"^(    visits_per_day: )(\d+)$", re.MULTILINE)
_WEEKDAYS = re.compile(r"^    weekdays: \[.*\]$", re.MULTILINE)
_WEIGHTS = re.compile(r"^weights:\n  agency_load: 0\n  lone_trip: 0\n", re.MULTILINE)
_EARLIEST = 7 * 60 + 20
_QUARTERS_LATER, _LONG_DAY, _SHORT_DAY = 6, 7 * 60 + 15, 6 * 60 + 45
#: Agencies can come to a fifth of the schools a day, and to two of a small district.
_FEWEST_VISITS, _SHARE_A_DAY = 2, 5
_SOME_WEEKDAYS = (
    "monday, tuesday, wednesday, thursday",
    "tuesday, wednesday, thursday",
    "monday, tuesday, wednesday, thursday, friday",
)


def add_details(workspace: Path, chance: Random) -> None:
    """Give some workspaces bell times and limits of agencies, in place of what ``init`` assumed."""
    file = workspace / "district.yaml"
    text = file.read_text(encoding="utf-8")
    if chance.randrange(100) < _OWN_BELLS:
        for bells in sorted((workspace / "bells").glob("assumed-*.yaml")):
            named = _ASSUMED.fullmatch(bells.name)
            if named is not None:
                bells.write_bytes(b"# Invented.\n" + default_bell_schedule(named[1], _hours(chance)))
        text = _GUESS["bells"].sub("", text)
    if chance.randrange(100) < _LIMITED_AGENCIES:
        text = _VISITS.sub(_fewer_visits, text)
        text = _WEEKDAYS.sub(f"    weekdays: [{chance.choice(_SOME_WEEKDAYS)}]  # invented", text)
        text = _GUESS["agencies"].sub("", _WEIGHTS.sub("", text))
    file.write_text(text, encoding="utf-8", newline="\n")


def _fewer_visits(found: re.Match[str]) -> str:
    return f"{found[1]}{max(_FEWEST_VISITS, int(found[2]) // _SHARE_A_DAY)}  # invented"


def _hours(chance: Random) -> DayHours:
    start = _EARLIEST + 15 * chance.randint(0, _QUARTERS_LATER)
    end = start + chance.choice((_LONG_DAY, _SHORT_DAY))
    return DayHours(time(*divmod(start, 60)), time(*divmod(end, 60)))
