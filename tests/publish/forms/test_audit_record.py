"""Our packets before the judge of forms, whose list of blocks and reading of the rules are its own."""

from __future__ import annotations

from typing import Any

import pytest

from drillplanner.audit.charts import record
from drillplanner.audit.charts.judge import judge_record
from drillplanner.audit.charts.record_sources.role_chart import chart_record
from drillplanner.audit.charts.rules.findings import ChartFinding
from drillplanner.model import StaffList, StaffMember
from drillplanner.publish.forms.audit_record import packet_record
from drillplanner.publish.forms.packet import DrillFormPacket
from tests.publish.forms.invented_school import TIERS, packet, packet_of, request_of

FORM_RULES = {f"FRM-{number:02d}" for number in range(1, 18)}
#: No file says whether visitors come.
UNSAID = {"FRM-13"}


def judged(
    one: DrillFormPacket, staff: tuple[StaffMember, ...], forms: record.FormPacket | None = None
) -> list[ChartFinding]:
    context = one.context
    charted = chart_record(context.chart, context.drill, StaffList(staff))
    report = judge_record(charted.model_copy(update={"packet": forms or packet_record(one)}))
    assert set(report.kept) | {finding.rule for finding in report.findings} >= FORM_RULES
    return [finding for finding in report.findings if finding.rule in FORM_RULES]


@pytest.mark.parametrize("tier", sorted(TIERS))
def test_the_judge_finds_nothing_in_our_packets(tier: str) -> None:
    found = judged(packet(tier), request_of(tier).workspace.staff)
    assert [f"{one.rule} {one.message}" for one in found if one.status == "violation"] == []
    assert {one.rule for one in found} <= UNSAID


def test_nothing_in_the_packet_of_a_school_of_two_adults() -> None:
    request = request_of("L2", people=2)
    small = packet_of(request)
    assert len(small.context.people) == 2
    assert [one.message for one in judged(small, request.workspace.staff) if one.status == "violation"] == []


@pytest.mark.parametrize(
    ("number", "change", "rule"),
    [
        ("203", {"incident_name": "Another drill"}, "FRM-01"),
        ("202", {"ticked": ("203",)}, "FRM-02"),
        ("207", {"organisation": ()}, "FRM-03"),
        ("202", {"signatures": ()}, "FRM-06"),
        ("208", {"dates": ("2025-10-07",)}, "FRM-07"),
        ("215A", {"hazards": (record.SafetyHazard(hazard="Stairs"),)}, "FRM-10"),
        ("206", {"blocks": (record.FormBlock(number="3", title="Hospitals"),)}, "FRM-17"),
    ],
)
def test_the_judge_is_told_what_it_needs(number: str, change: dict[str, Any], rule: str) -> None:
    ours = packet_record(packet("L3"))
    forms = tuple(form.model_copy(update=change) if form.number == number else form for form in ours.forms)
    staff = request_of("L3").workspace.staff
    found = judged(packet("L3"), staff, ours.model_copy(update={"forms": forms}))
    assert rule in {one.rule for one in found if one.status == "violation"}
