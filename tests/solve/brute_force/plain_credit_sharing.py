"""Plain counting over all duties together: every way to share drills out, and every offered date picked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product

from drillplanner.law import Duty, setting_of
from drillplanner.law.kinds.count import Count
from drillplanner.law.kinds.offer import Offer
from drillplanner.model import Drill
from tests.solve.brute_force.plain_counting import Drills, Place, is_of, keeps, seen_by, still_owed

#: A stand-in, by its number, and the window in which it is used.
Allowance = tuple[int, str]
#: The duty that a drill is given to, by its number, and the allowance that it needs for that.
Use = tuple[int | None, Allowance | None]


def keeps_all(duties: Sequence[Duty], drills: Drills, place: Place) -> bool:
    """Check whether the drills meet every duty, those that share drills included, offers excluded."""
    groups = sharing(duties, place)
    shared = {duty.duty_id for group in groups for duty in group}
    return all(
        keeps_maximum(duty, drills, place) if duty.duty_id in shared else keeps(duty, drills, place)
        for duty in duties
    ) and all(can_be_shared_out(group, drills, place) for group in groups)


def sharing(duties: Sequence[Duty], place: Place) -> list[list[Duty]]:
    """Return minimums that are separate from another one, or that others may stand in for, by unit."""
    counts = [
        duty
        for duty in duties
        if isinstance(duty.mandate.requirement, Count) and duty.mandate.requirement.min is not None
    ]
    replaceable = {stand_in.instead_of for stand_in in place.stand_ins}
    groups: list[list[Duty]] = []
    for duty in counts:
        group = [other for other in counts if other.unit == duty.unit and _share_drills(duty, other)]
        touched = len({other.mandate.mandate_id for other in group}) > 1
        if (touched or duty.mandate.mandate_id in replaceable) and group not in groups:
            groups.append(group)
    return groups


def _share_drills(duty: Duty, other: Duty) -> bool:
    """Check whether two duties share drills. Laws of these tests have one separate pair at most, so no chains."""
    return (
        duty.mandate.mandate_id == other.mandate.mandate_id
        or other.mandate.mandate_id in duty.mandate.separate_from
        or duty.mandate.mandate_id in other.mandate.separate_from
    )


def keeps_maximum(duty: Duty, drills: Drills, place: Place) -> bool:
    asked = duty.mandate.requirement
    assert isinstance(asked, Count)
    inside = [drill for drill in seen_by(duty, drills) if duty.window.first <= drill.date <= duty.window.last]
    return asked.max is None or sum(is_of(asked.match, drill, place) for drill in inside) <= asked.max


def can_be_shared_out(group: list[Duty], drills: Drills, place: Place) -> bool:
    """Check whether some way to give each drill to one duty or none meets them all, by trying every way."""
    ways: list[list[Use]] = [[(None, None), *_uses(drill, group, place)] for drill in drills]
    return any(_is_enough(choice, group, place) for choice in product(*ways))


def _uses(drill: Drill, group: list[Duty], place: Place) -> list[Use]:
    """Return (duty, allowance used) for every duty that the drill can be given to."""
    uses: list[Use] = []
    for number, duty in enumerate(group):
        asked = duty.mandate.requirement
        assert isinstance(asked, Count)
        if not duty.window.first <= drill.date <= duty.window.last or drill not in seen_by(duty, [drill]):
            continue
        if is_of(asked.match, drill, place):
            uses.append((number, None))
            continue
        setting = setting_of(place.workspace.campuses[0], place.workspace)
        for position, stand_in in enumerate(place.stand_ins):
            if stand_in.instead_of == duty.mandate.mandate_id and is_of(stand_in.match, drill, place):
                uses += [
                    (number, (position, window.key))
                    for window in stand_in.allowances(setting)
                    if window.first <= drill.date <= window.last
                ]
    return uses


def _is_enough(choice: Sequence[Use], group: list[Duty], place: Place) -> bool:
    for number, duty in enumerate(group):
        if sum(given == number for given, _ in choice) < still_owed(duty, place):
            return False
    used = [allowance for _, allowance in choice if allowance is not None]
    return all(
        used.count(allowance) <= up_to
        for allowance in used
        if (up_to := place.stand_ins[allowance[0]].up_to) is not None
    )


def offer_holds(duty: Duty, dates: Sequence[date], drills: Drills, duties: Sequence[Duty], place: Place) -> bool:
    """Check whether these dates can be offered, with every duty met whichever is picked."""
    asked = duty.mandate.requirement
    assert isinstance(asked, Offer)
    seen = seen_by(duty, drills)
    on_them = [drill for drill in seen if drill.date in dates]
    if len(on_them) != 1 or not is_of(asked.match, on_them[0], place):
        return False
    weeks = {on.isocalendar()[:2] for on in dates}
    in_window = all(duty.window.first <= on <= duty.window.last for on in dates)
    if len(set(dates)) < asked.dates or len(weeks) < asked.weeks or not in_window:
        return False
    others = [drill for drill in drills if drill != on_them[0]]
    return all(keeps_all(duties, [*others, on_them[0].model_copy(update={"date": on})], place) for on in dates)
