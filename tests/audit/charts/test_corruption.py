"""A random single corruption of a correct chart is always reported if a rule covers it."""

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
#: The positions of a chart that a corruption applies to, the change, and the rules of which one must report it.
Corruption = tuple[
    Callable[[ChartCase, ChartedPosition], bool], Callable[[ChartedPosition], dict[str, Any]], set[str]
]


def led(case: ChartCase, position: ChartedPosition) -> bool:
    return bool(position.people) and position.opened


def below(case: ChartCase, position: ChartedPosition) -> bool:
    return position.opened and bool(position.reports_to)


def alone(case: ChartCase, position: ChartedPosition) -> bool:
    return led(case, position) and len(position.people) == 1


def in_line(case: ChartCase, position: ChartedPosition) -> bool:
    return alone(case, position) and case.level(position) in organization_table().supervisory_levels


def titled(case: ChartCase, position: ChartedPosition) -> bool:
    return position.opened and case.level(position) not in (None, OrganizationLevel.SINGLE_RESOURCE)


def search_team(case: ChartCase, position: ChartedPosition) -> bool:
    return position.role_id == "OPS-SRM"


CORRUPTIONS: dict[str, Corruption] = {
    "no supervisor": (below, lambda position: {"reports_to": ()}, {"ICS-02"}),
    "two supervisors": (below, lambda position: {"reports_to": (*position.reports_to, "CMD-SO")}, {"ICS-02"}),
    "supervisor that is not there": (below, lambda position: {"reports_to": ("CMD-GONE",)}, {"ICS-02"}),
    "own supervisor": (below, lambda position: {"reports_to": (position.id,)}, {"ICS-03"}),
    "title of nobody": (titled, lambda position: {"title": "Boss"}, {"ICS-10"}),
    "no box": (below, lambda position: {"drawn": False}, {"ICS-11"}),
    "nobody in it": (in_line, lambda position: {"people": (), "alternates": ()}, {"DEP-01"}),
    "no alternates": (in_line, lambda position: {"alternates": ()}, {"DEP-01"}),
    "alternates not said": (in_line, lambda position: {"alternates": None}, {"DEP-01"}),
    "primary is own alternate": (alone, lambda position: {"alternates": position.people}, {"DEP-02"}),
    "alternate twice": (in_line, lambda position: {"alternates": (position.alternates or ())[:1] * 2}, {"DEP-02"}),
    "a stranger": (alone, lambda position: {"people": ("stranger",)}, {"DEP-05"}),
    "one in a search team": (search_team, lambda position: {"people": position.people[:1]}, {"ICS-22"}),
    "more reports than there are": (below, lambda position: {"stated_reports": 30}, {"ICS-08"}),
}


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(sorted(RECORDS)), st.sampled_from(sorted(CORRUPTIONS)), st.data())
def test_a_corrupted_position_is_reported(base: str, name: str, data: st.DataObject) -> None:
    record = RECORDS[base]
    applies, change, rules = CORRUPTIONS[name]
    case = ChartCase(record)
    positions = record.positions or ()
    places = [place for place, position in enumerate(positions) if applies(case, position)]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    corrupted = positions[place].model_copy(update=change(positions[place]))
    report = judge_record(replaced(record, place, corrupted))
    assert rules & {finding.rule for finding in report.findings}, (base, name, corrupted.id)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(RECORDS)), st.data())
def test_a_duplicate_box_and_a_person_in_a_second_post_are_reported(base: str, data: st.DataObject) -> None:
    record = RECORDS[base]
    positions = record.positions or ()
    case = ChartCase(record)
    drawn = data.draw(st.sampled_from([position for position in positions if led(case, position)]))
    doubled = record.model_copy(update={"positions": (*positions, drawn)})
    assert "ICS-11" in {finding.rule for finding in judge_record(doubled).findings}
    places = [place for place, other in enumerate(positions) if led(case, other) and other.id != drawn.id]
    place = data.draw(st.sampled_from(places))
    with_second_post = positions[place].model_copy(update={"people": drawn.people[:1]})
    rules = {finding.rule for finding in judge_record(replaced(record, place, with_second_post)).findings}
    # If the two may be combined under one supervisor, the forms still show that the chart was changed. The same
    # applies if one reports to the other: that work is absorbed, and the chart only draws it separately.
    other = positions[place]
    supervisor, other_supervisor = case.supervisor(drawn), case.supervisor(other)
    may_be_merged = case.may_merge(drawn, other) and (
        supervisor is other_supervisor or supervisor is other or other_supervisor is drawn
    )
    assert rules & ({"FRM-03"} if may_be_merged else {"ICS-04", "ICS-05", "ICS-06"})


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(sorted(RECORDS)),
    st.sampled_from(["at_site", "active", "on_shift", "certificates", "holds_class"]),
    st.data(),
)
def test_a_missing_or_wrong_fact_about_a_person_is_reported(base: str, field: str, data: st.DataObject) -> None:
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
    people = tuple(
        listed.model_copy(update={field: wrong}) if listed.id == person.id else listed for listed in record.people
    )
    findings = judge_record(record.model_copy(update={"people": people})).findings
    assert any(person.id in finding.subjects for finding in findings)


def replaced(record: CommandRecord, place: int, position: ChartedPosition) -> CommandRecord:
    positions = list(record.positions or ())
    positions[place] = position
    return record.model_copy(update={"positions": tuple(positions)})
