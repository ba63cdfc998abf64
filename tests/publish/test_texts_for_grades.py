"""Documents of a campus, read back: of the texts for some grades, they have only those for its own grades."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import cache, partial
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
from drillplanner.publish.core.paper.tiers import PaperAmount
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
DISCUSSION, FUNCTIONAL = "active-assailant-discussion", "functional-exercise"
OUTPUTS = ("sheets", "forms", "exercises", "notices", "icalendar")
#: Which texts of a scenario each kind of document has.
TEXTS_OF_KIND = {
    "sheets": {"aim", "notice", "support", "question", "sentence", "step"},
    "scripts": {"aim", "notice", "support", "question", "sentence", "step"},
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


def with_marked_texts(scenario: Scenario) -> Scenario:
    """Return the scenario with extra texts, one for young and one for old grades, wherever it can have texts."""

    def for_both_groups(what: str) -> tuple[GradedText, ...]:
        return tuple(GradedText(bands=bands, say=f"{group}{what} is here.") for group, bands in GROUPS.items())

    exercise = scenario.exercise
    assert exercise is not None
    evaluations = tuple(
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
        objectives=(*scenario.objectives, *for_both_groups("aim")),
        announced_to=(*scenario.announced_to, *for_both_groups("notice")),
        accommodations=(*scenario.accommodations, *for_both_groups("support")),
        debrief=(*scenario.debrief, *for_both_groups("question")),
        staff_script=script
        and changed(
            script, say=(*script.say, *for_both_groups("sentence")), do=(*script.do, *for_both_groups("step"))
        ),
        exercise=changed(
            exercise,
            evaluation=(*exercise.evaluation, *evaluations),
            modules=modules,
            events=(*exercise.events, *events) if exercise.events else (),
        ),
    )


@cache
def documents(name: str) -> dict[str, str]:
    """Return the text of all documents of a discussion and a functional exercise at a campus, by kind."""
    talk = partial(held, DrillType.ACTIVE_ASSAILANT, DISCUSSION, audience="everyone", grades=None)
    drills = (
        talk(date(2025, 12, 2), format="lesson"),
        talk(date(2026, 1, 13), format="tabletop", drill_id="oak-talk-02"),
        held(DrillType.FUNCTIONAL, FUNCTIONAL, date(2026, 3, 10), format="walk_through", grades=None),
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
        scenarios=tuple(
            with_marked_texts(scenario)
            for scenario in scenarios()
            if scenario.scenario_id in (DISCUSSION, FUNCTIONAL)
        ),
    )
    request = replace(
        base, plan=changed(base.plan, drills=drills, tasks=tasks), workspace=workspace, paper=PaperAmount.FULL
    )
    texts_by_kind: dict[str, list[str]] = defaultdict(list)
    with TemporaryDirectory() as folder:
        for output in OUTPUTS:
            for path in load_output(output).write(request, Path(folder)):
                texts_by_kind[_kind(output, path)].append(_read(path))
        *_, scripts = load_output("sheets").write(replace(request, paper=PaperAmount.TIERS), Path(folder))
        texts_by_kind["scripts"].append(_read(scripts))
    return {kind: " ".join(texts) for kind, texts in texts_by_kind.items()}


def _kind(output: str, path: Path) -> str:
    if output != "exercises":
        return output
    return next((kind for kind in load_reference().document_kinds if path.stem.endswith(kind)), "of the district")


def _read(path: Path) -> str:
    """Return the text of a PDF, calendar, table, or text file, with lines joined."""
    if path.suffix == ".pdf":
        return " ".join(pages_of(path.read_bytes()))
    return re.sub(r"\s+", " ", path.read_text(encoding="utf-8").replace("\n ", "").replace("\\n", " "))


@pytest.mark.parametrize(("campus", "kind"), list(product(CAMPUSES, TEXTS_OF_KIND)))
def test_a_document_has_only_the_texts_for_the_grades_of_its_campus(campus: str, kind: str) -> None:
    text = documents(campus)[kind]
    for group, bands in GROUPS.items():
        is_taught = set(bands_of(CAMPUSES[campus])) & set(bands)
        seen = set(re.findall(rf"\b{group}(aim|notice|support|question|sentence|step|ask|event)\b", text))
        assert seen == (TEXTS_OF_KIND[kind] if is_taught else set()), group
        # Targets and tasks of an objective go with it.
        if not is_taught:
            assert not re.search(rf"\b{group}(target|task)\b", text)


@pytest.mark.parametrize("kind", TEXTS_OF_KIND)
def test_a_text_for_some_grades_of_the_campus_names_them(kind: str) -> None:
    for campus in CAMPUSES:
        text = documents(campus)[kind]
        # An inject goes with its objective, which names the grades.
        for what in TEXTS_OF_KIND[kind] - {"event"}:
            for group, grades in (("Young", "K-5"), ("Old", "6-8")):
                named = len(re.findall(rf"\(Grades {grades}\) {group}{what}\b", text))
                assert named == (len(re.findall(rf"\b{group}{what}\b", text)) if campus == "K-8" else 0)


def test_every_kind_of_document_is_tested() -> None:
    assert set(documents("K-8")) == {*TEXTS_OF_KIND, "of the district"}
    assert {*load_reference().document_kinds, *OUTPUTS, "scripts"} - {"exercises"} == set(TEXTS_OF_KIND)


def test_the_grades_of_a_drill_take_precedence_over_those_of_its_campus() -> None:
    base = exercise_request(with_ledger=False)
    campuses = tuple(changed(campus, grades=CAMPUSES["K-8"]) for campus in base.workspace.campuses)
    drill = held(DrillType.ACTIVE_ASSAILANT, DISCUSSION, date(2025, 12, 2), grades=("6",))
    request = replace(base, workspace=changed(base.workspace, campuses=campuses))
    for_drill, for_campus = request.details(drill).text, request.details(changed(drill, grades=None)).text
    assert for_drill is not None and for_campus is not None
    assert all("(Grade" not in text for text in for_drill.objectives)
    assert any("(Grades K-5)" in text for text in for_campus.objectives)
