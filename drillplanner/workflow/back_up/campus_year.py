"""One campus's finished year, and what becomes of it if one drill is held on another day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cached_property

from drillplanner.audit.schedule.developmental_goals import developmental_breaches
from drillplanner.audit.schedule.drill_facts import CampusCalendarFacts
from drillplanner.audit.schedule.impossible_entries import impossible_entries
from drillplanner.audit.schedule.judge import judge_schedule
from drillplanner.law import CampusSchedule, Credit, Duty, assign_credit, derive_tasks
from drillplanner.law.kinds.filed import Filed
from drillplanner.law.kinds.offer import Offer
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.model import (
    BACK_UP_SCHOOL_DAYS,
    STAFF_HOURS,
    AvoidedDay,
    Campus,
    DevelopmentalLimits,
    Drill,
    DutyStatus,
    Schedule,
    Workspace,
    YearLimit,
    clock_of,
    minutes_of,
)
from drillplanner.records.as_happened import at_time
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.workflow.spared_grades import with_grades_of_its_date

#: A back-up date is better if no other drill is within this many school days of it.
NEAR_SCHOOL_DAYS = 2

#: Why a day is no back-up date, as a phrase that a number can follow.
ANOTHER_DRILL = "another drill on that day"
BLOCKED = "blocked in district.yaml"
OTHER_BELLS = "other bells at that time"
OTHER_GRADES = "other grades would take part"
ABSENT_UNIT = "those who take part are not at school"
LATE_NOTICE = "a notice that the law requires would be late"
WELL_BEING = "a well-being rule that must be followed would not be"


@dataclass(frozen=True)
class CampusYear:
    """A campus with its drills as planned.

    ``schedule`` has the campus's drills and tasks, and ``met`` the ids of the duties that it meets. Dates before
    ``settled_before`` that were offered to an agency can no longer be picked. ``avoided`` are the days without
    drills; None if nobody looked them up.
    """

    year: YearToPlan
    schedule: CampusSchedule
    met: Collection[str]
    settled_before: date | None = None
    avoided: Sequence[AvoidedDay] | None = None

    @property
    def campus(self) -> Campus:
        """The campus."""
        return self.schedule.campus

    @property
    def _workspace(self) -> Workspace:
        return self.year.workspace

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """The school days of the campus."""
        return self._workspace.calendar.dates_at(self.campus.campus_id)

    @cached_property
    def dates_with_drills(self) -> frozenset[date]:
        """The days on which the campus has a drill."""
        return frozenset(drill.date for drill in self.schedule.drills)

    def days_after(self, drill: Drill) -> tuple[date, ...]:
        """Return the next ten school days, those of a summer session only for drills in it."""
        summer = self._workspace.calendar.summer
        first = bisect_right(self.dates, drill.date)
        following = self.dates[first : first + BACK_UP_SCHOOL_DAYS]
        if summer is None or drill.date >= summer[0]:
            return following
        return tuple(on for on in following if on < summer[0])

    def is_next_day(self, drill: Drill, on: date) -> bool:
        """Check whether no school day is between the drill and the day, which is too soon for most notices."""
        return on in self.dates and bisect_right(self.dates, drill.date) == bisect_right(self.dates, on) - 1

    def is_near_others(self, drill: Drill, on: date) -> bool:
        """Check whether another drill is on the day or within two school days of it."""
        place = bisect_right(self.dates, on) - 1
        near = self.dates[max(0, place - NEAR_SCHOOL_DAYS) : place + NEAR_SCHOOL_DAYS + 1]
        return any(other != drill.date and other in self.dates_with_drills for other in near)

    def is_better_avoided(self, on: date) -> bool:
        """Check whether the day is sensitive, such as the first or one before a break, or near an examination."""
        return self._facts.is_sensitive(on) is True or self._facts.examination_is_near(on) is True

    @cached_property
    def _facts(self) -> CampusCalendarFacts:
        return CampusCalendarFacts(self.campus, self._workspace, self.avoided)

    def last_useful_day(self, drill: Drill) -> date:
        """Return the last day on which the drill still counts for all that it is credited for."""
        windows = (self._duty_by_id[duty].window for duty in drill.credits if duty in self._duty_by_id)
        return min((window.last for window in windows), default=date.max)

    @cached_property
    def _duty_by_id(self) -> Mapping[str, Duty]:
        return {duty.duty_id: duty for duty in self._duties}

    @cached_property
    def _duties(self) -> tuple[Duty, ...]:
        return self.year.duties_at(self.campus.campus_id)

    def refusal(self, drill: Drill, on: date) -> str | None:
        """Return why the drill cannot be held on the day, with all other drills as planned; None if it can.

        Agencies, sites, and the building are looked at for the district as a whole, and dates that agencies pick
        in ``broken_by_a_pick``.
        """
        return next(self._refusals(drill, on), None)

    def _refusals(self, drill: Drill, on: date) -> Iterator[str]:
        """Yield what keeps the drill from the day, first what is found out quickly."""
        if on in self.dates_with_drills:
            yield ANOTHER_DRILL
        campus_id = self.campus.campus_id
        if any(days.covers(campus_id, drill.drill_type, on) for days in self._workspace.district.forbidden):
            yield BLOCKED
        if not self._takes_part(drill, on):
            yield ABSENT_UNIT
        moved = self.moved(drill, on)
        if moved is None:
            yield OTHER_BELLS
            return
        if moved.grades != drill.grades:
            yield OTHER_GRADES
        if self._has_late_notice(drill, on):
            yield LATE_NOTICE
        if broken := self._broken_duty(drill, moved):
            yield _unmet(broken)
        if self._breaks_limits(drill, moved):
            yield WELL_BEING

    def _takes_part(self, drill: Drill, on: date) -> bool:
        """Check whether every building, bus, or cohort of the drill is at school on the day."""
        units = self.campus.units
        named = units if drill.units is None else tuple(unit for unit in units if unit.unit_id in drill.units)
        return all(unit.attends(on) for unit in named if unit.attends(drill.date))

    def moved(self, drill: Drill, on: date) -> Drill | None:
        """Return the drill on another day, at its time or as far into its period; None if neither suits it."""
        moved = self._at_a_fitting_time(drill, on)
        if moved is None:
            return None
        spared = self.year.spared
        if not spared.get(self.campus.campus_id):
            return moved
        with_grades = with_grades_of_its_date(moved, self._workspace, spared)
        is_same = with_grades.grades == with_grades_of_its_date(drill, self._workspace, spared).grades
        return moved if is_same else with_grades

    def _at_a_fitting_time(self, drill: Drill, on: date) -> Drill | None:
        if drill.start is None or self._bells(on) == self._bells(drill.date):
            return drill.model_copy(update={"date": on})
        for start in self._starts(drill, on):
            moved = at_time(drill, on, start, drill.minutes or 0, self._workspace)
            if self._has_same_use(moved, drill) and not impossible_entries((moved,), self._workspace):
                return moved
        return None

    def _starts(self, drill: Drill, on: date) -> Iterator[time]:
        """Yield the drill's own start, then the one that is as far into its period, with these bells."""
        if drill.start is None:
            return
        yield drill.start
        before, after = (
            self._stretches(drill.date).get(drill.period or ""),
            self._stretches(on).get(drill.period or ""),
        )
        if before is not None and after is not None:
            offset = minutes_of(drill.start) - minutes_of(before[0])
            latest = minutes_of(after[1]) - (drill.minutes or 0)
            yield clock_of(max(minutes_of(after[0]), min(minutes_of(after[0]) + offset, latest)))

    def _stretches(self, on: date) -> dict[str, tuple[time, time]]:
        """Return the start and end of each period of the day, and of staff hours, by name."""
        day = self._workspace.calendar.day(on)
        if day is None:
            return {}
        hours = self._workspace.staff_hours(self.campus, day)
        stretches = {
            period.name: (period.start, period.end) for period in self._workspace.periods(self.campus, day)
        }
        return stretches | ({} if hours is None else {STAFF_HOURS: (hours.start, hours.end)})

    def _bells(self, on: date) -> object:
        """Return a key that is the same for days with the same bells."""
        if on not in self._bells_by_date:
            day = self._workspace.calendar.day(on)
            if day is None:
                return ()
            # Days with the same bells share one tuple of periods.
            periods, hours = (
                self._workspace.periods(self.campus, day),
                self._workspace.staff_hours(self.campus, day),
            )
            self._bells_by_date[on] = id(periods), hours
        return self._bells_by_date[on]

    @cached_property
    def _bells_by_date(self) -> dict[date, object]:
        return {}

    def in_other_periods(self, drill: Drill, on: date) -> Iterator[Drill]:
        """Yield the drill on that day as far into each other period that is for the same."""
        planned = self._stretches(drill.date).get(drill.period or "")
        if drill.start is None or planned is None:
            return
        minutes, offset = drill.minutes or 0, minutes_of(drill.start) - minutes_of(planned[0])
        for period, (start, end) in self._stretches(on).items():
            latest = minutes_of(end) - minutes
            if period == drill.period or latest < minutes_of(start):
                continue
            moved = at_time(drill, on, clock_of(min(minutes_of(start) + offset, latest)), minutes, self._workspace)
            if self._has_same_use(moved, drill) and not impossible_entries((moved,), self._workspace):
                yield moved

    def _has_same_use(self, moved: Drill, drill: Drill) -> bool:
        """Check whether the moved drill is in one period that is for the same as the planned one."""
        if moved.period is None or moved.period_tags != drill.period_tags:
            return False
        if [(use.grades, use.tags) for use in moved.by_grades] != [
            (use.grades, use.tags) for use in drill.by_grades
        ]:
            return False
        if moved.start is None or moved.end is None:
            return False
        return any(
            start <= moved.start and moved.end <= end for start, end in self._stretches(moved.date).values()
        )

    def _has_late_notice(self, drill: Drill, on: date) -> bool:
        """Check whether something that the law requires before the drill would be due by its planned day.

        Mostly it is known only at the end of that day that the drill was not held.
        """
        setting = replace(self.schedule.setting, with_summer=True)
        return any(
            chore.by_drill is not None
            and chore.match is not None
            and chore.match.selects(drill, self.schedule.match_context) is not False
            and chore.by_drill.dates(on, setting)[1] <= drill.date
            for chore in self._chores_before_drills
        )

    @cached_property
    def _chores_before_drills(self) -> tuple[Chore, ...]:
        chores = (duty.mandate.requirement for duty in self._duties)
        return tuple(
            dict.fromkeys(
                chore
                for chore in chores
                if isinstance(chore, Chore) and chore.by_drill is not None and chore.by_drill.before is not None
            )
        )

    @cached_property
    def _to_keep(self) -> tuple[Duty, ...]:
        """The duties that are met and have to stay so.

        Tasks follow their drill, and what was filed with an authority may move for the causes that the law lists.
        """
        return tuple(
            duty
            for duty in self._duties
            if duty.duty_id in self.met and not isinstance(duty.mandate.requirement, Chore | Filed)
        )

    @cached_property
    def _credit(self) -> Mapping[str, Credit]:
        return assign_credit(self._duties, self._stand_ins, self.schedule)

    @cached_property
    def _shared(self) -> tuple[Duty, ...]:
        """The duties among which drills are shared out."""
        return tuple(duty for duty in self._duties if duty.duty_id in self._credit)

    @property
    def _stand_ins(self) -> tuple[StandIn, ...]:
        return self.year.stand_ins_at(self.campus.campus_id)

    def _broken_duty(self, drill: Drill, moved: Drill) -> Duty | None:
        """Return a duty that is met as planned and not with the moved drill; None if all stay met.

        Agencies that pick among offered dates are left to ``broken_by_a_pick``.
        """
        affected = [duty for duty in self._to_keep if _may_change(duty, drill, moved)]
        # What counts the drill is the first to miss it.
        affected.sort(key=lambda duty: duty.duty_id not in drill.credits)
        schedule = self._schedule_with(moved)
        for duty in affected:
            if duty.duty_id not in self._credit and not _is_met(duty, schedule, None):
                return duty
        if self._shares_out_otherwise(drill, moved):
            credit = assign_credit(self._duties, self._stand_ins, schedule)
            for duty in self._to_keep:
                if duty.duty_id in credit and not _is_met(duty, schedule, credit[duty.duty_id]):
                    return duty
        return None

    def broken_by_a_pick(self, drill: Drill, moved: Drill) -> str | None:
        """Return why an agency that has still to pick among offered dates keeps the drill from its new day.

        None if it does not. The judge is asked about the whole year of the campus, so this comes last: after
        ``refusal``, and after what the district shares.
        """
        if not any(isinstance(duty.mandate.requirement, Offer) for duty in self._to_keep):
            return None
        if not self._shares_out_otherwise(drill, moved) and not any(
            _may_change(duty, drill, moved) for duty in self._to_keep
        ):
            return None
        broken = next(self._broken_if_judged(self._schedule_with(moved)), None)
        return None if broken is None else _unmet(broken)

    def _shares_out_otherwise(self, drill: Drill, moved: Drill) -> bool:
        """Check whether duties that share the same drills can be met otherwise with the moved drill."""
        return bool(self._credit) and (
            bool(self._stand_ins) or any(_may_change(duty, drill, moved) for duty in self._shared)
        )

    def _schedule_with(self, moved: Drill) -> CampusSchedule:
        drills = [moved if other.drill_id == moved.drill_id else other for other in self.schedule.drills]
        drills.sort(key=lambda other: (other.date, other.drill_id))
        return replace(self.schedule, drills=tuple(drills))

    def _broken_if_judged(self, schedule: CampusSchedule) -> Iterator[Duty]:
        """Yield duties that the judge finds no longer met, whichever of the dates offered an agency picks."""
        tasks = schedule.tasks or ()
        tasks = (
            *derive_tasks(self._duties, {self.campus.campus_id: replace(schedule, tasks=None)}),
            *(task for task in tasks if task.kind == "offer"),
        )
        report = judge_schedule(
            Schedule(source="the drill on its back-up date", drills=schedule.drills),
            self._workspace.model_copy(update={"campuses": (self.campus,)}),
            self._duties,
            self.schedule.screenings,
            tasks,
            self.year.stand_ins,
            settled_before=self.settled_before,
            spared=self.year.spared,
        )
        kept = {duty.duty_id: duty for duty in self._to_keep}
        for verdict in report.verdicts:
            if verdict.duty in kept and verdict.status is not DutyStatus.MET:
                yield kept[verdict.duty]

    def _breaks_limits(self, drill: Drill, moved: Drill) -> bool:
        """Check whether the moved drill breaks a required developmental limit more often than the planned one."""
        limits = self._required_limits
        if not any(_concerns(limit, drill.scenario_id) for limit in limits.all_limits):
            return False
        return developmental_breaches(None, limits, self._schedule_with(moved).drills, self.dates) > self._breaches

    @cached_property
    def _required_limits(self) -> DevelopmentalLimits:
        limits = self.year.limits.get(self.campus.campus_id, DevelopmentalLimits())
        return DevelopmentalLimits(
            **{
                name: tuple(limit for limit in getattr(limits, name) if limit.is_required)
                for name in DevelopmentalLimits.model_fields
            }
        )

    @cached_property
    def _breaches(self) -> int:
        return developmental_breaches(None, self._required_limits, self.schedule.drills, self.dates)


def _may_change(duty: Duty, drill: Drill, moved: Drill) -> bool:
    """Check whether the duty can be met otherwise with the moved drill."""
    before, after = duty.window.covers(drill.date), duty.window.covers(moved.date)
    if before != after:
        return True
    # Which days a cohort attends can also change which drills count for it.
    is_for_days = duty.unit is not None and duty.unit.weekdays is not None
    return before and (is_for_days or duty.mandate.requirement.looks_at_dates)


def _unmet(duty: Duty) -> str:
    return f"would leave unmet: {duty.sentence}"


def _is_met(duty: Duty, schedule: CampusSchedule, credit: Credit | None) -> bool:
    of_unit = replace(schedule.for_unit(duty.unit), credited=credit)
    return duty.mandate.requirement.check(duty.window, of_unit).status is DutyStatus.MET


def _concerns(limit: YearLimit, scenario_id: str | None) -> bool:
    return scenario_id in limit.scenarios or scenario_id in getattr(limit, "after", ())
