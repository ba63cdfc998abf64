"""Texts of a scenario for readers of some grades, and the grades shown before them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.model import GRADES, GradeBand, Scenario, bands_of, format_grades
from drillplanner.model.grades import grades_in
from drillplanner.model.scenarios.adult_texts import scenario_text
from drillplanner.model.scenarios.graded_text import GradedText, texts_for
from tests.bundled_scenarios import BUNDLED

YOUNG, OLD = ("PK-K", "1-2", "3-5"), ("6-8", "9-12")

some_grades = st.lists(st.sampled_from(GRADES), min_size=1, unique=True).map(
    lambda few: tuple(sorted(few, key=GRADES.index))
)
some_bands = st.none() | st.lists(st.sampled_from(GradeBand), min_size=1, unique=True).map(tuple)


def with_texts(name: str, **changes: Any) -> Scenario:
    scenario = BUNDLED[name]
    return Scenario(**{field: getattr(scenario, field) for field in type(scenario).model_fields} | changes)


def graded(bands: tuple[str, ...], say: str) -> dict[str, object]:
    return {"bands": bands, "say": say}


@pytest.mark.parametrize(
    ("grades", "shown"),
    [
        (("K", "1", "5"), ("All.", "Young.")),
        (("6", "7", "8"), ("All.", "Old.")),
        (("5", "6"), ("All.", "(Grade 5) Young.", "(Grade 6) Old.")),
        (("K", "1", "2", "3", "4", "5", "6", "8"), ("All.", "(Grades K-5) Young.", "(Grades 6,8) Old.")),
        (None, ("All.", "(Grades PK-5) Young.", "(Grades 6-12) Old.")),
    ],
)
def test_only_texts_for_the_grades_are_shown_and_name_grades_unless_for_all(
    grades: tuple[str, ...] | None, shown: tuple[str, ...]
) -> None:
    texts = ("All.", graded(YOUNG, "Young."), graded(OLD, "Old."))
    for field in ("objectives", "announced_to", "accommodations", "debrief"):
        assert getattr(scenario_text(with_texts("lockdown", **{field: texts}), grades), field) == shown


def test_nothing_is_left_out_if_a_scenario_is_for_none_of_the_grades() -> None:
    older = BUNDLED["violence-prevention-lesson-older"]
    texts = ("All.", graded(("6-8",), "Middle."), graded(("9-12",), "High."))
    text = scenario_text(with_texts(older.scenario_id, debrief=texts), ("K", "1"))
    assert text.debrief == ("All.", "(Grades 6-8) Middle.", "(Grades 9-12) High.")


@given(st.lists(some_bands, max_size=6), some_grades)
def test_a_text_is_shown_to_exactly_the_grades_that_it_concerns(
    bands: list[tuple[GradeBand, ...] | None], grades: tuple[str, ...]
) -> None:
    texts = [GradedText(bands=text_bands, say=f"text {number}") for number, text_bands in enumerate(bands)]
    shown = texts_for(texts, grades)
    expected = []
    for number, text_bands in enumerate(bands):
        meant = [grade for grade in grades if text_bands is None or bands_of((grade,))[0] in text_bands]
        if meant:
            noun = "Grade" if len(meant) == 1 else "Grades"
            head = "" if len(meant) == len(grades) else f"({noun} {format_grades(tuple(meant))}) "
            expected.append(f"{head}text {number}")
    assert list(shown) == expected


@given(some_grades)
def test_grades_in_bands_are_all_grades_of_those_bands(grades: tuple[str, ...]) -> None:
    bands = bands_of(grades)
    assert grades_in(bands) == tuple(grade for grade in GRADES if bands_of((grade,))[0] in bands)


EXERCISE = {
    "evaluation": [
        {
            "objective": number,
            "capability": "planning",
            "targets": [{"text": f"Target {task}.", "tasks": [{"id": task, "text": task, "source": "Plan"}]}],
        }
        for number, task in ((1, "young"), (2, "old"), (3, "all"))
    ],
    "modules": [
        {
            "title": "Mixed",
            "minutes": 1,
            "situation": "A case.",
            "questions": [
                {"ask": "Both?", "tasks": ["young", "old"]},
                {"ask": "Old?", "bands": ["6-8", "9-12"], "tasks": ["old"]},
            ],
        },
        {
            "title": "Old",
            "minutes": 1,
            "situation": "A case.",
            "questions": [{"ask": "Old alone?", "bands": ["6-8", "9-12"]}],
        },
    ],
    "events": [
        {"id": "one", "minute": 0, "text": "One.", "recipient": "CMD-IC", "expected": "Done.", "task": "young"},
        {"id": "two", "minute": 1, "text": "Two.", "recipient": "CMD-IC", "expected": "Done.", "task": "old"},
        {
            "id": "three",
            "minute": 2,
            "kind": "contingency",
            "contingency_for": "two",
            "trigger": "Nothing by then.",
            "text": "Three.",
            "recipient": "CMD-IC",
            "expected": "Done.",
            "task": "all",
        },
    ],
}


def test_an_exercise_drops_what_serves_omitted_objectives() -> None:
    objectives = (graded(YOUNG, "Young."), graded(OLD, "Old."), "All.")
    scenario = with_texts("lockdown", objectives=objectives, positions=("CMD-IC",), exercise=EXERCISE)
    young = scenario_text(scenario, ("K", "1")).exercise
    old = scenario_text(scenario, ("9",)).exercise
    both = scenario_text(scenario, ("5", "6")).exercise
    assert young is not None and old is not None and both is not None
    assert [(question.objective, question.targets[0].text) for question in young.evaluation] == [
        (1, "Target young."),
        (2, "Target all."),
    ]
    assert [(question.objective, question.targets[0].text) for question in old.evaluation] == [
        (1, "Target old."),
        (2, "Target all."),
    ]
    asked = [[(question.ask, question.tasks) for question in module.questions] for module in young.modules]
    assert asked == [[("Both?", ("young",))]]
    asked = [[(question.ask, question.tasks) for question in module.questions] for module in both.modules]
    assert asked == [
        [("Both?", ("young", "old")), ("(Grade 6) Old?", ("old",))],
        [("(Grade 6) Old alone?", ())],
    ]
    # A contingency inject goes with what it rescues.
    assert [event.id for event in young.events] == ["one"]
    assert [event.id for event in old.events] == ["two", "three"]
    assert [event.id for event in both.events] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"objectives": ("All.", graded(OLD, "Old."))},
            "'objectives' speaks of 9-12, but 'bands' does not name it",
        ),
        ({"debrief": (graded(("6-8",), "Old."),)}, "'debrief' has nothing for 3-5, which 'bands' names"),
        ({"accommodations": (graded(("3-5",), "Y."),)}, "'accommodations' has nothing for 6-8"),
        (
            {"staff_script": {"say": ["All."], "do": [graded(("3-5",), "Y.")], "close": "It is over."}},
            "'staff_script.do' has nothing for 6-8",
        ),
        (
            {"staff_script": {"say": [graded(("PK-K",), "Y."), "All."], "do": ["All."], "close": "It is over."}},
            "'staff_script.say' speaks of PK-K",
        ),
        ({"exercise": {"modules": EXERCISE["modules"][1:]}}, "'exercise.modules' asks 9-12"),
    ],
)
def test_texts_for_unknown_bands_and_bands_without_texts_are_refused(
    changes: dict[str, Any], message: str
) -> None:
    bands = (GradeBand.GRADES_3_5, GradeBand.GRADES_6_8)
    whole = BUNDLED["fire-evacuation"]
    scripts = {band: whole.scripts[band] for band in bands}
    spanish = whole.translations["es"]
    translated = spanish.model_copy(update={"scripts": {band: spanish.scripts[band] for band in bands}})
    known = {"bands": bands, "scripts": scripts, "translations": {"es": translated}}
    assert with_texts(whole.scenario_id, **known).bands == bands
    with pytest.raises(ValueError, match=message):
        with_texts(whole.scenario_id, **known, **changes)


def test_announced_to_may_lack_some_grades() -> None:
    few = with_texts("lockdown", announced_to=(graded(OLD, "Old."),))
    assert scenario_text(few, ("K",)).announced_to == ()
