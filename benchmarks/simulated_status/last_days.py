"""Whether some drill on a day mends a duty, by trying every form of drill at every twenty minutes of the day.

Nothing here is shared with the search of the program. A first look judges the duty alone at its campus, which more
drills of other duties can only make worse; what passes is judged with the whole district, its agencies and sites.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cached_property

from benchmarks.simulated_status.oracle import DayOracle, by_duty, in_its_period
from drillplanner.audit.schedule import AuditReport
from drillplanner.audit.schedule.impossible_entries import DISCOUNTED
from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import CampusSchedule, Duty, Match, assign_credit, derive_tasks
from drillplanner.law.kinds.count import Count
from drillplanner.law.kinds.every import Every
from drillplanner.law.kinds.form import Form
from drillplanner.law.kinds.length import Length
from drillplanner.law.kinds.minutes import Minutes
from drillplanner.law.kinds.order import Order
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.law.kinds.spacing import Spacing
from drillplanner.law.kinds.vary import Vary
from drillplanner.law.requirement import Requirement
from drillplanner.model import (
    Audience,
    Drill,
    DrillFormat,
    DrillType,
    DutyStatus,
    Frozen,
    Route,
    minutes_of,
)

_STEP = 20
_USUAL_MINUTES, _LONG_MINUTES = 10, 30
#: Sets of drills that are tried for one duty that lacks several; beyond these it counts as not decided.
_MOST_SETS = 1500
#: Forms that are combined where several drills are missing.
_MOST_FORMS = 3


class TooManyError(Exception):
    """More sets of drills than can be tried."""


@dataclass(frozen=True)
class _Form:
    drill: Drill
    minutes: int


class DayTrials:
    """Drills tried for one duty on a day of the status."""

    def __init__(self, oracle: DayOracle, duty: Duty, with_plan: bool = True) -> None:
        """Take the day and the duty. Without ``with_plan``, nothing that is planned from that day on is held."""
        self._oracle, self._duty, self._with_plan = oracle, duty, with_plan
        self._prepared = oracle.prepared
        self._campus = self._prepared.workspace.campus_by_id[duty.campus_id]
        year = oracle.year
        self._drills = year.standing if with_plan else (*year.held, *year.in_grace)
        self._periods: dict[tuple[date, int], tuple[object, object]] = {}
        self._counting_on: dict[date, list[Drill]] = {}

    @property
    def days_left(self) -> tuple[date, ...]:
        """The school days of the campus from the day on."""
        dates = self._prepared.workspace.calendar.dates_at(self._campus.campus_id)
        return tuple(on for on in dates if on >= self._oracle.today)

    def one_on(self, on: date) -> Drill | None:
        """Return a drill on the day that mends the duty; None if there is none."""
        for drill in self._candidates(on):
            if self._may_mend((drill,)) and self._mends((drill,)):
                return drill
        return None

    def several_from(self, first: date, number: int, a_day: int = 1) -> tuple[Drill, ...] | None:
        """Return so many drills from a day on, at most ``a_day`` on each, that mend the duty; None without any.

        Raises TooManyError: there are too many sets to try.
        """
        days = [on for on in self.days_left if on >= first]
        slots = [on for on in days for _ in range(a_day)]
        forms = {on: _one_of_each_type_first(self._counting(on))[:_MOST_FORMS] for on in days}
        tried = 0
        for chosen in dict.fromkeys(itertools.combinations(reversed(slots), number)):
            for drills in itertools.product(*(forms[on] for on in reversed(chosen))):
                tried += 1
                if tried > _MOST_SETS:
                    raise TooManyError
                apart = self._at_free_times(drills)
                if apart is not None and self._may_mend(apart) and self._mends(apart):
                    return apart
        return None

    def masses(self) -> Iterator[tuple[Drill, ...]]:
        """Yield one drill of each form on each day left, and on each second, fifth, and twentieth.

        Days on which no notice could be given in time any more are left out.
        """
        for position in range(_MOST_FORMS):
            for apart in (1, 2, 5, 20):
                chosen = []
                for on in self.days_left[::-apart]:
                    in_time = [drill for drill in self._counting(on) if self.notices_in_time((drill,))]
                    chosen += in_time[position : position + 1]
                if chosen:
                    yield tuple(chosen)

    def may_mend(self, drills: Sequence[Drill]) -> bool:
        """Check whether the judge finds the duty met with more drills, whatever else they break."""
        return self._may_mend(drills)

    def that_break_nothing_for_good(self, drills: Sequence[Drill]) -> tuple[Drill, ...]:
        """Return those of the drills each of which alone breaks no limit of another duty."""
        return tuple(drill for drill in drills if not self._breaks_for_good((drill,)))

    def notices_in_time(self, added: Sequence[Drill]) -> bool:
        """Check whether all notices that law surely requires before the drills can still be given."""
        duties = tuple(
            duty
            for duty in self._prepared.duties
            if duty.campus_id == self._campus.campus_id
            and duty.binds_firmly
            and isinstance(duty.mandate.requirement, Chore)
        )
        schedule = {self._campus.campus_id: replace(self._alone, drills=tuple(added))}
        tasks = derive_tasks(duties, schedule, from_day=self._oracle.today)
        return all(task.due >= self._oracle.today for task in tasks if task.drill_id is not None)

    # Judging

    def _mends(self, added: Sequence[Drill]) -> bool:
        """Judge the whole district; without the plan, only what no other drill can mend again."""
        if not self.notices_in_time(added):
            return False
        if not self._with_plan:
            # One by one: several are tried at one time of day each, and other times would keep them apart.
            return len(self.that_break_nothing_for_good(added)) == len(added)
        was, oracle = self._oracle.standing, self._oracle
        report = oracle.judged((*self._drills, *added))
        before, after = by_duty(was), by_duty(report)
        if after[self._duty.duty_id].status is not DutyStatus.MET:
            return False
        breaks = any(
            verdict.status is DutyStatus.VIOLATED and before[duty].status is not DutyStatus.VIOLATED
            for duty, verdict in after.items()
        )
        return not breaks and not (_entries(report) - _entries(was))

    def _breaks_for_good(self, added: Sequence[Drill]) -> bool:
        """Check whether, by the judge, drills break another duty that no further drill can meet again."""
        before, after = self._oracle.without_what_is_ahead, by_duty(self._oracle.judged((*self._drills, *added)))
        return any(
            after[duty.duty_id].status is DutyStatus.VIOLATED
            and before[duty.duty_id].status is not DutyStatus.VIOLATED
            and _is_about_limits(duty.mandate.requirement, len(after[duty.duty_id].drills))
            for duty in self._oracle.duties
            if duty is not self._duty
        )

    def _may_mend(self, added: Sequence[Drill]) -> bool:
        duty = self._duty
        drills = sorted((*self._alone.drills, *added), key=lambda drill: (drill.date, drill.drill_id))
        schedule = replace(self._alone, drills=tuple(drills))
        stand_ins = self._prepared.stand_ins.get(self._campus.campus_id, ())
        credited = assign_credit([duty], stand_ins, schedule).get(duty.duty_id)
        of_unit = replace(schedule.for_unit(duty.unit), credited=credited)
        return duty.mandate.requirement.check(duty.window, of_unit).status is DutyStatus.MET

    @cached_property
    def _alone(self) -> CampusSchedule:
        prepared = self._prepared
        wrong = {entry.drill_id for entry in self._oracle.standing.entries if entry.problem in DISCOUNTED}
        drills = [
            drill
            for drill in self._drills
            if drill.campus_id == self._campus.campus_id and drill.drill_id not in wrong
        ]
        return campus_schedules(drills, prepared.workspace, prepared.screenings, self._oracle.offers)[
            self._campus.campus_id
        ]

    # Drills to try

    def _candidates(self, on: date) -> Iterator[Drill]:
        for start in self._starts(on):
            for form in self._forms:
                yield self._placed(form, on, start)

    def _counting(self, on: date) -> list[Drill]:
        """Return one drill of each form that surely is of a set that the duty looks at, where the day has room."""
        if on not in self._counting_on:
            self._counting_on[on] = list(self._first_counting(on))
        return self._counting_on[on]

    def _first_counting(self, on: date) -> Iterator[Drill]:
        for form in self._forms:
            for start in self._starts(on):
                drill = self._placed(form, on, start)
                counts = any(match.selects(drill, self._alone.match_context) for match in self._matches)
                if counts and self._is_free(drill, ()):
                    yield drill
                    break

    def _at_free_times(self, drills: Sequence[Drill]) -> tuple[Drill, ...] | None:
        placed: list[Drill] = []
        for number, drill in enumerate(drills):
            named = drill.model_copy(update={"drill_id": f"{drill.drill_id}-{number}"})
            if not self._is_free(named, placed):
                starts = (self._at(named, start) for start in self._starts(drill.date))
                free = next((moved for moved in starts if self._is_free(moved, placed)), None)
                if free is None:
                    return None
                named = free
            placed.append(named)
        return tuple(placed)

    def _is_free(self, drill: Drill, others: Iterable[Drill]) -> bool:
        same_day = [
            other
            for other in (*self._drills, *others)
            if other.date == drill.date and other.campus_id == drill.campus_id
        ]
        return not any(other.overlaps(drill) or other.start == drill.start for other in same_day)

    def _starts(self, on: date) -> list[int]:
        workspace = self._prepared.workspace
        day = workspace.calendar.day(on)
        if day is None:
            return []
        periods, hours = workspace.periods(self._campus, day), workspace.staff_hours(self._campus, day)
        if not periods:
            return []
        opens = min(minutes_of(period.start) for period in periods)
        closes = max(minutes_of(period.end) for period in periods)
        starts = {*range(opens, closes - _USUAL_MINUTES + 1, _STEP), closes - _USUAL_MINUTES}
        starts |= {minutes_of(period.start) for period in periods}
        if hours is not None:
            starts.add(minutes_of(hours.start))
        return sorted(starts)

    def _placed(self, form: _Form, on: date, start: int) -> Drill:
        name, tags = self._period_at(on, start)
        return form.drill.model_copy(
            update={
                "drill_id": f"oracle-{on}",
                "date": on,
                "start": _clock(start),
                "end": _clock(start + form.minutes),
                "period": name,
                "period_tags": tags,
            }
        )

    def _period_at(self, on: date, start: int) -> tuple[object, object]:
        if (on, start) not in self._periods:
            drill = self._forms[0].drill.model_copy(update={"date": on, "start": _clock(start)})
            placed = in_its_period(drill, self._prepared)
            self._periods[on, start] = placed.period, placed.period_tags
        return self._periods[on, start]

    def _at(self, drill: Drill, start: int, minutes: int | None = None) -> Drill:
        length = minutes or drill.minutes or _USUAL_MINUTES
        at = {"start": _clock(start), "end": _clock(start + length)}
        return in_its_period(drill.model_copy(update=at), self._prepared)

    @cached_property
    def _forms(self) -> tuple[_Form, ...]:
        """The forms that may be in a set that the duty looks at: others change nothing about it."""
        forms = {_key(form): form for form in (*self._by_scenarios(), *self._by_law())}.values()
        context = self._alone.match_context
        return tuple(
            form
            for form in forms
            if any(match.selects(form.drill, context) is not False for match in self._matches)
        )

    def _by_scenarios(self) -> Iterator[_Form]:
        workspace, campus = self._prepared.workspace, self._campus
        for scenario in workspace.scenarios:
            screening = self._prepared.screenings.get(scenario.scenario_id)
            fits = set(campus.bands) <= set(scenario.bands) and (screening is None or screening.verdict == "ok")
            if scenario.drill_type not in self._types or not fits:
                continue
            if any(campus.facts.get(fact) is not wanted for fact, wanted in scenario.needs_facts.items()):
                continue
            for agencies in self._visits:
                drill = self._drill(scenario.drill_type, scenario.audience, agencies).model_copy(
                    update={
                        "scenario_id": scenario.scenario_id,
                        "format": scenario.format,
                        "route": scenario.route,
                        "announced": scenario.announced,
                    }
                )
                yield _Form(drill, scenario.minutes)

    def _by_law(self) -> Iterator[_Form]:
        formats = {DrillFormat.PHYSICAL, *(one for match in self._matches for one in match.formats or ())}
        audiences = {Audience.EVERYONE, *(one for match in self._matches for one in match.audiences or ())}
        routes: set[Route | None] = {None, *(one for match in self._matches for one in match.routes or ())}
        lengths = {_USUAL_MINUTES}
        if isinstance(self._duty.mandate.requirement, Length | Minutes):
            lengths.add(_LONG_MINUTES)
        of_law = itertools.product(
            sorted(self._types),
            sorted(formats),
            sorted(audiences),
            sorted(routes, key=str),
            (True, False),
            self._visits,
            sorted(lengths),
        )
        for drill_type, form, audience, route, announced, agencies, minutes in of_law:
            drill = self._drill(drill_type, audience, agencies).model_copy(
                update={"format": form, "route": route, "announced": announced}
            )
            yield _Form(drill, minutes)

    def _drill(self, drill_type: DrillType, audience: Audience, agencies: tuple[str, ...]) -> Drill:
        campus = self._campus
        grades = () if audience is Audience.STAFF else campus.grades
        return Drill.model_validate(
            {
                "drill_id": "oracle",
                "campus_id": campus.campus_id,
                "drill_type": drill_type,
                "date": self._oracle.today,
                "audience": audience,
                "grades": grades,
                "agencies": agencies,
            }
        )

    @cached_property
    def _visits(self) -> tuple[tuple[str, ...], ...]:
        ids = [agency.agency_id for agency in self._prepared.workspace.district.agencies]
        return tuple(dict.fromkeys([(), *((one,) for one in ids), tuple(ids)]))

    @cached_property
    def _types(self) -> frozenset[DrillType]:
        return frozenset(drill_type for match in self._matches for drill_type in match.types)

    @cached_property
    def _matches(self) -> tuple[Match, ...]:
        demand = self._duty.demand
        # A kind that names types alone, and no set, says what it asks for as a number of drills.
        own = [*_sets_in(self._duty.mandate.requirement), *([] if demand is None else [demand.match])]
        stand_ins = self._prepared.stand_ins.get(self._campus.campus_id, ())
        also = [one.match for one in stand_ins if one.instead_of == self._duty.mandate.mandate_id]
        return (*own, *also)


def _one_of_each_type_first(drills: Sequence[Drill]) -> list[Drill]:
    """Return drills in another order: what one type cannot mend, another may."""
    of_type: Counter[DrillType] = Counter()
    turns = []
    for drill in drills:
        turns.append(of_type[drill.drill_type])
        of_type[drill.drill_type] += 1
    return [drill for _, drill in sorted(zip(turns, drills, strict=True), key=lambda pair: pair[0])]


def _sets_in(value: object) -> Iterator[Match]:
    """Yield every set of drills that a requirement names, however deep."""
    if isinstance(value, Match):
        yield value
    elif isinstance(value, Frozen):
        for _, inner in value:
            yield from _sets_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _sets_in(inner)


def _is_about_limits(requirement: Requirement, counted: int) -> bool:
    """Check whether a broken requirement is about how drills are held, or has more of them than it allows."""
    return (
        isinstance(requirement, Every | Form | Order)
        or (isinstance(requirement, Vary) and requirement.all_different)
        or (isinstance(requirement, Spacing) and requirement.at_least_every is None)
        or (isinstance(requirement, Count) and requirement.max is not None and counted > requirement.max)
    )


def _clock(minutes: int) -> time:
    latest = min(minutes, 24 * 60 - 1)
    return time(latest // 60, latest % 60)


def _key(form: _Form) -> tuple[object, ...]:
    drill = form.drill
    return (
        drill.scenario_id,
        drill.drill_type,
        drill.format,
        drill.audience,
        drill.route,
        drill.announced,
        drill.agencies,
        form.minutes,
    )


def _entries(report: AuditReport) -> set[tuple[str, str | None, str]]:
    return {(entry.problem, entry.drill_id, entry.message) for entry in report.entries}
