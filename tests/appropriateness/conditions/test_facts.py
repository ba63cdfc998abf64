"""Which facts a rule may test, of which kind each is, and what is said of one that is unknown on a date."""

from __future__ import annotations

import pytest

from drillplanner.appropriateness.conditions.facts import fields_of_items, known_facts, unknown_fact_sentences
from drillplanner.model.scenarios.fact_parts import Notice


@pytest.mark.parametrize(
    ("fact", "kind"),
    [
        ("announced", "yes_or_no"),
        ("access.plans_confirmed", "yes_or_no"),
        ("placed.exam_near", "yes_or_no"),
        ("minutes", "number"),
        ("minutes_short", "number"),
        ("hidden_minutes", "number"),
        ("placed.school_day", "number"),
        ("drill_type", "word"),
        ("contact", "word"),
        ("teaching.forms", "words"),
        ("planning_team", "words"),
        ("positions", "names"),
        ("props", "items"),
        ("placed.notices", "items"),
    ],
)
def test_a_fact_has_the_kind_of_its_field(fact: str, kind: str) -> None:
    assert known_facts.__wrapped__()[fact].kind == kind


def test_a_word_has_the_words_that_a_scenario_file_may_hold() -> None:
    facts = known_facts.__wrapped__()
    assert facts["contact"].allowed_values == ("none", "optional_assist", "required")
    assert facts["teaching.forms"].allowed_values == ("talk", "story", "pictures", "video", "walk_through")
    assert facts["minutes"].allowed_values == facts["positions"].allowed_values == ()


def test_a_rule_tests_no_date_no_free_text_and_no_group_as_a_whole() -> None:
    facts = known_facts.__wrapped__()
    assert not {"placed.date", "date", "title", "access", "placed"} & set(facts)
    assert list(facts) == sorted(facts)


def test_the_fields_of_a_list_are_tested_one_by_one() -> None:
    assert known_facts.__wrapped__()["notices"].model is Notice
    kinds = {field: fact_type.kind for field, fact_type in fields_of_items.__wrapped__("notices").items()}
    assert kinds == {
        "audience": "word",
        "when": "word",
        "hours_before": "number",
        "same_day": "yes_or_no",
        "home_languages": "yes_or_no",
        "accessible": "yes_or_no",
        "contents": "words",
    }
    assert fields_of_items.__wrapped__("minutes") == {}


def test_an_unknown_fact_of_a_date_is_named_in_words_and_its_fields_as_their_list() -> None:
    exam = unknown_fact_sentences("placed.exam_near")
    assert exam is not None
    assert exam.unknown == "whether a major examination is near"
    notices = unknown_fact_sentences("placed.notices[0].hours_before")
    assert notices is not None
    assert notices == unknown_fact_sentences("placed.notices")
    assert notices.unknown == "which notices go out, and when"
    assert unknown_fact_sentences("facts.notices[0].hours_before") is None
