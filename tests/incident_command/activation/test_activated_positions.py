"""Posts, supervisors, layers, and absorbed work, before anyone is named."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.incident_command.activation.activated_positions import (
    MOST_REPORTS,
    ActivatedPositions,
    activate_positions,
    direct_reports,
)
from drillplanner.incident_command.chart.role_chart import ActivationReason
from drillplanner.incident_command.positions.catalog import FilledBy, Section
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.model import DrillType

CATALOG = load_catalog()
FULL_SCALE_OPERATIONS = (
    "OPS-OSC",
    "OPS-SFC",
    "OPS-EVC",
    "OPS-SR",
    "OPS-MED",
    "OPS-STC",
    "OPS-CIT",
    "OPS-SRL",
    "OPS-STG",
)


def opened(*positions: str, drill_type: DrillType = DrillType.FIRE_EVACUATION, **more: Any) -> ActivatedPositions:
    return activate_positions(drill_type, positions, CATALOG, **more)


def test_the_next_level_up_does_the_work_of_unopened_posts() -> None:
    activated = opened("OPS-STC", "OPS-AFN", "PLN-DOC")
    assert activated.supervisor == {
        "CMD-IC": None,
        "OPS-STC": "CMD-IC",
        "OPS-TCH": "OPS-STC",
        "OPS-AFN": "OPS-STC",
        "PLN-DOC": "CMD-IC",
    }
    # Accounting belongs to student care, which is opened; the section chiefs' work falls to command.
    assert activated.absorbed["OPS-STC"] == ("OPS-ACC",)
    assert activated.absorbed["CMD-IC"] == ("CMD-SO", "CMD-PIO", "OPS-SFC", "OPS-EVC", "PLN-PSC", "LOG-LSC")


def test_a_post_on_call_is_neither_opened_nor_absorbed() -> None:
    activated = opened("OPS-SFC")
    assert activated.on_call["OPS-MED"] == "CMD-IC"
    absorbed_ids = [position_id for absorbed in activated.absorbed.values() for position_id in absorbed]
    assert not set(activated.on_call) & (set(activated.opened) | set(absorbed_ids))


def test_a_liaison_officer_is_opened_if_an_agency_attends() -> None:
    assert "CMD-LNO" not in opened("OPS-SFC").opened
    assert opened("OPS-SFC", agency_attends=True).opened["CMD-LNO"] is ActivationReason.AGENCY


def test_classes_are_on_the_chart_only_if_students_attend() -> None:
    assert opened("OPS-SFC").opened["OPS-TCH"] is ActivationReason.CLASSES
    assert "OPS-TCH" not in opened("OPS-SFC", "OPS-TCH", students_attend=False).opened
    assert "OPS-TCH" not in opened("OPS-SFC", drill_type=DrillType.TABLETOP).opened


def test_seven_reports_need_no_layer_and_eight_get_one() -> None:
    seven = ("CMD-SO", "CMD-LNO", "OPS-SFC", "OPS-EVC", "OPS-STC", "PLN-DOC", "LOG-COM")
    assert ActivationReason.SPAN not in opened(*seven).opened.values()
    eight = opened(*seven, "OPS-CIT")
    assert eight.opened["OPS-OSC"] is ActivationReason.SPAN
    assert direct_reports("CMD-IC", eight.opened, CATALOG) == (
        "CMD-SO",
        "CMD-LNO",
        "OPS-OSC",
        "PLN-DOC",
        "LOG-COM",
    )
    assert eight.supervisor["OPS-SFC"] == "OPS-OSC"


def test_more_than_five_operations_teams_form_the_two_school_branches() -> None:
    activated = opened(*FULL_SCALE_OPERATIONS, "OPS-ACC", drill_type=DrillType.FULL_SCALE)
    assert direct_reports("OPS-OSC", activated.opened, CATALOG) == ("OPS-RBD", "OPS-SBD", "OPS-STG")
    assert direct_reports("OPS-RBD", activated.opened, CATALOG) == ("OPS-SFC", "OPS-EVC", "OPS-SR", "OPS-MED")
    assert direct_reports("OPS-SBD", activated.opened, CATALOG) == ("OPS-STC", "OPS-CIT", "OPS-SRL")
    assert activated.supervisor["OPS-ACC"] == "OPS-STC"
    five = opened(*FULL_SCALE_OPERATIONS[:6], drill_type=DrillType.FULL_SCALE)
    assert len(direct_reports("OPS-OSC", five.opened, CATALOG)) == 5
    assert "OPS-RBD" not in five.opened
    six = opened(*FULL_SCALE_OPERATIONS[:7], drill_type=DrillType.FULL_SCALE)
    assert len(direct_reports("OPS-OSC", six.opened, CATALOG)) <= 5
    assert "OPS-RBD" in six.opened


def test_unified_command_is_no_post_of_its_own() -> None:
    activated = opened("CMD-UC", "CMD-IC", "OPS-SFC", agency_attends=True)
    assert activated.unified
    assert "CMD-UC" not in activated.opened
    # The agency shares command, and somebody still meets it and leads it in.
    assert activated.opened["CMD-LNO"] is ActivationReason.AGENCY


@given(
    st.sets(st.sampled_from([position.id for position in CATALOG.positions])),
    st.sampled_from(DrillType),
    st.booleans(),
    st.booleans(),
)
def test_any_choice_of_positions_gives_a_tree_with_a_span_of_seven(
    positions: set[str], drill_type: DrillType, agency: bool, students: bool
) -> None:
    activated = activate_positions(
        drill_type, tuple(sorted(positions)), CATALOG, agency_attends=agency, students_attend=students
    )
    order = list(activated.opened)
    assert order[0] == "CMD-IC"
    assert list(activated.supervisor) == order
    staffed_ids = {
        position_id for position_id in positions if CATALOG.by_id[position_id].filled_by is FilledBy.STAFF
    }
    assert staffed_ids <= set(order)
    for post, supervisor in activated.supervisor.items():
        if post == "CMD-IC":
            assert supervisor is None
        else:
            assert supervisor is not None
            # A supervisor stands before those who report to it: no circle, no orphan.
            assert order.index(supervisor) < order.index(post)
    for post in order:
        assert len(direct_reports(post, activated.opened, CATALOG)) <= MOST_REPORTS
    sections = [CATALOG.by_id[position_id].section for position_id in order]
    assert sections == sorted(sections, key=list(Section).index)
    for supervisor in activated.on_call.values():
        assert supervisor in activated.opened
