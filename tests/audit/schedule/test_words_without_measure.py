"""Words that set no measure are called the law's only where the law was read; else the audit names the source."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.audit.schedule import judge_schedule
from drillplanner.law import bundled_states, derive_duties, load_law
from drillplanner.model import Confidence, Schedule, Verdict, Workspace
from tests.builders import calendar, campus, workspace

WASHOE = "Washoe County School District, questions on emergencies, on its own drills"
MODEL_POLICY = "Missouri Consultants for Education, model policy restating RSMo 170.315 from 2026-27"
EXERCISE = (
    "an age-appropriate active shooter exercise in which students, teachers, and other District staff participate"
)


@pytest.mark.parametrize(
    ("mandate", "words"),
    [
        ("NV-05", 'The law says "at different times during normal school hours"'),
        (
            "NV-01.public",
            f'Its words, as restated by {WASHOE}: "each school is required to conduct emergency drills"',
        ),
        ("MO-03.students", f'Its words, as restated by {MODEL_POLICY}: "{EXERCISE}"'),
    ],
)
def test_whose_words_they_are(mandate: str, words: str) -> None:
    reasons = [verdict.reason for verdict in verdicts_without_drills(mandate[:2]) if verdict.mandate == mandate]
    assert reasons
    assert all(f". {words}; it is read so: " in reason for reason in reasons)


@pytest.mark.parametrize("state", bundled_states())
def test_only_a_law_that_was_read_is_quoted(state: str) -> None:
    quoted = [verdict for verdict in verdicts_without_drills(state) if '. The law says "' in verdict.reason]
    assert {verdict.confidence for verdict in quoted} <= {Confidence.LEGAL_TEXT}


def verdicts_without_drills(state: str) -> tuple[Verdict, ...]:
    """Return what the audit says of a school year without a drill."""
    law, place = load_law(state, None), school_year()
    report = judge_schedule(Schedule(source="none", drills=()), place, derive_duties(law, place), {}, (), {})
    return report.verdicts


def school_year() -> Workspace:
    return workspace((campus("a"),), calendar(date(2026, 8, 17), date(2027, 5, 28)), year="2026-27")
