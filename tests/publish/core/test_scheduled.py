"""A plan schedules: the sentence never says 'met' of it, tells tasks apart, and names what it leaves out."""

from __future__ import annotations

import pytest

from drillplanner.model import Confidence, DutyStatus, Verdict
from drillplanner.publish.core.scheduled import scheduled_sentences


def verdicts(
    met: int = 0, tasks: int = 0, violated: int = 0, unsure: int = 0, presumed: bool = False
) -> list[Verdict]:
    statuses = [DutyStatus.MET] * (met + tasks) + [DutyStatus.VIOLATED] * violated
    statuses += [DutyStatus.CANNOT_TELL] * unsure
    return [
        Verdict(
            campus_id="oak",
            duty=f"T-{number}",
            mandate="T",
            status=status,
            drills=(),
            reason="",
            cite="c",
            url="u",
            confidence=Confidence.LEGAL_TEXT,
            presumed=presumed,
            is_task=met <= number < met + tasks,
        )
        for number, status in enumerate(statuses)
    ]


@pytest.mark.parametrize(
    ("of_plan", "drills", "sentence"),
    [
        (verdicts(met=325), 200, "All 325 duties that we check have drills scheduled."),
        (
            verdicts(met=325, tasks=36),
            200,
            "All 325 duties that we check have drills scheduled; 36 more duties are tasks on the calendar.",
        ),
        (
            verdicts(met=3, tasks=1, unsure=2),
            4,
            "3 duties have drills scheduled; 1 more duty is a task on the calendar. We cannot tell whether 2 more "
            "duties are owed or met.",
        ),
        (verdicts(met=1), 1, "1 duty that we check has drills scheduled."),
        (verdicts(met=3, violated=1), 4, "1 duty is not met. 3 duties have drills scheduled."),
        (verdicts(met=2), 0, "No drill is planned: no duty that we check asks for one."),
        (verdicts(violated=1), 0, "1 duty is not met. No drill is planned."),
        (
            verdicts(met=3, presumed=True),
            3,
            "No known law that we check asks for a drill. 3 duties are only presumed, from a fire code that may "
            "not bind: 3 of them scheduled.",
        ),
        (
            verdicts(unsure=9, presumed=True),
            0,
            "No known law that we check asks for a drill. 9 duties are only presumed, from a fire code that may "
            "not bind: 0 of them scheduled.",
        ),
        (
            [*verdicts(met=1), *verdicts(unsure=2, presumed=True)],
            0,
            "No drill is planned: no known law that we check asks for one. 2 duties are only presumed, from a "
            "fire code that may not bind: 0 of them scheduled.",
        ),
    ],
)
def test_a_plan_schedules(of_plan: list[Verdict], drills: int, sentence: str) -> None:
    assert scheduled_sentences(of_plan, drills) == sentence
