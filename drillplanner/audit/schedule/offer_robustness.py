"""Check of dates offered to an agency: whichever date it picks, no other duty of the year may break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from drillplanner.law import CampusSchedule, Duty, assign_credit
from drillplanner.law.kinds.offer import Offer
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.model import DutyStatus, Verdict


def verdicts_with_offers(
    duties: list[Duty],
    verdicts: list[Verdict],
    stand_ins: Sequence[StandIn],
    schedule: CampusSchedule,
    settled_before: date | None = None,
) -> list[Verdict]:
    """Return the verdicts, with an offer violated if picking one of its dates would break another duty.

    Dates that have been closed since, or are before ``settled_before``, can no longer be picked. If the drill
    itself is before that day, it was held and there is nothing left to pick.
    """
    judged = []
    for duty, verdict in zip(duties, verdicts, strict=True):
        if isinstance(duty.mandate.requirement, Offer) and verdict.status is DutyStatus.MET:
            reason = _broken_duty_sentence(
                verdict, duties, verdicts, stand_ins, schedule, settled_before or date.min
            )
            if reason is not None:
                verdict = verdict.model_copy(update={"status": DutyStatus.VIOLATED, "reason": reason})  # noqa: PLW2901
        judged.append(verdict)
    return judged


def _broken_duty_sentence(
    offer: Verdict,
    duties: list[Duty],
    verdicts: list[Verdict],
    stand_ins: Sequence[StandIn],
    schedule: CampusSchedule,
    settled_before: date,
) -> str | None:
    drill_id = offer.drills[0]
    held_on = next(drill.date for drill in schedule.drills if drill.drill_id == drill_id)
    dates = next(task.dates for task in schedule.tasks or () if task.kind == "offer" and held_on in task.dates)
    if held_on < settled_before:
        return None
    open_dates = set(schedule.calendar.dates_at(schedule.campus.campus_id))
    for on in dates:
        if on < settled_before or on not in open_dates:
            continue
        moved = with_drill_moved(schedule, drill_id, on)
        credit = assign_credit(duties, stand_ins, moved)
        for duty, verdict in zip(duties, verdicts, strict=True):
            # Tasks move with their drill and get new dates once the agency has picked. A duty that may not apply
            # would only become undecided, not broken.
            requirement = duty.mandate.requirement
            if (
                verdict.status is not DutyStatus.MET
                or isinstance(requirement, Chore | Offer)
                or not duty.binds_firmly
            ):
                continue
            duty_schedule = replace(moved.for_unit(duty.unit), credited=credit.get(duty.duty_id))
            judgment = requirement.check(duty.window, duty_schedule)
            if judgment.status is DutyStatus.VIOLATED:
                return f"if {on} is picked for {drill_id}, {duty.duty_id} is broken: {judgment.reason}"
    return None


def with_drill_moved(schedule: CampusSchedule, drill_id: str, on: date) -> CampusSchedule:
    """Return the schedule with one drill moved to the date that the agency might pick."""
    drills = [
        drill.model_copy(update={"date": on}) if drill.drill_id == drill_id else drill for drill in schedule.drills
    ]
    return replace(schedule, drills=tuple(sorted(drills, key=lambda drill: (drill.date, drill.drill_id))))
