"""Papers of a campus, read back: of texts for some grades they have those that concern it, and no others."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.model import (
    CriticalTask,
    DiscussionQuestion,
    DrillType,
    Evaluation,
    GradeBand,
    Scenario,
    ScenarioEvent,
    Target,
    Task,
    ToldGroup,
    bands_of,
)
from drillplanner.model.scenarios.graded_text import GradedText
from drillplanner.publish.registry import load_output
from tests.publish.conftest import changed
from tests.publish.exercise_papers.test_output import held, scenarios
from tests.publish.exercise_papers.test_output import request as exercise_request
from tests.publish.forms.invented_school import pages_of

GROUPS = {
    "Young": (GradeBand.PK_K, GradeBand.GRADES_1_2, GradeBand.GRADES_3_5),
    "Old": (GradeBand.GRADES_6_8, GradeBand.GRADES_9_12),
}
CAMPUSES = {
    "K-5": ("K", "1", "2", "3", "4", "5"),
    "6-8": ("6", "7", "8"),
    "K-8": ("K", "1", "2", "3", "4", "5", "6", "7", "8"),
}
TALK, POST = "active-assailant-discussion", "functional-exercise"
OUTPUTS = ("sheets", "forms", "exercises", "notices", "icalendar")
#: Which texts of a scenario each kind of paper has.
HAS = {
    "sheets": {"aim", "notice", "support", "question", "sentence", "step"},
    "forms": {"aim", "notice", "support", "question", "sentence", "step"},
    "notices": {"aim", "support", "step"},
    "icalendar": {"question"},
    "situation-manual": {"aim", "ask"},
    "facilitator-guide": {"aim", "ask"},
    "exercise-plan": {"aim", "notice", "support"},
    "controller-handbook": {"aim", "step", "event"},
    "events-list": {"event"},
    "evaluation-guides": {"aim"},
    "hot-wash": {"aim", "question"},
    "after-action-report": {"aim"},
    "review": {"aim"},
}


def marked(scenario: Scenario) -> Scenario:
    """The scenario with one more text for young grades and one for old ones wherever it can have them."""

    def both(what: str) -> tuple[GradedText, ...]:
        return tuple(GradedText(bands=bands, say=f"{group}{what} is here.") for group, bands in GROUPS.items())

    exercise = scenario.exercise
    assert exercise is not None
    more = tuple(
        Evaluation(
            objective=len(scenario.objectives) + number,
            capability="planning",
            targets=(
                Target(
                    text=f"{group}target is here.",
                    tasks=(CriticalTask(id=group.lower(), text=f"{group}task is here.", source="Plan"),),
                ),
            ),
        )
        for number, group in enumerate(GROUPS, start=1)
    )
    questions = tuple(DiscussionQuestion(ask=f"{group}ask?", bands=bands) for group, bands in GROUPS.items())
    modules = tuple(changed(module, questions=(*module.questions, *questions)) for module in exercise.modules)
    events = tuple(
        ScenarioEvent(
            id=f"{group.lower()}-inject",
            minute=scenario.minutes,
            text=f"{group}event is here.",
            recipient="CMD-IC",
            expected="It is seen.",
            task=group.lower(),
        )
        for group in GROUPS
    )
    script = scenario.staff_script
    return changed(
        scenario,
        objectives=(*scenario.objectives, *both("aim")),
        announced_to=(*scenario.announced_to, *both("notice")),
        accommodations=(*scenario.accommodations, *both("support")),
        debrief=(*scenario.debrief, *both("question")),
        staff_script=script
        and changed(script, say=(*script.say, *both("sentence")), do=(*script.do, *both("step"))),
        exercise=changed(
            exercise,
            evaluation=(*exercise.evaluation, *more),
            modules=modules,
            events=(*exercise.events, *events) if exercise.events else (),
        ),
    )


@cache
def papers(name: str) -> dict[str, str]:
    """All that is published of a talk and a functional exercise at a campus of these grades, by kind of paper."""
    drills = (
        held(
            DrillType.ACTIVE_ASSAILANT, TALK, date(2025, 12, 2), format="lesson", audience="everyone", grades=None
        ),
        held(DrillType.FUNCTIONAL, POST, date(2026, 3, 10), format="walk_through", grades=None),
    )
    tasks = tuple(
        Task(
            task_id=f"XX-1/{drill.drill_id}",
            mandate_id="XX-1",
            campus_id="oak",
            drill_id=drill.drill_id,
            kind="notify",
            who="staff",
            text="Tell staff.",
            due=drill.date,
            due_words="before the drill",
            tells=(ToldGroup.STAFF,),
        )
        for drill in drills
    )
    base = exercise_request(with_ledger=False)
    workspace = changed(
        base.workspace,
        campuses=tuple(changed(campus, grades=CAMPUSES[name]) for campus in base.workspace.campuses),
        scenarios=tuple(marked(scenario) for scenario in scenarios() if scenario.scenario_id in (TALK, POST)),
    )
    request = replace(base, plan=changed(base.plan, drills=drills, tasks=tasks), workspace=workspace)
    found: dict[str, list[str]] = defaultdict(list)
    with TemporaryDirectory() as folder:
        for output in OUTPUTS:
            for path in load_output(output).write(request, Path(folder)):
                found[_kind(output, path)].append(_read(path))
    return {kind: " ".join(texts) for kind, texts in found.items()}


def _kind(output: str, path: Path) -> str:
    if output != "exercises":
        return output
    return next((kind for kind in load_reference().document_kinds if path.stem.endswith(kind)), "of the district")


def _read(path: Path) -> str:
    """The text of a PDF, calendar, table or page to paste, its lines joined."""
    if path.suffix == ".pdf":
        return " ".join(pages_of(path.read_bytes()))
    return re.sub(r"\s+", " ", path.read_text(encoding="utf-8").replace("\n ", "").replace("\\n", " "))


@pytest.mark.parametrize(("campus", "kind"), list(product(CAMPUSES, HAS)))
def test_a_paper_has_the_texts_that_concern_its_campus_and_no_others(campus: str, kind: str) -> None:
    text = papers(campus)[kind]
    for group, bands in GROUPS.items():
        there = set(bands_of(CAMPUSES[campus])) & set(bands)
        seen = set(re.findall(rf"\b{group}(aim|notice|support|question|sentence|step|ask|event)\b", text))
        assert seen == (HAS[kind] if there else set()), group
        # What serves an objective goes with it.
        if not there:
            assert not re.search(rf"\b{group}(target|task)\b", text)


@pytest.mark.parametrize("kind", HAS)
def test_where_some_of_the_grades_are_meant_the_text_says_which(kind: str) -> None:
    for campus in CAMPUSES:
        text = papers(campus)[kind]
        # An inject goes with the objective that it serves, which says whom it concerns.
        for what in HAS[kind] - {"event"}:
            for group, grades in (("Young", "K-5"), ("Old", "6-8")):
                named = len(re.findall(rf"\(Grades {grades}\) {group}{what}\b", text))
                assert named == (len(re.findall(rf"\b{group}{what}\b", text)) if campus == "K-8" else 0)


def test_every_kind_of_paper_of_an_exercise_was_looked_at() -> None:
    assert set(papers("K-8")) == {*HAS, "of the district"}
    assert {*load_reference().document_kinds, *OUTPUTS} - {"exercises"} == set(HAS)


def test_the_grades_of_a_drill_count_before_those_of_its_campus() -> None:
    base = exercise_request(with_ledger=False)
    campuses = tuple(changed(campus, grades=CAMPUSES["K-8"]) for campus in base.workspace.campuses)
    one = held(DrillType.ACTIVE_ASSAILANT, TALK, date(2025, 12, 2), grades=("6",))
    request = replace(base, workspace=changed(base.workspace, campuses=campuses))
    told, of_campus = request.details(one).text, request.details(changed(one, grades=None)).text
    assert told is not None and of_campus is not None
    assert all("(Grade" not in text for text in told.objectives)
    assert any("(Grades K-5)" in text for text in of_campus.objectives)
