"""Waivers with who, why, and until; the district's own severities and numbers; reproducible reports."""

from __future__ import annotations

from typing import Any

import pytest

from drillplanner.audit.charts.judge import judge_record
from drillplanner.audit.charts.rules.findings import ChartReport
from tests.audit.charts.records import BASES, changed

FAULT = {"people/stc/holds_class": True}
WAIVER = {"rule": "ICS-23", "who": "Sample Alder", "why": "the class is at lunch", "until": "2025-10-14"}


def judged(waiver: dict[str, Any], fault: dict[str, Any] | None = None, **more: Any) -> ChartReport:
    return judge_record(changed("middle", {**(fault or FAULT), "waivers": [waiver], **more}))


def test_a_waived_finding_names_the_person_and_does_not_count() -> None:
    report = judged(WAIVER)
    (finding,) = report.findings
    assert finding.waived_by is not None
    assert "Waived by Sample Alder: the class is at lunch" in finding.sentence
    assert report.exit_code(strict=True) == 0
    assert report.notes == ()


@pytest.mark.parametrize(
    ("changes", "fault", "reason"),
    [
        ({"until": "2025-10-13"}, FAULT, "it ended on 2025-10-13"),
        ({"subjects": ["acc"]}, FAULT, "nothing is found that it is about"),
        ({"rule": "ICS-22"}, FAULT, "nothing is found that it is about"),
        ({"rule": "ICS-02"}, {"positions/OPS-EVC/reports_to": []}, "this rule cannot be waived"),
    ],
)
def test_an_unused_waiver_is_reported_with_the_reason(
    changes: dict[str, Any], fault: dict[str, Any], reason: str
) -> None:
    report = judged(WAIVER | changes, fault)
    assert report.exit_code() == 1
    assert report.notes == (f"The waiver of {(WAIVER | changes)['rule']} by Sample Alder is not used: {reason}.",)


def test_a_waiver_needs_the_date_of_the_drill() -> None:
    report = judged(WAIVER, None, **{"occasion/date": None})
    assert report.exit_code() == 1
    assert "the day of the drill is not said" in report.notes[0]


def test_an_open_question_cannot_be_waived() -> None:
    report = judged(WAIVER, {"people/stc/holds_class": None})
    assert [finding.waived_by for finding in report.findings] == [None]
    assert report.exit_code() == 4


def test_a_district_sets_severities_and_numbers() -> None:
    crowded = {
        "positions/OPS-ACC/reports_to": ["OPS-OSC"],
        "positions/OPS-AFN/reports_to": ["OPS-OSC"],
    }
    findings = judge_record(changed("middle", crowded | {"settings": {"most_reports": 4}})).findings
    assert {(finding.rule, finding.severity.value) for finding in findings} == {("ICS-07", "warning")}
    hard = {"settings": {"most_reports": 4, "span_limit_is_hard": True}}
    assert {finding.severity.value for finding in judge_record(changed("middle", crowded | hard)).findings} == {
        "error"
    }
    downgraded = {"settings": {"severity": {"ICS-23": "information"}}}
    assert judge_record(changed("middle", FAULT | downgraded)).exit_code(strict=True) == 0
    required = {"settings": {"training_is_required": True}, "people/so/certificates": []}
    assert judge_record(changed("middle", required)).exit_code() == 1


@pytest.mark.parametrize("base", BASES)
def test_the_same_record_gives_the_same_report(base: str) -> None:
    changes: dict[str, Any] = (
        {"people/director/certificates": []} if base != "small" else {"people/doc/certificates": []}
    )
    first, second = (judge_record(changed(base, changes)) for _ in range(2))
    assert first.model_dump_json() == second.model_dump_json()
