"""Writes the tables of docs/published-plans.md: years that districts published, beside ours for the same calendar.

Run ``python docs/make_published_plans_table.py`` after a change of the solver, of the practices, or of a pack of
these states. Each file of docs/published_plans/ has the dates and kinds that a district published, the calendar of
that year, and where both were read. The script sets the district up as its coordinator would, with ``init``, and
plans it. This takes a minute.
"""

from __future__ import annotations

import csv
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import yaml

from benchmarks.page import write_between
from drillplanner import api
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.model import AcademicCalendar, Audience, Drill, DrillFormat, DrillType, PeriodTag
from drillplanner.model.calendar.avoided_day import AvoidedKind
from drillplanner.practice.avoided_days import avoided_days_at
from drillplanner.solve.solver import SolverSettings

DOCS = Path(__file__).parent
PAGE = DOCS / "published-plans.md"
DATA = DOCS / "published_plans"
#: What is better in which year. A number is named by district, row, and column of its table, in braces.
COMPARISON = DATA / "comparison.txt"

LOCKDOWNS = frozenset({DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT})
#: The drills about violence; a hold clears the halls for a sick person as well, and is none.
VIOLENCE = frozenset({DrillType.LOCKDOWN, DrillType.SECURE, DrillType.ACTIVE_ASSAILANT})
#: What our two plans have in district.yaml: good practice, and the law alone.
SETTINGS: Sequence[Mapping[str, str]] = (
    {"practice": "baseline", "schools_a_day": "third"},
    {"practice": "none", "schools_a_day": "none"},
)
#: A month counts as one in which a school can drill from so many days of school on.
SCHOOL_MONTH = 10
UNKNOWN = "not said"
ONE = "one a school"
#: The days on which good practice plans no drill, in words, by their kinds.
AVOIDED: Mapping[str, tuple[AvoidedKind, ...]] = {
    "on a day of remembrance, an anniversary of an attack, or an election day": (
        AvoidedKind.REMEMBRANCE,
        AvoidedKind.ANNIVERSARY,
        AvoidedKind.ELECTION,
    ),
    "on a religious holiday": (AvoidedKind.RELIGIOUS_HOLIDAY,),
    "in Thanksgiving week": (AvoidedKind.THANKSGIVING_WEEK,),
    "in the week before a long break": (AvoidedKind.BEFORE_BREAK,),
}
#: Begins the row of a kind; left out where neither year has one.
OF_KIND = "of these: "


@dataclass(frozen=True)
class Held:
    """A drill with students. ``kind`` is None where the plan leaves it open, ``day`` where it names months."""

    school: str
    kind: DrillType | None
    month: str
    day: date | None = None
    start: str | None = None
    tags: tuple[PeriodTag, ...] | None = None


@dataclass(frozen=True)
class Year:
    """One year of drills of some schools, theirs or ours, with the calendar that it lies in."""

    schools: tuple[str, ...]
    held: tuple[Held, ...]
    calendar: AcademicCalendar
    #: The school days of each school on which good practice plans no drill.
    avoided: frozenset[tuple[str, date, AvoidedKind]] = frozenset()

    @property
    def dated(self) -> bool:
        """Whether every drill has its day, so that gaps can be told."""
        return all(drill.day for drill in self.held)

    def days(self, school: str, kinds: frozenset[DrillType] | None = None) -> list[date]:
        """Return the days of a school's drills (of these kinds), in order; a day with two drills stands twice."""
        return sorted(
            drill.day
            for drill in self.held
            if drill.day and drill.school == school and (kinds is None or drill.kind in kinds)
        )

    def fewest_days(self, kinds: frozenset[DrillType] | None = None) -> str:
        """Return the fewest days between two drills of a school, over all schools."""
        gaps = [(later - day).days for school in self.schools for day, later in pairwise(self.days(school, kinds))]
        return UNKNOWN if not self.dated else str(min(gaps)) if gaps else ONE

    def fewest_months(self, kinds: frozenset[DrillType]) -> str:
        """Return the fewest months between two drills of these kinds at a school; 0 if one month has both."""
        gaps = []
        for school in self.schools:
            months = sorted(_month(drill) for drill in self.held if drill.school == school and drill.kind in kinds)
            gaps += [later - month for month, later in pairwise(months)]
        return str(min(gaps)) if gaps else ONE

    def months_without(self) -> str:
        """Return the number of months with ten days of school or more in which a school has no drill."""
        days = Counter(f"{day:%Y-%m}" for day in self.calendar.school_dates)
        months = [month for month, number in days.items() if number >= SCHOOL_MONTH]
        drilled = {(drill.school, drill.month) for drill in self.held}
        numbers = [sum((school, month) not in drilled for month in months) for school in self.schools]
        return _from_to(min(numbers), max(numbers))

    def longest_days(self) -> str:
        """Return the most days between two drills of a school that follow each other, over all schools."""
        gaps = [(later - day).days for school in self.schools for day, later in pairwise(self.days(school))]
        return str(max(gaps)) if self.dated else UNKNOWN

    def on(self, days: Callable[[date], bool]) -> str:
        """Return the number of drills on such days."""
        return str(sum(days(drill.day) for drill in self.held if drill.day)) if self.dated else UNKNOWN

    def on_avoided(self, *kinds: AvoidedKind) -> str:
        """Return the number of drills on days that are avoided for one of these reasons."""
        found = [
            drill
            for drill in self.held
            if drill.day and any((drill.school, drill.day, kind) in self.avoided for kind in kinds)
        ]
        return str(len(found)) if self.dated else UNKNOWN

    def share(self, counts: Callable[[Held], bool]) -> str:
        """Return the share of the drills whose time is known for which this is so."""
        timed = [drill for drill in self.held if drill.start]
        return f"{round(100 * sum(map(counts, timed)) / len(timed))} %" if timed else UNKNOWN


def main() -> None:
    """Plan each district and write the tables."""
    if not PAGE.exists():
        sys.exit(f"{PAGE} is missing: it has the text around the tables")
    for path in sorted(DATA.glob("*.yaml")):
        published = yaml.safe_load(path.read_text(encoding="utf-8"))
        sys.stderr.write(f"{published['name']}\n")
        write_between(PAGE, path.stem, "\n".join(_section(published)))
    write_between(PAGE, "comparison", comparison(PAGE.read_text(encoding="utf-8")))


def comparison(page: str) -> str:
    """Return what is better in which year, with its numbers from the tables of the page.

    Raises ValueError for a number that no table has.
    """
    tables = {path.stem: _cells(page, path.stem) for path in sorted(DATA.glob("*.yaml"))}

    def number(asked: re.Match) -> str:
        district, rest = asked[1].split(": ", 1)
        row, column = rest.rsplit(": ", 1)
        found = tables.get(district, {}).get((row, column))
        if found is None:
            raise ValueError(f"{COMPARISON}: no table has {asked[0]}")
        return found

    return re.sub(r"\{([^{}]+)\}", number, COMPARISON.read_text(encoding="utf-8"))


def _cells(page: str, name: str) -> dict[tuple[str, str], str]:
    """Return the cells of a district's table by row and column; a kind of which no year has a drill has no row."""
    part = page.partition(f"<!-- {name} -->")[2].partition(f"<!-- end of {name} -->")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")
    ]
    columns = rows[0][1:] if rows else []
    cells = {(row[0], column): cell for row in rows[2:] for column, cell in zip(columns, row[1:], strict=True)}
    kinds = ((f"{OF_KIND}{kind.phrase}", column) for kind in DrillType for column in columns)
    return {**dict.fromkeys(kinds, "0"), **cells}


def _section(published: Mapping) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as place:
        years = _years(published, Path(place))
    sources = "; ".join(
        f"[{source['what']}]({source['url']}) (read {source['read']})" for source in published["sources"]
    )
    yield f"{published['what']}. {' '.join(published['calendar_note'].split())}"
    yield ""
    yield f"Sources: {sources}."
    yield ""
    yield "| | theirs | ours | ours, by the law alone |"
    yield "| --- | ---: | ---: | ---: |"
    for word, measure in _measures():
        cells = [measure(year) for year in years]
        if set(cells) != {UNKNOWN} and (set(cells) != {"0"} or not word.startswith(OF_KIND)):
            yield f"| {word} | {' | '.join(cells)} |"


def _measures() -> Iterator[tuple[str, Callable[[Year], str]]]:
    """Yield the rows of a table: what is measured in words, and how."""
    yield "drills with students at a school in the year", _drills_a_school
    for kind in DrillType:
        yield f"{OF_KIND}{kind.phrase}", lambda year, kind=kind: _of_kind(year, kind)
    yield f"{OF_KIND}kind left open", lambda year: _of_kind(year, None)
    yield "fewest days between two drills of a school", lambda year: year.fewest_days()
    yield "fewest days between two lockdowns", lambda year: year.fewest_days(LOCKDOWNS)
    yield "fewest days between two of lockdown and secure", lambda year: year.fewest_days(VIOLENCE)
    yield "fewest months between two lockdowns", lambda year: year.fewest_months(LOCKDOWNS)
    yield "months without a drill at a school", lambda year: year.months_without()
    yield "longest time without a drill, in days", lambda year: year.longest_days()
    yield "times that a school has two drills on one day", _two_on_one_day
    yield "most schools with a drill on one date", lambda year: _most_schools(year, lambda drill: (drill.day,))
    yield "most schools with the same kind on one date", lambda year: _most_schools(year, _day_and_kind)
    yield "days from the first day of school to the first fire drill", _first_fire
    yield "schools whose first lockdown comes before any fire drill", _lockdown_first
    yield "drills at lunch or recess", lambda year: year.share(_away_from_class)
    yield "drills from 9:00 to 11:00", lambda year: year.share(lambda drill: "09:00" <= str(drill.start) < "11:00")
    yield "drills after 13:00", lambda year: year.share(lambda drill: str(drill.start) >= "13:00")
    yield "drills on a day without school", lambda year: year.on(lambda day: day not in year.calendar.school_dates)
    yield "drills on September 11", lambda year: year.on(lambda day: (day.month, day.day) == (9, 11))
    for words, kinds in AVOIDED.items():
        yield f"drills {words}", lambda year, kinds=kinds: year.on_avoided(*kinds)


def _years(published: Mapping, place: Path) -> tuple[Year, ...]:
    """Return the published year, and those that are planned for the same schools and calendar."""
    folder = place / "workspace"
    _set_up(published, place / "given", folder)
    workspace = api.prepare(folder).workspace
    tags = _tags_of_bells(published)
    theirs = tuple(
        _theirs(school["name"], kind, written, tags)
        for school in published["schools"]
        for kind, days in school["drills"].items()
        for written in days
    )
    avoided = frozenset(
        (campus.name, day.on, day.kind)
        for campus in workspace.campuses
        for day in avoided_days_at(campus, workspace)
    )
    schools = tuple(school["name"] for school in published["schools"])
    held = (theirs, *(_planned(folder, settings) for settings in SETTINGS))
    return tuple(Year(schools, drills, workspace.calendar, avoided) for drills in held)


def _planned(folder: Path, settings: Mapping[str, str]) -> tuple[Held, ...]:
    """Return the drills with students of a plan that is made with these lines in district.yaml."""
    file = folder / "district.yaml"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if line.split(":")[0] not in settings]
    file.write_text(
        "\n".join([*kept, *(f"{key}: {value}" for key, value in settings.items()), ""]), encoding="utf-8"
    )
    prepared = api.prepare(folder)
    plan = api.plan(prepared, SolverSettings())
    names = {campus.campus_id: campus.name for campus in prepared.workspace.campuses}
    return tuple(_ours(drill, names) for drill in plan.drills if _with_students(drill))


def _set_up(published: Mapping, given: Path, folder: Path) -> None:
    """Write the files that a coordinator has, and make the workspace of them."""
    given.mkdir()
    _table(given / "calendar.csv", ("Start Date", "End Date", "Event"), _calendar_rows(published))
    schools = [(school["name"], school["grades"]) for school in published["schools"]]
    _table(given / "schools.csv", ("School", "Grades"), schools)
    bells = published.get("bells")
    if bells:
        (given / "bells").mkdir()
        (given / "bells" / "all.yaml").write_text(yaml.safe_dump(bells, sort_keys=False), encoding="utf-8")
    initialize(
        folder,
        published["state"],
        year=published["year"],
        name=published["name"],
        calendar=given / "calendar.csv",
        campuses=given / "schools.csv",
        bells=given / "bells" if bells else None,
    )


def _calendar_rows(published: Mapping) -> Iterator[tuple[str, str, str]]:
    for entry in published["calendar"]:
        yield str(entry["date"]), str(entry.get("to", entry["date"])), entry["title"]


def _table(path: Path, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])


def _ours(drill: Drill, names: Mapping[str, str]) -> Held:
    return Held(
        names[drill.campus_id],
        drill.drill_type,
        f"{drill.date:%Y-%m}",
        drill.date,
        drill.start,
        drill.period_tags,
    )


def _theirs(school: str, kind: str, written: object, tags: Callable[[str], tuple[PeriodTag, ...] | None]) -> Held:
    """Read '2018-09', '2018-09-07' or '2018-09-07 10:00'."""
    text = str(written)
    day = date.fromisoformat(text[:10]) if len(text) > len("2018-09") else None
    start = text[11:16] or None
    drill_type = None if kind == "open" else DrillType(kind)
    return Held(school, drill_type, text[:7], day, start, tags(start) if start else None)


def _tags_of_bells(published: Mapping) -> Callable[[str], tuple[PeriodTag, ...] | None]:
    periods = published.get("bells", {}).get("days", {}).get("full", [])

    def tags(start: str) -> tuple[PeriodTag, ...] | None:
        inside = (period for period in periods if period["start"] <= start < period["end"])
        return next((tuple(map(PeriodTag, period.get("tags", ()))) for period in inside), None)

    return tags


def _with_students(drill: Drill) -> bool:
    """Whether students practice something: no lesson, no tabletop, no exercise of staff alone."""
    practiced = drill.format in (DrillFormat.PHYSICAL, DrillFormat.WALK_THROUGH)
    return practiced and drill.audience is not Audience.STAFF


def _month(drill: Held) -> int:
    """Return the drill's month as a number that grows by one from month to month."""
    year, month = map(int, drill.month.split("-"))
    return 12 * year + month


def _drills_a_school(year: Year) -> str:
    numbers = Counter(drill.school for drill in year.held).values()
    return _from_to(min(numbers), max(numbers))


def _of_kind(year: Year, kind: DrillType | None) -> str:
    numbers = Counter(drill.school for drill in year.held if drill.kind is kind)
    return _from_to(min(numbers[school] for school in year.schools), max(numbers.values(), default=0))


def _from_to(fewest: int, most: int) -> str:
    return str(most) if fewest == most else f"{fewest} to {most}"


def _two_on_one_day(year: Year) -> str:
    many = Counter((drill.school, drill.day) for drill in year.held)
    return str(sum(number > 1 for number in many.values())) if year.dated else UNKNOWN


def _day_and_kind(drill: Held) -> tuple[object, ...]:
    return drill.day, drill.kind


def _most_schools(year: Year, key: Callable[[Held], tuple[object, ...]]) -> str:
    if not year.dated or len(year.schools) == 1:
        return UNKNOWN
    together = Counter(together for together, _ in {(key(drill), drill.school) for drill in year.held})
    return f"{max(together.values())} of {len(year.schools)}"


def _first_fire(year: Year) -> str:
    if not year.dated:
        return UNKNOWN
    firsts = (year.days(school, frozenset({DrillType.FIRE_EVACUATION}))[:1] for school in year.schools)
    days = [(first - year.calendar.first_day).days for found in firsts for first in found]
    return _from_to(min(days), max(days)) if days else "none"


def _lockdown_first(year: Year) -> str:
    if not year.dated:
        return UNKNOWN
    fire, lockdown = frozenset({DrillType.FIRE_EVACUATION}), frozenset({DrillType.LOCKDOWN})
    first = ((year.days(school, lockdown)[:1], year.days(school, fire)[:1]) for school in year.schools)
    return str(sum(bool(locked) and (not burned or locked < burned) for locked, burned in first))


def _away_from_class(drill: Held) -> bool:
    return not {PeriodTag.LUNCH, PeriodTag.RECESS}.isdisjoint(drill.tags or ())


if __name__ == "__main__":
    main()
