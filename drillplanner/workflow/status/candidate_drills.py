"""The drills that could still be held for a duty on a day: of the district's scenarios, and as the law says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

from drillplanner.law import Duty, Match
from drillplanner.model import (
    MOST_DRILLS_A_DAY,
    Agency,
    AgencyKind,
    Audience,
    Drill,
    DrillFormat,
    DrillType,
    Moment,
    Scenario,
    StaffMoment,
    clock_of,
    minutes_of,
)
from drillplanner.records.as_happened import USUAL_MINUTES, at_time
from drillplanner.workflow.spared_grades import with_grades_of_its_date
from drillplanner.workflow.status.campus_trial import CampusTrial, agencies_of_kind

#: Minutes between two times of a period at which a drill is tried.
MINUTES_BETWEEN_STARTS = 5
#: The beginning of the id of a drill that is only tried.
TRIED = "tried"


@dataclass(frozen=True)
class DrillForm:
    """A drill without a day. ``moments`` are kinds of period in which it may be held; empty: any."""

    drill: Drill
    minutes: int
    moments: tuple[Moment, ...] = ()


#: Kinds that are proposed only if no other counts: they take the most, of children or of the district.
_PROPOSED_LAST = frozenset((DrillType.ACTIVE_ASSAILANT, DrillType.FUNCTIONAL, DrillType.FULL_SCALE))


def _gentleness(scenario: Scenario) -> tuple[bool, int]:
    return scenario.drill_type in _PROPOSED_LAST, scenario.difficulty


class CandidateDrills:
    """The drills of one campus that could count for one duty."""

    def __init__(self, trial: CampusTrial, duty: Duty) -> None:
        """Take the campus as it stands, and the duty."""
        self._trial, self._duty = trial, duty
        self._workspace = trial.workspace

    def on(self, day: date, added: Sequence[Drill] = ()) -> Iterator[Drill]:
        """Yield drills that can take place on the day beside the others, the most usual form first.

        Notices that law requires before them can still be given, and no limit of another duty forbids them on that
        day. Of each form there are at most two a period: as early and as late in it as can be.
        """
        for form, drill in self._without_times_on(day, len(added) + 1):
            notice = self._trial.first_notice(drill)
            is_in_time = notice is None or notice >= self._trial.as_of
            if is_in_time and not self._trial.breaks_a_limit(self._duty, drill):
                yield from self._placed(form, drill, added)

    def without_times_on(self, day: date) -> Iterator[Drill]:
        """Yield more than could be held on the day: as many of each form as a day may hold, at no time of day."""
        for number, (_, drill) in enumerate(self._without_times_on(day, 1)):
            for copy in range(MOST_DRILLS_A_DAY):
                yield drill.model_copy(update={"drill_id": f"{TRIED}-{day}-{number}-{copy}"})

    def _without_times_on(self, day: date, number: int) -> Iterator[tuple[DrillForm, Drill]]:
        for form in self._forms:
            coming = form.drill.agencies or ()
            if all(agency.can_come_on(day) for agency in self._agencies if agency.agency_id in coming):
                yield form, form.drill.model_copy(update={"date": day, "drill_id": f"{TRIED}-{day}-{number}"})

    def counting_on(self, day: date, added: Sequence[Drill] = ()) -> Iterator[Drill]:
        """Yield those that surely are of the drills that the duty looks at."""
        context = self._trial.schedule.match_context
        for drill in self.on(day, added):
            if any(match.selects(drill, context) for match in self._matches):
                yield drill

    def _placed(self, form: DrillForm, drill: Drill, added: Sequence[Drill]) -> Iterator[Drill]:
        """Yield the drill at the times of its day at which it can take place."""
        for first, last in self._stretches(form, drill.date):
            latest = max(first, last - form.minutes)
            starts = range(first, latest + 1, MINUTES_BETWEEN_STARTS)
            early = self._first_possible(drill, form.minutes, starts, added)
            if early is None:
                continue
            yield early
            late = self._first_possible(drill, form.minutes, (latest, *reversed(starts)), added)
            if late is not None and late.start != early.start:
                yield late

    def _first_possible(
        self, drill: Drill, minutes: int, starts: Sequence[int], added: Sequence[Drill]
    ) -> Drill | None:
        for start in starts:
            placed = self._at(drill, clock_of(start), minutes)
            if self._trial.is_possible(placed, added):
                return placed
        return None

    def _at(self, drill: Drill, start: time, minutes: int) -> Drill:
        placed = at_time(drill, drill.date, start, minutes, self._workspace)
        return with_grades_of_its_date(placed, self._workspace, self._trial.prepared.spared)

    def _stretches(self, form: DrillForm, on: date) -> Iterator[tuple[int, int]]:
        """Yield the first and last minute of each part of the day in which the form may be held."""
        day, campus = self._workspace.calendar.day(on), self._trial.campus
        if day is None:
            return
        for period in self._workspace.periods(campus, day):
            if not form.moments or set(form.moments) & set(period.tags):
                yield minutes_of(period.start), minutes_of(period.end)
        hours = self._workspace.staff_hours(campus, day)
        is_for_staff = form.drill.audience is Audience.STAFF and not form.moments
        if hours is not None and (is_for_staff or StaffMoment.STAFF_HOURS in form.moments):
            yield minutes_of(hours.start), minutes_of(hours.end)

    @property
    def _agencies(self) -> tuple[Agency, ...]:
        return self._workspace.district.agencies

    @cached_property
    def _forms(self) -> tuple[DrillForm, ...]:
        """The forms to try, each once: scenarios of the district first, then what the law itself describes."""
        found: dict[object, DrillForm] = {}
        for form in (*self._forms_of_scenarios(), *self._forms_of_law()):
            drill = form.drill
            scenario = self._workspace.scenario_by_id.get(drill.scenario_id or "")
            if all(match.selects(drill, self._trial.schedule.match_context) is False for match in self._matches):
                continue
            key = (
                drill.model_copy(update={"scenario_id": None, "agencies": tuple(sorted(drill.agencies or ()))}),
                form.minutes,
                form.moments,
                () if scenario is None else scenario.subjects,
            )
            found.setdefault(key, form)
        return tuple(found.values())

    def _forms_of_scenarios(self) -> Iterator[DrillForm]:
        for match in self._matches:
            for scenario in sorted(self._workspace.scenarios, key=_gentleness):
                if not self._fits(scenario) or match.selects_scenario(scenario) is False:
                    continue
                for agencies in self._visits(scenario.drill_type, match):
                    drill = self._drill(scenario.drill_type).model_copy(
                        update={
                            "scenario_id": scenario.scenario_id,
                            "format": scenario.format,
                            "audience": scenario.audience,
                            "route": scenario.route,
                            "announced": scenario.announced,
                            "agencies": agencies,
                        }
                    )
                    yield DrillForm(drill, scenario.minutes, scenario.moments)

    def _fits(self, scenario: Scenario) -> bool:
        """Check whether the district would plan the scenario at the campus."""
        campus = self._trial.campus
        screening = self._trial.prepared.screenings.get(scenario.scenario_id)
        return (
            (screening is None or screening.verdict == "ok")
            and set(campus.bands) <= set(scenario.bands)
            and all(campus.facts.get(fact) is wanted for fact, wanted in scenario.needs_facts.items())
        )

    def _forms_of_law(self) -> Iterator[DrillForm]:
        """Yield drills as the law describes them: what is lawful may be in no scenario of the district."""
        for match in self._matches:
            for drill_type in match.types:
                for agencies in self._visits(drill_type, match):
                    drill = self._drill(drill_type).model_copy(
                        update={
                            "format": (match.formats or (DrillFormat.PHYSICAL,))[0],
                            "audience": (match.audiences or (Audience.EVERYONE,))[0],
                            "route": (match.routes or (None,))[0],
                            "announced": match.announced is not False,
                            "agencies": agencies,
                        }
                    )
                    yield DrillForm(drill, USUAL_MINUTES)

    def _drill(self, drill_type: DrillType) -> Drill:
        return Drill(
            drill_id=TRIED, campus_id=self._trial.campus.campus_id, drill_type=drill_type, date=self._trial.as_of
        )

    @cached_property
    def _matches(self) -> tuple[Match, ...]:
        """The sets of drills that the duty looks at, first those that it asks for; then drills that stand in."""
        requirement, demand = self._duty.mandate.requirement, self._duty.demand
        fields = (getattr(requirement, name) for name in type(requirement).model_fields)
        stand_ins = self._trial.prepared.stand_ins.get(self._trial.campus.campus_id, ())
        return tuple(
            dict.fromkeys(
                (
                    *(() if demand is None else (demand.match,)),
                    *(value for value in fields if isinstance(value, Match)),
                    *(
                        stand_in.match
                        for stand_in in stand_ins
                        if stand_in.instead_of == self._duty.mandate.mandate_id
                    ),
                )
            )
        )

    def _visits(self, drill_type: DrillType, match: Match) -> tuple[tuple[str, ...], ...]:
        """Return which agencies may come: those that the duty asks for, none, or all that some duty asks for."""
        asked = self._trial.agencies_asked_for.get(drill_type, ())
        own = self._of_kind(match.agency, match.agency_id)
        alone = [(agency_id,) for agency_id in (*own, *asked)]
        none: list[tuple[str, ...]] = [()]
        together = [tuple(asked)] if len(asked) > 1 else []
        in_order = alone + none + together if own else none + alone + together
        return tuple(dict.fromkeys(in_order))

    def _of_kind(self, kind: AgencyKind | None, agency_id: str | None) -> tuple[str, ...]:
        return agencies_of_kind(self._agencies, kind, agency_id)
