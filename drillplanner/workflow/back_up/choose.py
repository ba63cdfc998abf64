"""Choose a back-up date for each drill of a plan.

The date is one of the next ten school days. With this one drill moved there, everything that the plan meets
stays met, the time of day is for the same, and the agencies that attend can come. Of such days, the earliest is
chosen that is no day to avoid, leaves a school day for notices, and is at least three school days from other
drills; if there is none, the earliest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.model import AvoidedDay, Drill, Task, Workspace
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.workflow.back_up.campus_year import CampusYear
from drillplanner.workflow.back_up.shared_days import SharedDays, held_together

#: Why a day is no back-up date, as a phrase that a number can follow.
TAKEN = "back-up date of another drill"


def with_back_up_dates(
    year: YearToPlan,
    drills: tuple[Drill, ...],
    tasks: tuple[Task, ...],
    met: Collection[str],
    settled: Collection[str] = (),
    settled_before: date | None = None,
    avoided: Mapping[str, Sequence[AvoidedDay]] | None = None,
) -> tuple[Drill, ...]:
    """Return the drills with their back-up dates, or with the reason why there is none.

    ``met`` are ids of the duties that the plan meets. Drills that have a back-up date already keep it if it is
    still right, so that an update changes no more than it must. ``settled`` are ids of drills that are over: they
    stay as they are. ``avoided`` are the days without drills by campus id; None if nobody looked them up.
    """
    schedules = campus_schedules(drills, year.workspace, year.screenings, tasks)
    campuses = {
        campus_id: CampusYear(
            year, schedule, met, settled_before, None if avoided is None else avoided.get(campus_id, ())
        )
        for campus_id, schedule in schedules.items()
    }
    return _BackUpDates(year.workspace, campuses, drills, settled).chosen()


class _BackUpDates:
    """The back-up dates chosen so far."""

    def __init__(
        self,
        workspace: Workspace,
        campuses: Mapping[str, CampusYear],
        drills: tuple[Drill, ...],
        settled: Collection[str],
    ) -> None:
        self._workspace = workspace
        self._campuses = campuses
        self._drills = drills
        self._open = tuple(
            drill for drill in drills if drill.drill_id not in settled and drill.campus_id in self._campuses
        )
        self._chosen: dict[str, date] = {}
        self._reasons: dict[str, str] = {}
        self._taken: dict[str, set[date]] = defaultdict(set)

    @cached_property
    def _shared_days(self) -> SharedDays:
        return SharedDays(self._drills, self._workspace)

    def chosen(self) -> tuple[Drill, ...]:
        """Return the drills with their dates or reasons."""
        groups = held_together(self._open, self._workspace)
        left = [group for group in groups if not self._keeps_date(group)]
        # A drill with few days chooses before one with many.
        for group in sorted(left, key=lambda group: (self._number_of_days(group), group[0].date)):
            self._choose(group)
        is_open = {drill.drill_id for drill in self._open}
        return tuple(
            drill.model_copy(
                update={
                    "back_up": self._chosen.get(drill.drill_id),
                    "no_back_up": self._reasons.get(drill.drill_id, ""),
                }
            )
            if drill.drill_id in is_open
            else drill
            for drill in self._drills
        )

    def _days(self, group: Sequence[Drill]) -> list[date]:
        """Return the days that are among the next ten of each drill of the group."""
        first, *others = (self._campuses[drill.campus_id].days_after(drill) for drill in group)
        return [on for on in first if all(on in days for days in others)]

    def _number_of_days(self, group: Sequence[Drill]) -> int:
        """Return how many days can surely not be ruled out at once."""
        last = min(self._campuses[drill.campus_id].last_useful_day(drill) for drill in group)
        return sum(on <= last and not self._has_drill(group, on) for on in self._days(group))

    def _has_drill(self, group: Iterable[Drill], on: date) -> bool:
        return any(on in self._campuses[drill.campus_id].dates_with_drills for drill in group)

    def _keeps_date(self, group: Sequence[Drill]) -> bool:
        """Keep the date that the group has already, if it is one for all of its drills and still right."""
        dates = {drill.back_up for drill in group}
        on = dates.pop()
        return (
            not dates and on is not None and on in self._days(group) and self._refusal_or_choice(group, on) is None
        )

    def _choose(self, group: Sequence[Drill]) -> None:
        days = self._days(group)
        reasons: Counter[str] = Counter()
        for on in sorted(days, key=lambda on: self._demerits(group, on)):
            reason = self._refusal_or_choice(group, on)
            if reason is None:
                return
            reasons[reason] += 1
        because = why_no_day(len(days), reasons)
        self._reasons |= dict.fromkeys((drill.drill_id for drill in group), because)

    def _demerits(self, group: Sequence[Drill], on: date) -> tuple[bool, bool, bool, date]:
        campuses = [(self._campuses[drill.campus_id], drill) for drill in group]
        return (
            any(campus.is_better_avoided(on) for campus, _ in campuses),
            any(campus.is_next_day(drill, on) for campus, drill in campuses),
            any(campus.is_near_others(drill, on) for campus, drill in campuses),
            on,
        )

    def _refusal_or_choice(self, group: Sequence[Drill], on: date) -> str | None:
        """Choose the day for the group; return why not if it cannot be."""
        if any(on in self._taken[drill.campus_id] for drill in group):
            return TAKEN
        moved = []
        for drill in group:
            campus = self._campuses[drill.campus_id]
            if (reason := campus.refusal(drill, on)) is not None:
                return reason
            moved.append(campus.moved(drill, on) or drill)
        if (reason := self._shared_days.refusal(group, moved)) is not None:
            return reason
        for drill, on_its_day in zip(group, moved, strict=True):
            if (reason := self._campuses[drill.campus_id].broken_by_a_pick(drill, on_its_day)) is not None:
                return reason
        self._shared_days.make_up(group, moved)
        for drill in group:
            self._chosen[drill.drill_id] = on
            self._taken[drill.campus_id].add(on)
        return None


def why_no_day(days: int, reasons: Mapping[str, int]) -> str:
    """Return why none of this many days fits, with the number of days for each reason, the most frequent first."""
    if days == 0:
        return "none, since the school year ends"
    in_order = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    if days == 1:
        return f"the next school day does not fit: {in_order[0][0]}"
    because = "; ".join(f"{reason} ({number})" for reason, number in in_order)
    return f"none of the next {days} school days fits: {because}"
