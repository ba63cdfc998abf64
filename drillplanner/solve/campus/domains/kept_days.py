"""Domains of a replan: settled drills fixed on their days, and nothing new before the replan's date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from drillplanner.law import Duty, setting_of
from drillplanner.law.kinds.offer import Offer
from drillplanner.model import Campus, Drill, Scenario, Workspace
from drillplanner.solve.campus.domains.notice_deadlines import late_days, late_notices
from drillplanner.solve.problem.campus_problem import DayChoice, SlotListNumbers, SlotRow
from drillplanner.solve.problem.previous_plan import (
    KeptDrill,
    KeptDrills,
    PreviousPlan,
    StandingOffer,
    offer_id,
    scenario_of,
    start_of,
)
from drillplanner.solve.problem.resources import resource_ids_of
from drillplanner.solve.problem.slots import Slot


class KeptDrillReader:
    """Turns the previous plan of one campus into scenarios, rows of slots by day, and kept drills."""

    def __init__(
        self,
        before: PreviousPlan,
        workspace: Workspace,
        campus: Campus,
        days: tuple[DayChoice, ...],
        duties: tuple[Duty, ...],
    ) -> None:
        self._before = before
        self._workspace = workspace
        self._campus = campus
        self._days = days
        self._duties = duties
        self._by_date = {day.date: day.index for day in days}

    def added(
        self, candidates: Sequence[Scenario], rows: Sequence[SlotRow], slot_list_numbers: SlotListNumbers
    ) -> tuple[list[Scenario], list[SlotRow], KeptDrills]:
        """Return candidates and rows including the settled drills, and the kept drills in their indices."""
        scenarios, found = list(candidates), [list(row) for row in rows]
        settled = [
            (drill, self._by_date[drill.date])
            for drill in _without_duplicates(self._before.settled)
            if drill.date in self._by_date
        ]
        kept_settled: list[KeptDrill] = []
        for drill, day in settled:
            taken = {kept.scenario for kept in kept_settled if kept.day == day}
            index = self._place_of(drill, taken, scenarios, found)
            if index is not None:
                resource_ids = resource_ids_of(drill, self._campus)
                period = _slot(drill).period
                kept_settled.append(
                    KeptDrill(drill.drill_id, index, day, period, resource_ids, drill.grades or ())
                )
        first_open = sum(day.date < self._before.as_of for day in self._days)
        past = KeptDrills(first_open, tuple(kept_settled), offers=self._offers(first_open))
        later = past.closed_days | self._days_over()
        shut = [*range(first_open), *sorted(day for day in later if day >= first_open)]
        for row in found:
            for day in shut:
                row[day] = 0
        for kept_drill, (drill, _) in zip(kept_settled, self._placeable(settled, kept_settled), strict=True):
            found[kept_drill.scenario][kept_drill.day] = slot_list_numbers.setdefault(
                (_slot(drill),), len(slot_list_numbers)
            )
        finished = [tuple(row) for row in found]
        slots = {number: day_slots for day_slots, number in slot_list_numbers.items()}
        planned = [
            kept for drill in self._before.planned if (kept := self._kept(drill, scenarios, finished, slots))
        ]
        displaced = len(self._before.displaced) + len(self._before.planned) - len(planned)
        timely = self._with_timely_notice(scenarios, finished, (*past.settled, *planned), slot_list_numbers)
        return scenarios, timely, replace(past, planned=tuple(planned), displaced=displaced)

    def _days_over(self) -> frozenset[int]:
        """Return the days that the log reports as over and on which no drill is planned."""
        planned = {drill.date for drill in self._before.planned}
        over = self._before.days_over - planned
        return frozenset(self._by_date[on] for on in over if on in self._by_date)

    def _with_timely_notice(
        self,
        scenarios: Sequence[Scenario],
        rows: Sequence[SlotRow],
        standing: Sequence[KeptDrill],
        slot_list_numbers: SlotListNumbers,
    ) -> list[SlotRow]:
        """Return the rows without new drills on days for which a notice would come too late.

        A drill planned there before may stay: its notice was due in time.
        """
        if self._before.allows_late_notices:
            return list(rows)
        setting = setting_of(self._campus, self._workspace)
        chores = late_notices(self._duties, self._days, setting, self._before.as_of)
        if not chores:
            return list(rows)
        stay = {(drill.scenario, drill.day): drill.period for drill in standing}
        slots = {number: day_slots for day_slots, number in slot_list_numbers.items()}
        found = []
        for index, (scenario, row) in enumerate(zip(scenarios, rows, strict=True)):
            timely = list(row)
            for day in sorted(late_days(scenario, chores)):
                period = stay.get((index, day))
                kept_slots = tuple(slot for slot in slots[row[day]] if slot.period == period)
                timely[day] = slot_list_numbers.setdefault(kept_slots, len(slot_list_numbers))
            found.append(tuple(timely))
        return found

    @staticmethod
    def _placeable(settled: list[tuple[Drill, int]], kept: list[KeptDrill]) -> list[tuple[Drill, int]]:
        ids = {drill.drill_id for drill in kept}
        return [(drill, day) for drill, day in settled if drill.drill_id in ids]

    def _place_of(
        self, drill: Drill, taken: Collection[int], scenarios: list[Scenario], rows: list[list[int]]
    ) -> int | None:
        """Return the index of the drill's scenario as held; append it if no candidate equals it.

        ``taken`` are the indices that stand for other drills of the day: of a scenario held twice on one day, each
        drill is a candidate of its own.
        """
        held = scenario_of(drill, self._workspace.scenarios)
        if held is None:
            return None
        for index, scenario in enumerate(scenarios):
            if scenario == held and index not in taken:
                return index
        scenarios.append(held)
        rows.append([0] * len(self._days))
        return len(scenarios) - 1

    def _kept(
        self, drill: Drill, scenarios: list[Scenario], rows: list[SlotRow], slots: Mapping[int, tuple[Slot, ...]]
    ) -> KeptDrill | None:
        """Return the drill in indices if it can stay as it is, else None."""
        day = self._by_date.get(drill.date)
        if day is None:
            return None
        for index, scenario in enumerate(scenarios):
            if scenario.scenario_id == drill.scenario_id and scenario.minutes == drill.minutes:
                for slot in slots[rows[index][day]]:
                    if slot.period == drill.period and slot.earliest <= start_of(drill) <= slot.latest:
                        return KeptDrill(
                            drill.drill_id, index, day, slot.period, resource_ids_of(drill, self._campus)
                        )
        return None

    def _offers(self, first_open: int) -> tuple[StandingOffer, ...]:
        by_id = {offer_id(duty): duty for duty in self._duties if isinstance(duty.mandate.requirement, Offer)}
        return tuple(
            StandingOffer(
                by_id[task.task_id].duty_id,
                tuple(
                    day for on in task.dates if (day := self._by_date.get(on)) is not None and day >= first_open
                ),
                task.drill_id in self._before.settled_ids,
                any(drill.held and drill.drill_id == task.drill_id for drill in self._before.settled),
            )
            for task in self._before.offers
            if task.task_id in by_id
        )


def _without_duplicates(settled: Iterable[Drill]) -> Iterable[Drill]:
    """Return the drills without those recorded for the same minute as another of their type: they count once."""
    in_order = sorted(settled, key=lambda drill: (drill.date, drill.drill_id), reverse=True)
    return reversed({(drill.drill_type, drill.date, drill.start): drill for drill in in_order}.values())


def _slot(drill: Drill) -> Slot:
    # Two drills without a recorded time need not have been in the same period.
    return Slot(
        drill.period or f"as recorded: {drill.drill_id}", start_of(drill), drill.period_tags or (), drill.by_grades
    )


def kept_drills_of(past: KeptDrills, first: Sequence[int]) -> KeptDrills:
    """Return the kept drills in the problem's indices: ``first[i]`` is the candidate of scenario i."""
    place = {candidate: index for index, candidate in enumerate(first)}
    return replace(
        past,
        settled=tuple(drill._replace(scenario=place[drill.scenario]) for drill in past.settled),
        planned=tuple(drill._replace(scenario=place[drill.scenario]) for drill in past.planned),
    )
