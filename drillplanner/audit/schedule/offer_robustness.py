"""Choice sets: whichever of the dates offered to an agency it picks, the rest of the year must still hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from drillplanner.law import Duty, Scene, assign_credit
from drillplanner.law.kinds import Chore, Offer, StandIn
from drillplanner.model import DutyStatus, Verdict


def verdicts_with_offers(
    duties: list[Duty],
    verdicts: list[Verdict],
    stand_ins: Sequence[StandIn],
    scene: Scene,
    settled_before: date | None = None,
) -> list[Verdict]:
    """The verdicts; an offer is violated where one of its dates, if picked, would break another duty.

    Dates that were closed since, or lie before ``settled_before``, can no longer be picked; where the drill itself
    lies before that day, it was held and nothing is left to pick.
    """
    judged = []
    for duty, verdict in zip(duties, verdicts, strict=True):
        if isinstance(duty.mandate.requirement, Offer) and verdict.status is DutyStatus.MET:
            broken = _first_broken(verdict, duties, verdicts, stand_ins, scene, settled_before or date.min)
            if broken is not None:
                verdict = verdict.model_copy(update={"status": DutyStatus.VIOLATED, "reason": broken})  # noqa: PLW2901
        judged.append(verdict)
    return judged


def _first_broken(
    offer: Verdict,
    duties: list[Duty],
    verdicts: list[Verdict],
    stand_ins: Sequence[StandIn],
    scene: Scene,
    settled_before: date,
) -> str | None:
    drill_id = offer.drills[0]
    held_on = next(drill.date for drill in scene.drills if drill.drill_id == drill_id)
    dates = next(task.dates for task in scene.tasks or () if task.kind == "offer" and held_on in task.dates)
    if held_on < settled_before:
        return None
    open_dates = set(scene.calendar.dates_at(scene.campus.campus_id))
    for on in dates:
        if on < settled_before or on not in open_dates:
            continue
        there = scene_with_drill_moved(scene, drill_id, on)
        credit = assign_credit(duties, stand_ins, there)
        for duty, verdict in zip(duties, verdicts, strict=True):
            # Chores move with their drill, and are dated anew when the agency has picked. A duty in doubt would
            # not be broken, but be one of which it cannot be told.
            asked = duty.mandate.requirement
            if verdict.status is not DutyStatus.MET or isinstance(asked, Chore | Offer) or duty.doubt is not None:
                continue
            seen = replace(there.for_unit(duty.unit), credited=credit.get(duty.duty_id))
            judgement = asked.check(duty.window, seen)
            if judgement.status is DutyStatus.VIOLATED:
                return f"if {on} is picked for {drill_id}, {duty.duty_id} is broken: {judgement.reason}"
    return None


def scene_with_drill_moved(scene: Scene, drill_id: str, on: date) -> Scene:
    """The same schedule with one drill on another date: what a choice of the agency would make of it."""
    drills = [
        drill.model_copy(update={"date": on}) if drill.drill_id == drill_id else drill for drill in scene.drills
    ]
    return replace(scene, drills=tuple(sorted(drills, key=lambda drill: (drill.date, drill.drill_id))))
