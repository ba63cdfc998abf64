"""Each finding about old papers: its check fails on papers of that version, and passes on those printed today.

``papers_before_tiers.json.xz`` has the papers of one school of the example, printed before papers had tiers, as
text; made by ``python -m benchmarks.paper_findings --old … --keep``. People and agencies are invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.finished_papers import SchoolPapers, kept, school_papers
from benchmarks.paper_findings import FINDINGS, Check, table
from drillplanner import api
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.registry import load_output
from tests.publish.conftest import changed

SCHOOL = "collins"
OLD = Path(__file__).with_name("papers_before_tiers.json.xz")
#: As many fire drills as are printed today: the first ones of the year. Of other types, one each.
FIRE_DRILLS = 3


@pytest.fixture(scope="module")
def old() -> SchoolPapers:
    return kept(OLD)


@pytest.fixture(scope="module")
def today(planned_example: Path, tmp_path_factory: pytest.TempPathFactory) -> SchoolPapers:
    """Return papers of some drills of the same school, by the program as it is."""
    prepared, plan = api.prepare(planned_example), api.read_plan(planned_example)
    at_school = sorted((drill for drill in plan.drills if drill.campus_id == SCHOOL), key=lambda drill: drill.date)
    number: dict[str, int] = {}
    drills = []
    for drill in at_school:
        number[drill.drill_type] = number.get(drill.drill_type, 0) + 1
        if number[drill.drill_type] <= (FIRE_DRILLS if drill.drill_type == "fire_evacuation" else 1):
            drills.append(drill)
    ids = {drill.drill_id for drill in drills}
    workspace = changed(
        prepared.workspace,
        campuses=tuple(campus for campus in prepared.workspace.campuses if campus.campus_id == SCHOOL),
    )
    tasks = tuple(task for task in plan.tasks if task.drill_id in ids)
    request = PublishRequest(changed(plan, drills=tuple(drills), tasks=tasks), workspace, ())
    folder = tmp_path_factory.mktemp("papers")
    for output in ("sheets", "exercises", "notices"):
        list(load_output(output).write(request, folder))
    return school_papers(planned_example, SCHOOL, folder)


@pytest.mark.parametrize(("what", "check"), FINDINGS)
def test_each_check_fails_on_the_old_papers(what: str, check: Check, old: SchoolPapers) -> None:
    wrong, of = check(old)
    assert 0 < wrong <= of, what


@pytest.mark.parametrize(("what", "check"), FINDINGS)
def test_each_check_passes_on_the_papers_of_today(what: str, check: Check, today: SchoolPapers) -> None:
    wrong, of = check(today)
    assert (wrong, of > 0) == (0, True), what


def test_the_table_has_a_line_for_each_finding() -> None:
    counted = {what: (1, 2) for what, _ in FINDINGS}
    assert len(list(table(counted, counted))) == 2 + len(FINDINGS)
