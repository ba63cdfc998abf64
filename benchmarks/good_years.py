"""A year with good practice under the law of every state: is it one that a careful coordinator would plan?

Run ``python -m benchmarks.good_years OUT.json`` (states after it limit the run; what is there already is kept),
and ``python -m benchmarks.good_years --table OUT.json`` for a Markdown table. Each law is planned for six schools,
each a district of its own: an elementary, a middle, and a high school of the bundled example, a school with all
grades, one with PK alone, and the elementary school with a week of four days.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypedDict

from benchmarks.one_campus import District
from drillplanner import api
from drillplanner.files.errors import DrillplannerError
from drillplanner.law import bundled_states
from drillplanner.model import Drill, DrillType, PeriodTag
from drillplanner.solve.solver import SolverSettings

_VIOLENCE = frozenset({DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT})


@dataclass(frozen=True)
class SchoolCase:
    """A school of the example, perhaps with other grades or a week of four days."""

    name: str
    campus: str
    grades: tuple[str, str] | None = None
    has_four_days: bool = False

    def write(self, state: str, folder: Path, practice: str) -> Path:
        """Write the school's district under the law of a state with this level of practice; return its folder."""
        District(state, self.campus, self.name).write(folder)
        with (folder / "district.yaml").open("a", encoding="utf-8") as file:
            file.write(f"practice: {practice}\n")
        if self.grades is not None:
            table = folder / "campuses.csv"
            was, now = self.grades
            table.write_text(table.read_text(encoding="utf-8").replace(f",{was},", f",{now},"), encoding="utf-8")
        if self.has_four_days:
            with (folder / "calendar.yaml").open("a", encoding="utf-8") as file:
                file.write("weekly:\n  - {weekday: friday, kind: closed, title: Four-day week}\n")
        return folder


SCHOOLS = (
    SchoolCase("elementary", "burnet-hill"),
    SchoolCase("middle", "heritage"),
    SchoolCase("high", "livingston-high"),
    SchoolCase("K-12", "burnet-hill", ("K-5", "K-12")),
    SchoolCase("PK", "burnet-hill", ("K-5", "PK")),
    SchoolCase("four days", "burnet-hill", has_four_days=True),
)


class Year(TypedDict):
    """One school's year: drills by type, the measures of the table, and the practices that it leaves out."""

    drills: dict[str, int]
    days_between_violence: int | None
    days_between_drills: int | None
    at_lunch: int
    on_avoided_days: int
    kept: int
    of: int
    broken: list[str]
    status: str


def year_of(school: SchoolCase, state: str, practice: str) -> Year | str:
    """Plan the school's year; return it, or why there is none."""
    with tempfile.TemporaryDirectory() as place:
        try:
            prepared = api.prepare(school.write(state, Path(place) / "district", practice))
            plan = api.plan(prepared, SolverSettings())
        except DrillplannerError as error:
            return str(error)
    avoided = {day.on for days in prepared.avoided_days.values() for day in days}
    with_students = [drill for drill in plan.drills if drill.audience != "staff" and drill.format != "lesson"]
    violence = [drill for drill in plan.drills if drill.drill_type in _VIOLENCE]
    fire = [drill for drill in plan.drills if drill.drill_type is DrillType.FIRE_EVACUATION]
    at_lunch = [drill for drill in fire if {PeriodTag.LUNCH, PeriodTag.RECESS} & set(drill.period_tags or ())]
    return Year(
        drills=dict(sorted(Counter(str(drill.drill_type) for drill in plan.drills).items())),
        days_between_violence=_fewest_days(violence),
        days_between_drills=_fewest_days(with_students),
        at_lunch=round(100 * len(at_lunch) / max(1, len(fire))),
        on_avoided_days=sum(drill.date in avoided for drill in with_students),
        kept=plan.practice.kept,
        of=plan.practice.of,
        broken=[f"{broken.practice} ({broken.breaches})" for broken in plan.practice.broken],
        status=plan.status,
    )


def _fewest_days(drills: Sequence[Drill]) -> int | None:
    dates = sorted(drill.date for drill in drills)
    return min(((after - before).days for before, after in pairwise(dates)), default=None)


def table(found: Mapping[str, Mapping[str, Year | str]]) -> Iterator[str]:
    """Yield the lines of the table, a school of each law a line."""
    yield (
        "| law | school | drills | lockdown | assailant | fire | days between, violence | days between, any | "
        "% of fire drills at lunch, recess | on days to avoid | practices kept | left out |"
    )
    yield "| --- | --- " + "| ---: " * 9 + "| --- |"
    for state, schools in sorted(found.items()):
        for name, year in schools.items():
            if isinstance(year, str):
                yield f"| {state} | {name} | no plan: {year.splitlines()[0][:80]} |" + " |" * 9
                continue
            drills = year["drills"]
            cells = (
                sum(drills.values()),
                *(drills.get(kind, 0) for kind in ("lockdown", "active_assailant", "fire_evacuation")),
                *(
                    "–" if days is None else days
                    for days in (year["days_between_violence"], year["days_between_drills"])
                ),
                year["at_lunch"],
                year["on_avoided_days"],
                f"{year['kept']} of {year['of']}",
                ", ".join(year["broken"]),
            )
            yield f"| {state} | {name} | " + " | ".join(str(cell) for cell in cells) + " |"


def main() -> None:
    """Plan and write the file, or print its table."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--table"] and len(arguments) > 1:
        print("\n".join(table(json.loads(Path(arguments[1]).read_text(encoding="utf-8")))))
        return
    if not arguments:
        sys.exit("Name a file to write: python -m benchmarks.good_years OUT.json")
    out, states = Path(arguments[0]), arguments[1:] or list(bundled_states())
    found: dict[str, dict[str, Year | str]] = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    for state in states:
        for school in SCHOOLS:
            if school.name not in found.setdefault(state, {}):
                found[state][school.name] = year_of(school, state, "baseline")
                out.write_text(json.dumps(found, indent=1, sort_keys=False) + "\n", encoding="utf-8")
        print(state, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
