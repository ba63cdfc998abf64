"""Our packets in the chart audit, which has its own list of blocks and its own reading of the rules."""

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
#: Needs an answer: no file says whether visitors come.
UNDECIDED = {"FRM-13"}


def form_findings(
    filled_packet: DrillFormPacket, staff: tuple[StaffMember, ...], forms: record.FormPacket | None = None
) -> list[ChartFinding]:
    context = filled_packet.context
    chart = chart_record(context.chart, context.drill, StaffList(staff))
    report = judge_record(chart.model_copy(update={"packet": forms or packet_record(filled_packet)}))
    assert set(report.kept) | {finding.rule for finding in report.findings} >= FORM_RULES
    return [finding for finding in report.findings if finding.rule in FORM_RULES]


@pytest.mark.parametrize("tier", sorted(TIERS))
def test_the_audit_finds_no_violation_in_our_packets(tier: str) -> None:
    findings = form_findings(packet(tier), request_of(tier).workspace.staff)
    assert [f"{finding.rule} {finding.message}" for finding in findings if finding.status == "violation"] == []
    assert {finding.rule for finding in findings} <= UNDECIDED


def test_the_audit_finds_no_violation_in_the_packet_of_a_school_of_two_adults() -> None:
    request = request_of("L2", people=2)
    small = packet_of(request)
    assert len(small.context.people) == 2
    assert [
        finding.message
        for finding in form_findings(small, request.workspace.staff)
        if finding.status == "violation"
    ] == []


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
def test_the_audit_finds_a_wrong_field_of_the_record(number: str, change: dict[str, Any], rule: str) -> None:
    ours = packet_record(packet("L3"))
    forms = tuple(form.model_copy(update=change) if form.number == number else form for form in ours.forms)
    staff = request_of("L3").workspace.staff
    findings = form_findings(packet("L3"), staff, ours.model_copy(update={"forms": forms}))
    assert rule in {finding.rule for finding in findings if finding.status == "violation"}
