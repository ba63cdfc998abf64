"""The part of the report about the status: only where something was recorded or a day was given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from drillplanner.model import Confidence, DutyState, OpenAction, StatusLine, StatusReport
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.report.output import report_html
from tests.publish.report.page import read_page


def line(campus_id: str, state: DutyState, until: date | None = None) -> StatusLine:
    return StatusLine(
        campus_id=campus_id,
        duty=f"X-1/{campus_id}/year",
        mandate="X-1",
        title="Two lockdowns",
        state=state,
        until=until,
        reason="At least 2 lockdowns in the school year required, 1 found.",
        to_do="Hold a lockdown drill <soon>.",
        cite="invented",
        url="",
        confidence=Confidence.SECONDARY,
    )


def test_a_plan_without_records_says_nothing_of_the_status(request_: PublishRequest) -> None:
    assert 'id="status"' not in report_html(request_)


def test_what_is_short_stands_with_its_day_and_overdue_actions_come_first(request_: PublishRequest) -> None:
    campus_id = request_.workspace.campuses[0].campus_id
    actions = (
        OpenAction(
            action_id="A-1",
            campus_id=None,
            action="Buy radios.",
            owner="District office (Principal)",
            due=date(2026, 1, 5),
            is_overdue=True,
        ),
    )
    report = StatusReport(
        as_of=date(2026, 2, 2),
        lines=(
            line(campus_id, DutyState.AT_RISK, date(2026, 3, 3)),
            line(campus_id, DutyState.LATE),
            line(campus_id, DutyState.MET),
        ),
        actions=actions,
    )
    page = read_page(report_html(replace(request_, status=report)))
    (part,) = page.all("section", id="status")
    assert "What is short, as of February 2, 2026" in part.text
    assert "1 late, 1 at risk, 1 met" in part.text
    late, at_risk, action = (item.text for item in part.all("li"))
    assert late.startswith("Late:")
    assert at_risk.startswith("At risk until March 3, 2026:") and "<soon>" in at_risk
    assert action == "Buy radios: overdue since January 5, 2026, the district. Owner: District office (Principal)."
