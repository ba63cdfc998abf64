"""Under the law of every state the example district gets a lawful year: one campus of each kind is planned."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.law import bundled_states
from drillplanner.workflow.example import HOME
from tests.worked.district import district, planned

ONE_OF_EACH_KIND = ("burnet-hill", "mount-pleasant-middle", "heritage", "livingston-high")


@pytest.mark.parametrize("state", [state for state in bundled_states() if state != HOME])
def test_a_lawful_year_is_found(state: str, tmp_path: Path) -> None:
    # ``planned`` judges what was written, and fails where a duty is violated or an entry is impossible.
    outcome = planned(district(tmp_path, state, ONE_OF_EACH_KIND))
    assert {verdict.campus_id for verdict in outcome.report.verdicts} == set(ONE_OF_EACH_KIND)
    assert outcome.plan.state == state
