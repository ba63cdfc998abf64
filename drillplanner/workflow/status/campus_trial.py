"""One campus as it stands, and what the judge says of it if more drills were held."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from drillplanner.audit.schedule import AuditReport, judge_schedule
from drillplanner.audit.schedule.grade_moments import with_moments_of_grades
from drillplanner.audit.schedule.impossible_entries import DISCOUNTED, impossible_entries, without_duplicates
from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.audit.schedule.resource_capacity import impossible_visits, overfull_sites
from drillplanner.law import CampusSchedule, Credit, Duty, Match, assign_credit
from drillplanner.law.kinds.every import Attributes, Every
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.law.requirement import Requirement
from drillplanner.model import (
    Agency,
    AgencyKind,
    Campus,
    Drill,
    DrillType,
    DutyStatus,
    FiledDrill,
    Route,
    Schedule,
    Task,
    Workspace,
)
from drillplanner.model.district.district import buildings_by_campus
from drillplanner.workflow.prepared import Prepared

#: A problem of a schedule, so that problems which are there anyway can be told from new ones.
_ProblemKey = tuple[str, str | None, str]


@dataclass(frozen=True)
class CampusTrial:
    """A campus with drills that count, judged by the judge of schedules.

    ``drills`` are those that were held or are planned, ``duties`` those of the campus that drills can meet, and
    ``chores`` its duties about notices and filings.
    ``elsewhere`` are the drills of all campuses that bring an agency or go to a relocation site, by date.
    """

    prepared: Prepared
    campus: Campus
    duties: tuple[Duty, ...]
    chores: tuple[Duty, ...]
    drills: tuple[Drill, ...]
    offers: tuple[Task, ...]
    as_of: date
    elsewhere: Mapping[date, Sequence[Drill]]

    @property
    def workspace(self) -> Workspace:
        """The district with all campuses."""
        return self.prepared.workspace

    @cached_property
    def days_left(self) -> tuple[date, ...]:
        """The school days of the campus from the day of the status on, in order."""
        dates = self.workspace.calendar.dates_at(self.campus.campus_id)
        return dates[bisect_left(dates, self.as_of) :]

    @cached_property
    def report(self) -> AuditReport:
        """What the judge says of the campus as it stands."""
        return self._judged(())

    @cached_property
    def statuses(self) -> Mapping[str, DutyStatus]:
        """The status of each duty as the campus stands, by duty id."""
        return {verdict.duty: verdict.status for verdict in self.report.verdicts}

    def with_drills(self, drills: Iterable[Drill]) -> CampusTrial:
        """Return the campus with these drills alone."""
        return replace(self, drills=tuple(drills))

    def asks_for_drills(self, duty: Duty) -> bool:
        """Check whether a year without any drill would break the duty; if not, it says how drills are held."""
        schedule = replace(self.schedule, drills=())
        judgment = duty.mandate.requirement.check(duty.window, schedule.for_unit(duty.unit))
        return judgment.status is DutyStatus.VIOLATED

    def is_met(self, duty: Duty, added: Sequence[Drill] = ()) -> bool:
        """Check whether the duty alone is met with more drills: quick, and only a first test."""
        schedule = self._schedule_with(added)
        credited = self._credit.get(duty.duty_id)
        if added and credited is not None:
            credited = assign_credit(self.duties, self._stand_ins, schedule)[duty.duty_id]
        of_unit = replace(schedule.for_unit(duty.unit), credited=credited)
        return duty.mandate.requirement.check(duty.window, of_unit).status is DutyStatus.MET

    def is_violated(self, duty: Duty, added: Sequence[Drill]) -> bool:
        """Check whether the duty alone is broken with more drills, even if each of them counts for it.

        A duty that shares drills with others, or that other drills may stand in for, never passes for broken here:
        which drills count for it is not looked up.
        """
        if duty.duty_id in self._credit:
            return False
        of_unit = self._schedule_with(added).for_unit(duty.unit)
        return duty.mandate.requirement.check(duty.window, of_unit).status is DutyStatus.VIOLATED

    def is_broken_for_good(self, duty: Duty) -> bool:
        """Check whether the drills that count break a limit of the duty, which no further drill mends."""
        return _is_broken_for_good(duty, self.schedule)

    def breaks_a_limit(self, duty: Duty, drill: Drill) -> bool:
        """Check whether one more drill breaks another duty for good, whatever is held in addition.

        No lawful year has the drill next to those that count. Limits that are broken already are left out.
        """
        schedule = self._schedule_with((drill,))
        return any(
            limit.duty_id != duty.duty_id
            and limit.window.covers(drill.date)
            and _is_broken_for_good(limit, schedule)
            for limit in self._limits_kept
        )

    def is_mended_by(self, duty: Duty, added: Sequence[Drill]) -> bool:
        """Check whether the judge finds the duty met with more drills, nothing else broken, and no entry wrong."""
        report = self._judged(added)
        is_met = any(
            verdict.duty == duty.duty_id and verdict.status is DutyStatus.MET for verdict in report.verdicts
        )
        return is_met and self._is_harmless(report, duty)

    def is_harmless(self, duty: Duty, added: Sequence[Drill]) -> bool:
        """Check whether more drills break no other duty that is not broken already, and no entry is wrong."""
        return self._is_harmless(self._judged(added), duty)

    def _is_harmless(self, report: AuditReport, duty: Duty) -> bool:
        was = self.statuses
        breaks = any(
            verdict.status is DutyStatus.VIOLATED and was[verdict.duty] is not DutyStatus.VIOLATED
            for verdict in report.verdicts
            if verdict.duty != duty.duty_id
        )
        return not breaks and _problems(report) <= _problems(self.report)

    def is_possible(self, drill: Drill, added: Sequence[Drill] = ()) -> bool:
        """Check whether a drill can take place beside the others: school, bells, agencies, relocation sites."""
        same_day = [other for other in (*self._drills_on(drill.date), *added) if other.date == drill.date]
        if any(other.overlaps(drill) or (drill.start and other.start == drill.start) for other in same_day):
            return False
        if impossible_entries((drill,), self.workspace, None):
            return False
        present = (*self.elsewhere.get(drill.date, ()), *added, drill)
        coming = set(drill.agencies or ())
        visits = tuple(other for other in present if coming.intersection(other.agencies or ()))
        if coming and impossible_visits(visits, self.workspace.district.agencies, self._buildings):
            return False
        return not (leaves_for_site(drill) and overfull_sites(present, self.workspace))

    def first_notice(self, drill: Drill) -> date | None:
        """Return the day by which the first of the notices that law requires before the drill must be given."""
        setting = replace(self.schedule.setting, with_summer=True)
        days = [
            chore.by_drill.dates(drill.date, setting)[1]
            for chore in self._chores_before_drills
            if chore.match is not None
            and chore.by_drill is not None
            # A notice that may not be owed makes no day unlawful.
            and chore.match.selects(drill, self.schedule.match_context) is True
        ]
        return min(days, default=None)

    @cached_property
    def schedule(self) -> CampusSchedule:
        """What a check of a duty may look at: the campus's drills that can take place."""
        drills, _ = without_duplicates(with_moments_of_grades(self.drills, self.workspace))
        entries = impossible_entries(drills, self._alone, None)
        wrong = {entry.drill_id for entry in entries if entry.problem in DISCOUNTED}
        possible = [drill for drill in drills if drill.drill_id not in wrong]
        prepared = self.prepared
        return campus_schedules(possible, self._alone, prepared.screenings, self.offers)[self.campus.campus_id]

    def _schedule_with(self, added: Sequence[Drill]) -> CampusSchedule:
        schedule = self.schedule
        if not added:
            return schedule
        drills = [*schedule.drills, *with_moments_of_grades(added, self.workspace)]
        drills.sort(key=lambda drill: (drill.date, drill.drill_id))
        return replace(schedule, drills=tuple(drills), filed=self._filed_with(added))

    @cached_property
    def _limits_kept(self) -> tuple[Duty, ...]:
        """The duties that surely bind and that one drill too many may break for good, and no drill has yet."""
        return tuple(
            duty
            for duty in self.duties
            if duty.binds_firmly
            and duty.mandate.requirement.limits_alone is not None
            and not self.is_broken_for_good(duty)
        )

    def _judged(self, added: Sequence[Drill]) -> AuditReport:
        prepared = self.prepared
        return judge_schedule(
            Schedule(source="the year as it stands", drills=(*self.drills, *added)),
            self._alone.model_copy(update={"filed": self._filed_with(added)}) if added else self._alone,
            self.duties,
            prepared.screenings,
            self.offers,
            prepared.stand_ins,
            settled_before=self.as_of,
            spared=prepared.spared,
            names_stricter=False,
        )

    def _filed_with(self, added: Iterable[Drill]) -> tuple[FiledDrill, ...]:
        """Return the filed drills, of which those that must be made up are moved to the drills that were added."""
        new_days: dict[DrillType, list[date]] = {}
        for drill in added:
            new_days.setdefault(drill.drill_type, []).append(drill.date)
        filed = []
        for filing in self.workspace.filed:
            days = new_days.get(filing.drill_type)
            is_waiting = filing.needs_new_date and filing.campus_id == self.campus.campus_id
            filed.append(filing.model_copy(update={"moved_to": days.pop(0)}) if days and is_waiting else filing)
        return tuple(filed)

    @cached_property
    def _alone(self) -> Workspace:
        return self.workspace.model_copy(update={"campuses": (self.campus,)})

    @property
    def _stand_ins(self) -> tuple[StandIn, ...]:
        return self.prepared.stand_ins.get(self.campus.campus_id, ())

    @cached_property
    def _credit(self) -> Mapping[str, Credit]:
        """The drills that count for each duty that shares drills with others, as the campus stands."""
        return assign_credit(self.duties, self._stand_ins, self.schedule)

    @cached_property
    def _chores_before_drills(self) -> tuple[Chore, ...]:
        """What law surely requires before a drill, each once."""
        chores = (duty.mandate.requirement for duty in self.chores if duty.binds_firmly)
        return tuple(
            dict.fromkeys(
                chore
                for chore in chores
                if isinstance(chore, Chore) and chore.by_drill is not None and chore.by_drill.before is not None
            )
        )

    @cached_property
    def _buildings(self) -> dict[str, str]:
        return buildings_by_campus(self.workspace.campuses)

    @cached_property
    def agencies_asked_for(self) -> Mapping[DrillType, tuple[str, ...]]:
        """The ids of the agencies that some duty asks for at drills of a type, in order of the duties."""
        wanted: dict[DrillType, dict[str, None]] = {}
        for requirement in dict.fromkeys(duty.mandate.requirement for duty in self.duties):
            for match, visitor in _visitors_of(requirement):
                coming = agencies_of_kind(self.workspace.district.agencies, visitor.agency, visitor.agency_id)
                for drill_type in match.types:
                    wanted.setdefault(drill_type, {}).update(dict.fromkeys(coming))
        return {drill_type: tuple(ids) for drill_type, ids in wanted.items()}

    def _drills_on(self, on: date) -> Sequence[Drill]:
        return self._by_date.get(on, ())

    @cached_property
    def _by_date(self) -> Mapping[date, list[Drill]]:
        found: dict[date, list[Drill]] = {}
        for drill in self.schedule.drills:
            found.setdefault(drill.date, []).append(drill)
        return found


def agencies_of_kind(
    agencies: Iterable[Agency], kind: AgencyKind | None, agency_id: str | None
) -> tuple[str, ...]:
    """Return the ids of the agencies of a kind, or of the one of that id; agencies without a kind for None."""
    return tuple(
        agency.agency_id for agency in agencies if agency.kind == kind and agency_id in {None, agency.agency_id}
    )


def _visitors_of(requirement: Requirement) -> Iterator[tuple[Match, Match | Attributes]]:
    """Yield each set of drills that a requirement names, with what says which agency comes to them."""
    if isinstance(requirement, Every):
        yield requirement.match, requirement.has
    for name in type(requirement).model_fields:
        value = getattr(requirement, name)
        if isinstance(value, Match):
            yield value, value


def leaves_for_site(drill: Drill) -> bool:
    """Check whether a drill goes to a relocation site."""
    return drill.route is Route.OFF_SITE or drill.drill_type is DrillType.REUNIFICATION


def drills_sharing_by_date(drills: Iterable[Drill]) -> dict[date, list[Drill]]:
    """Return the drills that bring an agency or go to a relocation site, by date."""
    found: dict[date, list[Drill]] = {}
    for drill in drills:
        if drill.agencies or leaves_for_site(drill):
            found.setdefault(drill.date, []).append(drill)
    return found


def _is_broken_for_good(duty: Duty, schedule: CampusSchedule) -> bool:
    """Check whether a limit of the duty is broken, which no further drill mends."""
    limits = duty.mandate.requirement.limits_alone
    return (
        limits is not None
        and limits.check(duty.window, schedule.for_unit(duty.unit)).status is DutyStatus.VIOLATED
    )


def _problems(report: AuditReport) -> set[_ProblemKey]:
    return {(entry.problem, entry.drill_id, entry.message) for entry in report.entries}
