"""A year with good practice under the law of every state: is it one that a careful coordinator would plan?

Run ``python -m benchmarks.good_years FOLDER`` (states after it limit the run), then
``python -m benchmarks.good_years --write FOLDER``, which writes the tables of docs/good-years.md. Each law is
planned for the bundled example with its nine schools and their scarce police, and for three schools, each a
district of its own: one with all grades, one with PK alone, and one with a week of four days. Each plan is a file
in FOLDER; what is there is not planned again. ``--schools`` before FOLDER plans the three schools alone: the whole
example takes up to three minutes of a processor for each law. The page leaves out plans that were made when other
practices were asked for.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel

from benchmarks.instances import set_practice
from benchmarks.one_campus import District
from benchmarks.page import write_between
from drillplanner import api
from drillplanner.audit.schedule import judge_practice
from drillplanner.files.atomic_write import write_text
from drillplanner.files.errors import DrillplannerError
from drillplanner.law import bundled_states
from drillplanner.model import (
    QUIET_FORMATS,
    Audience,
    AvoidedKind,
    Drill,
    DrillType,
    GradeBand,
    PeriodTag,
    Plan,
    PracticeOutcome,
)
from drillplanner.solve.solver import WITHOUT_PRACTICE, SolverSettings
from drillplanner.workflow.example import copy_example
from drillplanner.workflow.prepared import Prepared

PAGE = Path(__file__).parent.parent / "docs" / "good-years.md"
#: Days that the bundled lists name, apart from those that the school's calendar makes.
_LISTED = frozenset(
    {AvoidedKind.REMEMBRANCE, AvoidedKind.ANNIVERSARY, AvoidedKind.ELECTION, AvoidedKind.RELIGIOUS_HOLIDAY}
)
_VIOLENCE = frozenset({DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT})
#: The columns of drills, with their types; the others are in the last one.
KINDS: Mapping[str, frozenset[DrillType]] = {
    "fire": frozenset({DrillType.FIRE_EVACUATION}),
    "lockdown or its talk": frozenset({DrillType.LOCKDOWN}),
    "assailant": frozenset({DrillType.ACTIVE_ASSAILANT}),
    "secure, hold": frozenset({DrillType.SECURE, DrillType.HOLD}),
    "weather, shelter, earthquake": frozenset(
        {DrillType.SEVERE_WEATHER, DrillType.SHELTER_HAZMAT, DrillType.EARTHQUAKE, DrillType.TSUNAMI}
    ),
    "bus": frozenset({DrillType.BUS_EVACUATION}),
    "tabletop": frozenset({DrillType.TABLETOP}),
}
_HEADS = (
    "law",
    "drills",
    *KINDS,
    "others",
    "days between two about violence",
    "days between any two",
    "fire drills at lunch, recess",
    "most schools on a date",
    "on listed dates",
    "schools without a lockdown",
    "practices kept",
    "not kept",
    "search",
)


@dataclass(frozen=True)
class SchoolCase:
    """A school of the example, perhaps with other grades or a week of four days; without a campus, all schools."""

    name: str
    title: str
    campus: str | None = None
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


DISTRICT = SchoolCase("district", "The example district: nine schools")
SCHOOLS = (
    SchoolCase("k-12", "A school with all grades", "burnet-hill", ("K-5", "K-12")),
    SchoolCase("pk", "A school with PK alone", "burnet-hill", ("K-5", "PK")),
    SchoolCase("four-days", "An elementary school with a week of four days", "burnet-hill", has_four_days=True),
)
LEVEL = "baseline"


class KeptYear(BaseModel):
    """A plan as it is kept in a file, with the processor seconds of its search; or why there is none."""

    plan: Plan | None = None
    why_none: str = ""
    processor_seconds: float = 0.0


@dataclass(frozen=True)
class Year:
    """The measures of the year of a school, or of several: then days between drills are those of the worst school.

    ``most_schools`` is the most schools that hold drills of one type on one date. ``without_lockdown`` counts the
    schools with grade 1 or higher whose students have neither a lockdown nor its talk.
    """

    drills: Counter[DrillType]
    days_between_violence: int | None
    days_between_drills: int | None
    fire_at_lunch: int
    most_schools: int
    on_listed_dates: int
    without_lockdown: int
    practice: PracticeOutcome
    search: str

    @property
    def broken(self) -> Counter[str]:
        """The practices that are not kept, with how often."""
        broken: Counter[str] = Counter()
        for practice in self.practice.broken:
            broken[practice.practice] += practice.breaches
        return broken


def planned(school: SchoolCase, state: str) -> KeptYear:
    """Plan the school's year under the law of a state."""
    before = _processor_seconds()
    with tempfile.TemporaryDirectory() as place:
        try:
            plan = api.plan(api.prepare(school.write(state, Path(place) / "district", LEVEL)), SolverSettings())
        except DrillplannerError as error:
            return KeptYear(why_none=str(error), processor_seconds=_processor_seconds() - before)
    return KeptYear(plan=plan, processor_seconds=_processor_seconds() - before)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def year_measured(prepared: Prepared, plan: Plan) -> Year:
    """Return the measures of a plan."""
    with_students = [drill for drill in plan.drills if drill.audience != Audience.STAFF]
    practiced = [drill for drill in with_students if drill.format not in QUIET_FORMATS]
    violence = [drill for drill in with_students if drill.drill_type in _VIOLENCE]
    fire = [drill for drill in plan.drills if drill.drill_type is DrillType.FIRE_EVACUATION]
    at_lunch = [drill for drill in fire if {PeriodTag.LUNCH, PeriodTag.RECESS} & set(drill.period_tags or ())]
    together = Counter(
        (kind, on) for kind, on, _ in {(drill.drill_type, drill.date, drill.campus_id) for drill in practiced}
    )
    listed = {
        (campus_id, day.on)
        for campus_id, days in prepared.avoided_days.items()
        for day in days
        if day.kind in _LISTED
    }
    older = {campus.campus_id for campus in prepared.workspace.campuses if set(campus.bands) != {GradeBand.PK_K}}
    return Year(
        drills=Counter(drill.drill_type for drill in plan.drills),
        days_between_violence=min(_gaps(violence), default=None),
        days_between_drills=min(_gaps(practiced), default=None),
        fire_at_lunch=round(100 * len(at_lunch) / max(1, len(fire))),
        most_schools=max(together.values(), default=0),
        on_listed_dates=sum((drill.campus_id, drill.date) in listed for drill in practiced),
        without_lockdown=len(older - {drill.campus_id for drill in violence}),
        practice=plan.practice,
        search=_end_of_search(plan),
    )


def _gaps(drills: Iterable[Drill]) -> list[int]:
    """Return the days between each two drills in a row at a school."""
    dates = defaultdict(list)
    for drill in drills:
        dates[drill.campus_id].append(drill.date)
    return [(after - before).days for at_campus in dates.values() for before, after in pairwise(sorted(at_campus))]


def _end_of_search(plan: Plan) -> str:
    if WITHOUT_PRACTICE in plan.warnings:
        return "law alone"
    return "best" if plan.status == "optimal" else f"within {plan.gap:.1%}" if plan.bound else "no bound"


def tables(folder: Path) -> Iterator[str]:
    """Yield the lines of the page: what holds in all years, and a table for each school, a law a line."""
    planned_years = {school: _years(folder, school) for school in (DISTRICT, *SCHOOLS)}
    yield from (*findings({school.title: years for school, years in planned_years.items()}), "")
    for school, years in planned_years.items():
        if years:
            yield from (f"## {school.title}", "", *_table(years), "")


def findings(by_school: Mapping[str, Mapping[str, Year | None]]) -> Iterator[str]:
    """Yield what holds in all years, and where it does not; years are by the school's title, then by law."""
    for title, of_school in by_school.items():
        missing = ", ".join(state for state in bundled_states() if state not in of_school)
        laws = f"{len(of_school)} of {len(bundled_states())} laws"
        yield f"- **{title}**: {laws}{f'; not planned yet: {missing}' if missing else ''}."
    found = {
        f"{title}, {state}": year for title, of_school in by_school.items() for state, year in of_school.items()
    }
    measured = {name: year for name, year in found.items() if year is not None}
    bad = {
        "Years without a lawful plan": found.keys() - measured.keys(),
        "Years in which a school with grade 1 or higher has no lockdown and no talk about it": {
            name for name, year in measured.items() if year.without_lockdown
        },
        "Years with a drill with students on a listed date": {
            name for name, year in measured.items() if year.on_listed_dates
        },
    }
    for what, names in bad.items():
        yield f"- **{what}**: {'; '.join(sorted(names)) or 'none'}."
    kept = sum(year.practice.kept for year in measured.values())
    asked = sum(year.practice.of for year in measured.values())
    yield f"- **Practices kept in all years**: {kept:,} of {asked:,}."
    often = Counter(practice for year in measured.values() for practice in year.broken)
    in_words = ", ".join(f"{practice} in {years}" for practice, years in often.most_common())
    yield f"- **Years in which some school does not keep a practice**: {in_words or 'none'}."


def _years(folder: Path, school: SchoolCase) -> dict[str, Year | None]:
    """Return the measures of the school's years by law; None if no year is lawful."""
    years: dict[str, Year | None] = {}
    for state in bundled_states():
        kept = _read(folder, school, state)
        if kept is None:
            continue
        if kept.plan is None:
            years[state] = None
            continue
        with tempfile.TemporaryDirectory() as place:
            prepared = api.prepare(school.write(state, Path(place) / "district", LEVEL))
        asked = judge_practice(kept.plan.drills, prepared.workspace, prepared.limits).of
        if asked == kept.plan.practice.of:
            years[state] = year_measured(prepared, kept.plan)
    return years


def _table(years: Mapping[str, Year | None]) -> Iterator[str]:
    yield "| " + " | ".join(_HEADS) + " |"
    yield "| --- " + "| ---: " * (len(_HEADS) - 3) + "| --- | ---: |"
    for state, year in sorted(years.items()):
        cells = [state, *(("no plan", *[""] * (len(_HEADS) - 2)) if year is None else _cells(year))]
        yield "| " + " | ".join(str(cell) for cell in cells) + " |"


def _cells(year: Year) -> Iterator[object]:
    drills = [sum(year.drills[kind] for kind in kinds) for kinds in KINDS.values()]
    yield from (year.drills.total(), *drills, year.drills.total() - sum(drills))
    yield from ("–" if days is None else days for days in (year.days_between_violence, year.days_between_drills))
    yield from (f"{year.fire_at_lunch} %", year.most_schools, year.on_listed_dates, year.without_lockdown)
    yield f"{year.practice.kept} of {year.practice.of}"
    yield ", ".join(
        practice if times == 1 else f"{practice} ×{times}" for practice, times in sorted(year.broken.items())
    )
    yield year.search


def _read(folder: Path, school: SchoolCase, state: str) -> KeptYear | None:
    file = _file(folder, school, state)
    return KeptYear.model_validate_json(file.read_text(encoding="utf-8")) if file.exists() else None


def _file(folder: Path, school: SchoolCase, state: str) -> Path:
    return folder / f"{state}-{school.name}.json"


def main() -> None:
    """Plan what is not planned yet, or write the page."""
    match sys.argv[1:]:
        case ["--write", folder]:
            write_between(PAGE, "good years", "\n".join(tables(Path(folder))))
        case ["--schools", folder, *states]:
            _plan_all(Path(folder), states or bundled_states(), SCHOOLS)
        case [folder, *states]:
            _plan_all(Path(folder), states or bundled_states(), (*SCHOOLS, DISTRICT))
        case _:
            sys.exit("Name a folder for the plans: python -m benchmarks.good_years FOLDER")


def _plan_all(folder: Path, states: Sequence[str], schools: Sequence[SchoolCase]) -> None:
    for state in states:
        for school in schools:
            if not _file(folder, school, state).exists():
                year = planned(school, state)
                write_text(_file(folder, school, state), year.model_dump_json())
                print(f"{state} {school.name} {year.processor_seconds:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
