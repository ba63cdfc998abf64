"""The registry agrees with the packs: it lists each, and says that a topic is missing only where it is."""

from __future__ import annotations

import pytest

from drillplanner.law import bundled_fire_codes, bundled_states, load_fire_code, load_state_pack
from drillplanner.law.coverage.registry import Missing, load_registry
from drillplanner.law.coverage.standing import Standing, coverage_of
from drillplanner.law.coverage.topics import Topic

#: What the pack's own requirements decide, so that no entry may say otherwise.
HELD = {Standing.READ_IN_LAW, Standing.KNOWN_FROM_SUMMARY, Standing.KNOWN_FROM_OTHERS}


def test_every_pack_is_listed_with_its_name_and_day() -> None:
    entries = load_registry().packs
    assert [entry.state for entry in entries if entry.state] == list(bundled_states())
    assert [entry.code for entry in entries if entry.code] == list(bundled_fire_codes())
    for entry in entries:
        pack = load_fire_code(entry.short) if entry.code else load_state_pack(entry.short)
        assert (entry.name, entry.verified) == (pack.name, pack.reviewed)


def test_every_requirement_that_was_found_is_in_its_pack() -> None:
    for entry in load_registry().packs:
        pack = load_fire_code(entry.short) if entry.code else load_state_pack(entry.short)
        found = {f"{entry.short}-{number:02d}" for number in range(1, entry.records + 1)}
        assert found <= set(pack.ids), pack.name
        assert {mandate_id.split(".")[0] for mandate_id in pack.ids} == found, pack.name


def test_topics_are_listed_once_for_states_that_have_a_pack() -> None:
    keys = [(entry.state, list(Topic).index(entry.topic)) for entry in load_registry().topics]
    assert keys == sorted(set(keys)), "sort the topics of coverage.yaml by state and topic, each once"
    assert {state for state, _ in keys} <= set(bundled_states())


@pytest.mark.parametrize("state", bundled_states())
def test_nothing_is_called_missing_that_the_pack_holds(state: str) -> None:
    pack, registry = load_state_pack(state), load_registry()
    without_entries = registry.model_copy(update={"topics": ()})
    for covered in coverage_of(pack, state, without_entries):
        entry = registry.topics_of(state).get(covered.topic)
        if entry is not None and entry.missing is not Missing.TEXT_NOT_READ:
            assert covered.part or covered.standing not in HELD, f"{state}: take {covered.topic} out of 'topics'"


@pytest.mark.parametrize("state", bundled_states())
def test_entries_name_what_the_pack_has_and_what_it_may_lack(state: str) -> None:
    pack = load_state_pack(state)
    questions = {question.question_id: question for question in pack.open_questions}
    named = [name for entry in load_registry().topics_of(state).values() for name in entry.see]
    assert set(named) <= {*questions, *pack.ids}, "'see' in coverage.yaml names what the pack does not have"
    for name, question in questions.items():
        if question.may_lack:
            assert name in named, f"say in 'topics' of coverage.yaml which topic {name} is about"
