"""A year with good practice under the law of every state: is it one that a careful coordinator would plan?

Run ``python -m benchmarks.good_years OUT.json`` (states after it limit the run; what is there already is kept),
and ``python -m benchmarks.good_years --table OUT.json`` to print its table. Each law is planned for six
schools, each a district of its own: an elementary, a middle, and a high school of the bundled example, a school
with all grades, one with PK alone, and the elementary school with a week of four days; and for the whole example,
with its nine schools and their scarce police, where that is asked for (``--district`` before OUT.json), since it
takes a minute or more of a processor for each law.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypedDict

from benchmarks.instances import set_practice
from benchmarks.one_campus import District
from drillplanner import api
from drillplanner.files.errors import DrillplannerError
from drillplanner.law import bundled_states
from drillplanner.model import AvoidedDay, AvoidedKind, Drill, DrillType, GradeBand, PeriodTag, Plan
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.example import copy_example
from drillplanner.workflow.prepared import Prepared

#: Days that the bundled lists name, apart from those that the school's calendar makes.
_LISTED = frozenset(
    {AvoidedKind.REMEMBRANCE, AvoidedKind.ANNIVERSARY, AvoidedKind.ELECTION, AvoidedKind.RELIGIOUS_HOLIDAY}
)
_VIOLENCE = frozenset({DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT})


@dataclass(frozen=True)
class SchoolCase:
    """A school of the example, perhaps with other grades or a week of four days; without a campus, all schools."""

    name: str
    campus: str | None
    grades: tuple[str, str] | None = None
    has_four_days: bool = False

    def write(self, state: str, folder: Path, practice: str) -> Path:
        """Write the school's district under the law of a state with this level of practice; return its folder."""
        if self.campus is None:
            copy_example(folder, state)
        else:
            District(state, self.campus, self.name).write(folder)
        set_practice(folder / "district.yaml", practice)
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
DISTRICT = SchoolCase("whole district", None)


class Year(TypedDict):
    """The year of a school, or of several: drills by type, the measures of the table, and practices left out.

    ``evenness`` says of each type with two drills or more how long the longest time between two is, in percent of
    what it would be if they were spread evenly. ``lessons_hit_again`` counts drills in a weekday and period that
    another drill has hit; ``most_in_a_period`` is the most fire drills in one period. ``most_schools`` is the most
    schools that hold drills of one type on one date. Of several schools, gaps are those of the worst school.
    """

    drills: dict[str, int]
    days_between_violence: int | None
    days_between_drills: int | None
    longest_without: int | None
    evenness: dict[str, int]
    at_lunch: int
    at_lunch_drills: int
    lessons_hit_again: int
    most_in_a_period: int
    on_avoided_days: int
    on_listed_dates: int
    most_schools: int
    without_lockdown: list[str]
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
    return year_measured(prepared, plan)


def year_measured(prepared: Prepared, plan: Plan) -> Year:
    """Return the measures of a plan."""
    avoided = [day for days in prepared.avoided_days.values() for day in days]
    with_students = [drill for drill in plan.drills if drill.audience != "staff" and drill.format != "lesson"]
    violence = [drill for drill in plan.drills if drill.drill_type in _VIOLENCE]
    fire = [drill for drill in plan.drills if drill.drill_type is DrillType.FIRE_EVACUATION]
    at_lunch = [drill for drill in fire if {PeriodTag.LUNCH, PeriodTag.RECESS} & set(drill.period_tags or ())]
    dates, campuses = prepared.workspace.calendar.school_dates, prepared.workspace.campuses
    together = Counter(
        (kind, on) for kind, on, _ in {(drill.drill_type, drill.date, drill.campus_id) for drill in plan.drills}
    )
    return Year(
        drills=dict(sorted(Counter(str(drill.drill_type) for drill in plan.drills).items())),
        days_between_violence=min(_gaps(violence), default=None),
        days_between_drills=min(_gaps(with_students), default=None),
        longest_without=max(_gaps(with_students), default=None),
        evenness=_evenness(plan.drills, (dates[-1] - dates[0]).days),
        at_lunch=round(100 * len(at_lunch) / max(1, len(fire))),
        at_lunch_drills=len(at_lunch),
        lessons_hit_again=_hit_again(with_students),
        most_in_a_period=max(Counter((drill.campus_id, drill.period) for drill in fire).values(), default=0),
        on_avoided_days=_drills_on(avoided, with_students),
        on_listed_dates=_drills_on([day for day in avoided if day.kind in _LISTED], with_students),
        most_schools=max(together.values(), default=0),
        without_lockdown=[
            campus.name
            for campus in campuses
            if set(campus.bands) != {GradeBand.PK_K}
            and campus.campus_id not in {drill.campus_id for drill in violence}
        ],
        kept=plan.practice.kept,
        of=plan.practice.of,
        broken=[f"{broken.practice} ({broken.breaches})" for broken in plan.practice.broken],
        status=plan.status,
    )


def _drills_on(days: Sequence[AvoidedDay], drills: Sequence[Drill]) -> int:
    dates = {day.on for day in days}
    return sum(drill.date in dates for drill in drills)


def _gaps(drills: Iterable[Drill]) -> list[int]:
    """Return the days between each two drills in a row at a school."""
    dates = defaultdict(list)
    for drill in drills:
        dates[drill.campus_id].append(drill.date)
    return [(after - before).days for at_campus in dates.values() for before, after in pairwise(sorted(at_campus))]


def _evenness(drills: Sequence[Drill], days_of_year: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for drill_type, campus_id in sorted({(drill.drill_type, drill.campus_id) for drill in drills}):
        of_type = [drill for drill in drills if (drill.drill_type, drill.campus_id) == (drill_type, campus_id)]
        if len(of_type) > 1:
            percent = round(100 * max(_gaps(of_type)) * len(of_type) / days_of_year)
            found[drill_type] = max(percent, found.get(drill_type, 0))
    return found


def _hit_again(drills: Sequence[Drill]) -> int:
    lessons = Counter(
        (drill.campus_id, drill.date.weekday(), drill.period)
        for drill in drills
        if PeriodTag.INSTRUCTION in (drill.period_tags or ())
    )
    return sum(number - 1 for number in lessons.values())


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
    schools: tuple[SchoolCase, ...] = SCHOOLS
    if arguments[:1] == ["--district"]:
        schools, arguments = (DISTRICT,), arguments[1:]
    if not arguments:
        sys.exit("Name a file to write: python -m benchmarks.good_years OUT.json")
    out, states = Path(arguments[0]), arguments[1:] or list(bundled_states())
    found: dict[str, dict[str, Year | str]] = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    for state in states:
        for school in schools:
            if school.name not in found.setdefault(state, {}):
                found[state][school.name] = year_of(school, state, "baseline")
                out.write_text(json.dumps(found, indent=1, sort_keys=False) + "\n", encoding="utf-8")
        print(state, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
