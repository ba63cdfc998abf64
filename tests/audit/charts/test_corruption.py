"""A random single corruption of a correct chart is never accepted in silence where a rule covers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.judge import judge_record
from drillplanner.audit.charts.record import ChartedPosition, CommandRecord
from drillplanner.audit.charts.rules.tables import organization_table
from drillplanner.incident_command.positions.catalog import OrganizationLevel
from tests.audit.charts.records import changed

RECORDS = {base: changed(base, {}) for base in ("small", "middle", "large")}
#: To which positions of a chart something can be done, what is done, and the rules of which one must see it.
Corruption = tuple[
    Callable[[ChartCase, ChartedPosition], bool], Callable[[ChartedPosition], dict[str, Any]], set[str]
]


def led(case: ChartCase, one: ChartedPosition) -> bool:
    return bool(one.people) and one.opened


def below(case: ChartCase, one: ChartedPosition) -> bool:
    return one.opened and bool(one.reports_to)


def alone(case: ChartCase, one: ChartedPosition) -> bool:
    return led(case, one) and len(one.people) == 1


def in_line(case: ChartCase, one: ChartedPosition) -> bool:
    return alone(case, one) and case.level(one) in organization_table().supervisory_levels


def titled(case: ChartCase, one: ChartedPosition) -> bool:
    return one.opened and case.level(one) not in (None, OrganizationLevel.SINGLE_RESOURCE)


def search_team(case: ChartCase, one: ChartedPosition) -> bool:
    return one.role_id == "OPS-SRM"


CORRUPTIONS: dict[str, Corruption] = {
    "no supervisor": (below, lambda one: {"reports_to": ()}, {"ICS-02"}),
    "two supervisors": (below, lambda one: {"reports_to": (*one.reports_to, "CMD-SO")}, {"ICS-02"}),
    "supervisor that is not there": (below, lambda one: {"reports_to": ("CMD-GONE",)}, {"ICS-02"}),
    "own supervisor": (below, lambda one: {"reports_to": (one.id,)}, {"ICS-03"}),
    "title of nobody": (titled, lambda one: {"title": "Boss"}, {"ICS-10"}),
    "no box": (below, lambda one: {"drawn": False}, {"ICS-11"}),
    "nobody in it": (in_line, lambda one: {"people": (), "alternates": ()}, {"DEP-01"}),
    "no alternates": (in_line, lambda one: {"alternates": ()}, {"DEP-01"}),
    "alternates not said": (in_line, lambda one: {"alternates": None}, {"DEP-01"}),
    "primary is own alternate": (alone, lambda one: {"alternates": one.people}, {"DEP-02"}),
    "alternate twice": (in_line, lambda one: {"alternates": (one.alternates or ())[:1] * 2}, {"DEP-02"}),
    "a stranger": (alone, lambda one: {"people": ("stranger",)}, {"DEP-05"}),
    "one in a search team": (search_team, lambda one: {"people": one.people[:1]}, {"ICS-22"}),
    "more reports than there are": (below, lambda one: {"stated_reports": 30}, {"ICS-08"}),
}


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(sorted(RECORDS)), st.sampled_from(sorted(CORRUPTIONS)), st.data())
def test_a_corrupted_position_is_seen(base: str, name: str, data: st.DataObject) -> None:
    record = RECORDS[base]
    fits, change, rules = CORRUPTIONS[name]
    case = ChartCase(record)
    positions = record.positions or ()
    places = [place for place, one in enumerate(positions) if fits(case, one)]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    spoilt = positions[place].model_copy(update=change(positions[place]))
    report = judge_record(replaced(record, place, spoilt))
    assert rules & {finding.rule for finding in report.findings}, (base, name, spoilt.id)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(RECORDS)), st.data())
def test_a_doubled_box_and_a_person_drawn_to_a_second_post_are_seen(base: str, data: st.DataObject) -> None:
    record = RECORDS[base]
    positions = record.positions or ()
    case = ChartCase(record)
    one = data.draw(st.sampled_from([position for position in positions if led(case, position)]))
    doubled = record.model_copy(update={"positions": (*positions, one)})
    assert "ICS-11" in {finding.rule for finding in judge_record(doubled).findings}
    places = [place for place, other in enumerate(positions) if led(case, other) and other.id != one.id]
    place = data.draw(st.sampled_from(places))
    taken = positions[place].model_copy(update={"people": one.people[:1]})
    found = {finding.rule for finding in judge_record(replaced(record, place, taken)).findings}
    # Where the two may be combined under one supervisor, the forms still show that the chart was changed.
    # So where one reports to the other: the work is then absorbed, and the chart only draws it apart.
    other = positions[place]
    above, over = case.supervisor(one), case.supervisor(other)
    merge = case.may_merge(one, other) and (above is over or above is other or over is one)
    assert found & ({"FRM-03"} if merge else {"ICS-04", "ICS-05", "ICS-06"})


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(sorted(RECORDS)),
    st.sampled_from(["at_site", "active", "on_shift", "certificates", "holds_class"]),
    st.data(),
)
def test_what_is_unsaid_or_wrong_of_a_person_is_seen(base: str, field: str, data: st.DataObject) -> None:
    record = RECORDS[base]
    case = ChartCase(record)
    holders = [
        person
        for person in record.people
        if person.agency is None
        and person.id in case.held_by_person
        and (field != "certificates" or person.certificates)
    ]
    person = data.draw(st.sampled_from(holders))
    wrong = data.draw(st.sampled_from([None, field == "holds_class"])) if field != "certificates" else None
    people = tuple(one.model_copy(update={field: wrong}) if one.id == person.id else one for one in record.people)
    found = judge_record(record.model_copy(update={"people": people})).findings
    assert any(person.id in finding.subjects for finding in found)


def replaced(record: CommandRecord, place: int, position: ChartedPosition) -> CommandRecord:
    positions = list(record.positions or ())
    positions[place] = position
    return record.model_copy(update={"positions": tuple(positions)})
