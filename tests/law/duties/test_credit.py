"""Assignment of drills to duties, compared with every possible assignment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import Duty, Mandate, assign_credit
from drillplanner.law.kinds.count import Count
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.window import Window
from drillplanner.model import Drill, DrillType
from tests.builders import calendar, campus, drill, workspace

FIRST = date(2025, 9, 1)
PLACE = workspace([campus("a")], calendar(FIRST, FIRST + timedelta(18)))
FIRE, LOCKDOWN = DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN


def day(number: int) -> date:
    return FIRST + timedelta(number)


def duty(name: str, types: list[DrillType], least: int, first: int, last: int, separate: tuple[str, ...]) -> Duty:
    requirement = {"kind": "count", "what": "drill", "match": {"types": types}, "min": least}
    mandate = Mandate.model_validate(
        {
            "mandate_id": name,
            "title": name,
            "text": "invented",
            "layer": "district",
            "sources": ["invented"],
            "confidence": "district_policy",
            "separate_from": separate,
            "requirement": requirement,
        }
    )
    window = Window(first=day(first), last=day(last), label=f"days {first} to {last}", key=f"{first}-{last}")
    return Duty(
        duty_id=f"{name}/a/{window.key}", mandate=mandate, campus_id="a", window=window, cite="invented", url="u"
    )


def minimum(duty: Duty) -> int:
    assert isinstance(duty.mandate.requirement, Count)
    return duty.mandate.requirement.min or 0


def stand_in(types: list[DrillType], up_to: int | None, target: str = "X-1") -> StandIn:
    return StandIn.model_validate(
        {
            "kind": "stand_in",
            "what": "drill",
            "match": {"types": types},
            "instead_of": target,
            "up_to": up_to,
        }
    )


def credited(duties: list[Duty], stand_ins: list[StandIn], drills: list[Drill]) -> dict[str, frozenset[str]]:
    schedule = campus_schedules(drills, PLACE, {}, None)["a"]
    return {name: credit.sure for name, credit in assign_credit(duties, stand_ins, schedule).items()}


def test_one_drill_cannot_meet_two_separate_duties() -> None:
    duties = [duty("X-1", [FIRE], 1, 0, 18, ("X-2",)), duty("X-2", [FIRE], 1, 0, 4, ())]
    with_one_drill = credited(duties, [], [drill("a", FIRE, day(1), 1)])
    assert sorted(len(ids) for ids in with_one_drill.values()) == [0, 1]
    assert with_one_drill["X-1/a/0-18"]  # the earlier duty comes first
    with_two_drills = credited(duties, [], [drill("a", FIRE, day(1), 1), drill("a", FIRE, day(8), 2)])
    assert with_two_drills == {"X-1/a/0-18": {"a-fire-evacuation-02"}, "X-2/a/0-4": {"a-fire-evacuation-01"}}


def test_stand_ins_count_up_to_their_allowed_number() -> None:
    duties = [duty("X-1", [FIRE], 1, 0, 4, ()), duty("X-1", [FIRE], 1, 7, 11, ())]
    drills = [drill("a", LOCKDOWN, day(1), 1), drill("a", LOCKDOWN, day(8), 2)]
    assert [len(ids) for ids in credited(duties, [stand_in([LOCKDOWN], 1)], drills).values()] == [1, 0]
    assert [len(ids) for ids in credited(duties, [stand_in([LOCKDOWN], 2)], drills).values()] == [1, 1]
    assert [len(ids) for ids in credited(duties, [stand_in([LOCKDOWN], None)], drills).values()] == [1, 1]


def test_without_separate_mandates_and_stand_ins_no_credit_is_assigned() -> None:
    duties = [duty("X-1", [FIRE], 1, 0, 4, ()), duty("X-3", [FIRE], 1, 0, 4, ())]
    assert credited(duties, [], [drill("a", FIRE, day(1), 1)]) == {}


@given(data=st.data())
def test_no_other_assignment_meets_more(data: st.DataObject) -> None:
    types = st.lists(st.sampled_from([FIRE, LOCKDOWN]), min_size=1, max_size=2, unique=True)
    duties = []
    for number in range(data.draw(st.integers(1, 3))):
        first = data.draw(st.integers(0, 8))
        last = data.draw(st.integers(first, 9))
        separate = tuple(f"X-{other}" for other in range(1, number + 1))
        least = data.draw(st.integers(1, 2))
        duties.append(duty(f"X-{number + 1}", data.draw(types), least, first, last, separate))
    only_fire = duties[0].model_copy(update={"mandate": duty("X-1", [FIRE], minimum(duties[0]), 0, 1, ()).mandate})
    replaces = data.draw(st.booleans())
    if replaces:
        # The loader refuses a stand-in for a mandate that is separate from others of the same types.
        duties = [only_fire]
    stand_ins = [stand_in([LOCKDOWN], data.draw(st.integers(1, 2)))] if replaces else []
    drills = [
        drill("a", data.draw(st.sampled_from([FIRE, LOCKDOWN])), day(data.draw(st.integers(0, 9))), number)
        for number in range(data.draw(st.integers(0, 4)))
    ]
    credit = credited(duties, stand_ins, drills)
    if credit:
        best = max(number for number in _counted_by_every_assignment(duties, stand_ins, drills))
        assert sum(len(ids) for ids in credit.values()) == best


def _counted_by_every_assignment(
    duties: list[Duty], stand_ins: list[StandIn], drills: list[Drill]
) -> Iterator[int]:
    """Yield the number of drills that count, for every way to assign each drill to one duty or to none."""
    for assignment in product([None, *range(len(duties))], repeat=len(drills)):
        counts = [0] * len(duties)
        replaced = 0
        possible = True
        for held, position in zip(drills, assignment, strict=True):
            if position is None:
                continue
            assigned = duties[position]
            requirement = assigned.mandate.requirement
            assert isinstance(requirement, Count)
            if not assigned.window.first <= held.date <= assigned.window.last:
                possible = False
            if held.drill_type not in requirement.match.types:
                replaced += 1
                possible = possible and any(held.drill_type in rule.match.types for rule in stand_ins)
            counts[position] += 1
        if possible and all(replaced <= (rule.up_to or 99) for rule in stand_ins):
            yield sum(min(count, minimum(counted)) for count, counted in zip(counts, duties, strict=True))


def test_a_duty_that_may_not_apply_gets_drills_last() -> None:
    doubtful = duty("X-1", [FIRE], 1, 0, 18, ("X-2",)).model_copy(update={"missing_fact": "buses"})
    firm = duty("X-2", [FIRE], 1, 0, 18, ())
    held = drill("a", FIRE, day(1))
    assert credited([doubtful, firm], [], [held]) == {"X-1/a/0-18": frozenset(), "X-2/a/0-18": {held.drill_id}}


def test_a_drill_that_may_be_one_of_those_asked_for_counts_as_possible() -> None:
    """Whether the police come to the second drill is not known."""
    with_police = {"types": [LOCKDOWN], "agency": "police"}
    asked = duty("X-1", [LOCKDOWN], 2, 0, 18, ("X-2",))
    requirement = asked.mandate.requirement.model_validate(
        asked.mandate.requirement.model_dump() | {"match": with_police}
    )
    asked = asked.model_copy(update={"mandate": asked.mandate.model_copy(update={"requirement": requirement})})
    other = duty("X-2", [FIRE], 1, 0, 18, ())
    sure = drill("a", LOCKDOWN, day(1), 1, agencies=("police",))
    unsure = drill("a", LOCKDOWN, day(8), 2)
    schedule = campus_schedules([sure, unsure], PLACE, {}, None)["a"]
    credit = assign_credit([asked, other], [], schedule)["X-1/a/0-18"]
    assert credit.sure == {sure.drill_id}
    assert credit.possible == {sure.drill_id, unsure.drill_id}
