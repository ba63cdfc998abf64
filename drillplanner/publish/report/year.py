"""What the report shows about campuses, agencies, cost, and proof; the template only puts it on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from drillplanner.model import Audience, Campus, Drill, Plan
from drillplanner.model.scenarios.response_actions import Vocabulary
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.drill_numbers import drill_numbers_sentence
from drillplanner.publish.core.drill_order import by_campus, by_time
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.scheduled import scheduled_sentences
from drillplanner.publish.core.words import DRILL_TYPES, FAMILIES, DrillFamily

_PERCENT = 100
_SMALLEST_SHOWN = 0.1


@dataclass(frozen=True)
class DrillMark:
    """A drill as a small mark in the year's table: code and day; ``spoken`` is its text for screen readers."""

    anchor: str
    code: str
    day: int
    family: DrillFamily
    visited: bool
    spoken: str


@dataclass(frozen=True)
class DrillRow:
    """A drill as a row of its campus's table."""

    anchor: str
    mark: DrillMark
    back_up: date | None
    no_back_up: str
    date: date
    times: str
    period: str
    title: str
    scenario: str
    details: str
    agencies: tuple[str, ...]
    mandates: tuple[str, ...]


@dataclass(frozen=True)
class CampusView:
    """A campus: its row in the year's table (a cell a month) and its own table.

    ``numbers`` says how many drills it has and who asks for them; empty in a plan that does not say.
    """

    anchor: str
    name: str
    grades: str
    students: int | None
    numbers: str
    months: tuple[tuple[DrillMark, ...], ...]
    drills: tuple[DrillRow, ...]


@dataclass(frozen=True)
class LegendEntry:
    """A family of drill types in the plan, with its types: code, title, and number of drills."""

    family: DrillFamily
    title: str
    types: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Visit:
    """A drill that an agency attends."""

    mark: DrillMark
    date: date
    times: str
    campus: str
    title: str


@dataclass(frozen=True)
class AgencyView:
    """An agency and all drills it attends, in order of date."""

    name: str
    visits: tuple[Visit, ...]


@dataclass(frozen=True)
class CostRow:
    """A goal: its number of breaches, the points of one (None if unknown), and all its points."""

    goal: str
    breaches: int
    each: int | None
    points: int


def plan_months(request: PublishRequest) -> tuple[date, ...]:
    """Return the first day of every month of the school year, and of every month with a drill."""
    calendar = request.workspace.calendar
    days = [calendar.first_day, calendar.last_day, *(drill.date for drill in request.plan.drills)]
    months = [min(days).replace(day=1)]
    while (following := _next_month(months[-1])) <= max(days):
        months.append(following)
    return tuple(months)


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def campus_views(request: PublishRequest, months: tuple[date, ...]) -> tuple[CampusView, ...]:
    """Return every campus in the district's order; a campus that only the plan has comes last."""
    drills_by_campus: dict[str, list[Drill]] = {campus.campus_id: [] for campus in request.workspace.campuses}
    for drill in by_campus(request.plan.drills):
        drills_by_campus.setdefault(drill.campus_id, []).append(drill)
    return tuple(
        _campus_view(campus_id, drills, months, request) for campus_id, drills in drills_by_campus.items()
    )


def _campus_view(
    campus_id: str, drills: list[Drill], months: tuple[date, ...], request: PublishRequest
) -> CampusView:
    campus: Campus | None = request.workspace.campus_by_id.get(campus_id)
    rows = tuple(_drill_row(request.details(drill)) for drill in drills)
    return CampusView(
        anchor=campus_anchor(campus_id),
        name=request.campus_name(campus_id),
        grades=campus.grades_text() if campus else "",
        students=campus.enrollment if campus else None,
        numbers="".join(
            drill_numbers_sentence(numbers) for numbers in request.plan.numbers if numbers.campus_id == campus_id
        ),
        months=tuple(tuple(row.mark for row in rows if row.date.replace(day=1) == month) for month in months),
        drills=rows,
    )


def campus_anchor(campus_id: str) -> str:
    """Return the HTML anchor of a campus."""
    return f"campus-{campus_id}"


def drill_mark(drill: Drill, vocabulary: Vocabulary) -> DrillMark:
    """Return the drill as a mark; its spoken text has the district's words."""
    drill_type = DRILL_TYPES[drill.drill_type]
    visited = bool(drill.agencies)
    title = words.drill_title(drill.drill_type, vocabulary)
    spoken = f"{title}, {dates.long_date(drill.date)}{', an agency attends' if visited else ''}"
    return DrillMark(
        f"drill-{drill.drill_id}", drill_type.code, drill.date.day, drill_type.family, visited, spoken
    )


def _drill_row(details: DrillDetails) -> DrillRow:
    drill, scenario = details.drill, details.scenario
    mandates = (duty if verdict is None else verdict.mandate for duty, verdict in details.credits)
    return DrillRow(
        anchor=f"drill-{drill.drill_id}",
        mark=drill_mark(drill, details.imprint.vocabulary),
        date=drill.date,
        times=_times(drill),
        period=drill.period or "",
        title=details.kind,
        scenario=scenario.title if scenario else drill.scenario_id or "",
        details="; ".join(filter(None, (_unusual_details(drill), *_left_out(details)))),
        agencies=details.agency_names,
        back_up=drill.back_up,
        no_back_up="" if drill.back_up is not None else details.back_up_text,
        mandates=tuple(dict.fromkeys(mandates)),
    )


def _times(drill: Drill) -> str:
    if drill.start is None or drill.end is None:
        return ""
    return dates.clock_span(drill.start, drill.end)


def _left_out(details: DrillDetails) -> tuple[str, ...]:
    """Return which grades a law spares the drill, and the name of what they have instead."""
    return tuple(
        f"without {details.grades_phrase(group.grades)}, who have instead: "
        f"{group.activity.title if group.activity else 'nothing that a file names'}"
        for group in details.spared
    )


def _unusual_details(drill: Drill) -> str:
    """Return what is unusual: who takes part if not everyone, the exit route, no announcement."""
    details = []
    if drill.audience not in {None, Audience.EVERYONE}:
        details.append(words.AUDIENCES[drill.audience])
    if drill.route is not None:
        details.append(words.ROUTES[drill.route])
    if drill.announced is False:
        details.append("not announced")
    return ", ".join(details)


def legend(request: PublishRequest) -> tuple[LegendEntry, ...]:
    """Return the families and types in the plan, in the order of ``words.DRILL_TYPES``."""
    counts = dict.fromkeys(DRILL_TYPES, 0)
    for drill in request.plan.drills:
        counts[drill.drill_type] += 1
    entries = []
    for family, title in FAMILIES.items():
        types = tuple(
            (named.code, words.drill_title(drill_type, request.imprint.vocabulary), counts[drill_type])
            for drill_type, named in DRILL_TYPES.items()
            if named.family is family and counts[drill_type]
        )
        if types:
            entries.append(LegendEntry(family, title, types))
    return tuple(entries)


def agency_views(request: PublishRequest) -> tuple[AgencyView, ...]:
    """Return every agency that attends a drill, by name, with its visits by date, time and campus."""
    visits_by_agency: dict[str, list[Visit]] = {}
    for drill in by_time(request.plan.drills):
        for agency_id in drill.agencies or ():
            visits_by_agency.setdefault(agency_id, []).append(
                Visit(
                    drill_mark(drill, request.imprint.vocabulary),
                    drill.date,
                    _times(drill),
                    request.campus_name(drill.campus_id),
                    words.drill_title(drill.drill_type, request.imprint.vocabulary),
                )
            )
    agencies = [
        AgencyView(request.agency_name(agency_id), tuple(visits))
        for agency_id, visits in sorted(visits_by_agency.items())
    ]
    return tuple(sorted(agencies, key=lambda agency: agency.name))


def cost_rows(request: PublishRequest) -> tuple[CostRow, ...]:
    """Return the plan's cost, goal by goal, most points first."""
    weights = request.workspace.district.weights.model_dump()
    rows = [
        CostRow(words.goal_title(cost.goal), cost.breaches, weights.get(cost.goal), cost.points)
        for cost in request.plan.costs
    ]
    return tuple(sorted(rows, key=lambda row: (-row.points, row.goal)))


def planned_lines(request: PublishRequest) -> tuple[str, ...]:
    """Return what is planned in a few sentences: from when to when, what people do, how, and who comes."""
    drills = by_time(request.plan.drills)
    if not drills:
        return ("No drill is planned.",)
    first, last = dates.plain_date(drills[0].date), dates.plain_date(drills[-1].date)
    families = Counter(DRILL_TYPES[drill.drill_type].family for drill in drills)
    formats = Counter(drill.format for drill in drills if drill.format is not None)
    visits = Counter(agency for drill in drills for agency in drill.agencies or ())
    lines = [
        f"From {first} to {last}.",
        _counts((f"{title[:1].lower()}{title[1:]}", families[family]) for family, title in FAMILIES.items()),
        _counts((how, formats[kind]) for kind, how in words.FORMATS.items()),
        f"Visits: {_counts((request.agency_name(agency), number) for agency, number in sorted(visits.items()))}",
    ]
    return tuple(line for line, has in zip(lines, (True, families, formats, visits), strict=True) if has)


def _counts(numbers: Iterable[tuple[str, int]]) -> str:
    """Return ``Take shelter: 3; care and reunite: 2.``; what has none is left out."""
    text = "; ".join(f"{what}: {number:,}" for what, number in numbers if number)
    return f"{text[:1].upper()}{text[1:]}."


def gap_words(plan: Plan) -> str:
    """Return how far the plan may be from the best, as part of its cost: ``0 %``, ``under 0.1 %``, ``0.7 %``."""
    if plan.objective <= plan.bound:
        return "0 %"
    percent = plan.gap * _PERCENT
    return "under 0.1 %" if percent < _SMALLEST_SHOWN else f"{percent:.1f} %"


def proof_sentence(plan: Plan) -> str:
    """Return how good the plan provably is, in words."""
    points = words.counted(plan.objective, "point")
    if plan.objective == 0:
        return "No soft goal is breached anywhere: no plan can be better."
    if plan.objective <= plan.bound:
        return f"Proven best: no lawful plan with as few drills and visits costs less than this one’s {points}."
    return (
        f"This plan costs {points}. No lawful plan with as few drills and visits costs less than {plan.bound:,}: "
        f"what could still be saved is {gap_words(plan)} of the cost at most."
    )


def verdicts_sentence(request: PublishRequest) -> str:
    """Return what the plan schedules, by the judge's verdicts, in words."""
    if not request.verdicts:
        return "No independent check came with this plan."
    return scheduled_sentences(request.verdicts, len(request.plan.drills))
