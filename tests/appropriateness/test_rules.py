"""Reading rule files: the bundled ones, and what is said about broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.appropriateness import load_rules, read_rules
from drillplanner.appropriateness.conditions import AllOf, ScriptHas
from drillplanner.appropriateness.rules import Directness, Known, Rule
from drillplanner.errors import InputError

GOOD = """\
id: OURS-1
statement: No sirens.
protects: all students
severity: required
applies: students
violated_when: {fact: sensory, any_item: {kind: siren}}
message: There is a siren.
sources:
  - {name: An invented source, address: "https://example.org/", directness: says_it, known: text}
"""


def words_of(rule: Rule) -> tuple[str, ...]:
    assert isinstance(rule.violated_when, AllOf)
    return next(one.has_any_of for one in rule.violated_when.all if isinstance(one, ScriptHas))


def test_bundled_rules_are_in_order_of_their_numbers() -> None:
    numbers = [int(rule.id.removeprefix("DA-")) for rule in load_rules()]
    assert numbers == sorted(set(numbers))
    assert {101, 102, 103, 104, 105, 107, 108, 109, 110, 111, 112, 113, 114} <= set(numbers)
    assert {201, 202, 207, 303, 304, 305, 307, 502, 503, 504} <= set(numbers)


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_a_binding_rule_rests_on_a_source_that_was_read(rule: Rule) -> None:
    read = [source for source in rule.sources if source.known is not Known.UNREAD]
    assert any(source.directness is not Directness.INFERRED for source in read) or rule.id in {
        # Nobody says it outright: the rule's own file marks every source as an inference.
        "DA-112",
    }


def test_both_young_bands_share_one_word_list() -> None:
    rules = {rule.id: rule for rule in load_rules()}
    assert words_of(rules["DA-502"]) == words_of(rules["DA-503"])
    assert {"gun", "shooter", "killer", "bad guy", "intruder", "attack", "die", "weapon", "bomb"} <= set(
        words_of(rules["DA-502"])
    )
    assert set(words_of(rules["DA-504"])) - {"victim", "victims", "casualty", "casualties", "massacre"} < set(
        words_of(rules["DA-502"])
    )


def test_a_folder_of_ones_own_is_read(tmp_path: Path) -> None:
    (tmp_path / "OURS-1-sirens.yaml").write_text(GOOD, encoding="utf-8")
    assert [rule.id for rule in read_rules(tmp_path)] == ["OURS-1"]
    assert read_rules(tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("kind: siren", "kind: sirene", 6, "'sirene' is no word of 'sensory.kind'"),
        ("kind: siren", "kind: sirene", 6, "Maybe you meant 'siren'."),
        ("{kind: siren}", "{sort: siren}", 6, "'sensory' has no field 'sort'; allowed: audience, kind, source"),
        ("fact: sensory,", "fact: sensors,", 6, "'sensors' is not a list of things"),
        (
            "{fact: sensory, any_item: {kind: siren}}",
            "{fact: simulatoin, is: true}",
            6,
            "Maybe you meant 'simulation'.",
        ),
        (
            "{fact: sensory, any_item: {kind: siren}}",
            "{fact: simulation, is: maybe}",
            6,
            "true or false, not 'maybe'",
        ),
        (
            "{fact: sensory, any_item: {kind: siren}}",
            "{fact: ladder_level, is: high}",
            6,
            "a whole number, not 'high'",
        ),
        (
            "{fact: sensory, any_item: {kind: siren}}",
            "{fact: contact, is: forced}",
            6,
            "allowed: none, optional_assist",
        ),
        (
            "{fact: sensory, any_item: {kind: siren}}",
            "{fact: sensory, is: siren}",
            6,
            "is a list; ask it with 'any_item'",
        ),
        ("{fact: sensory, any_item: {kind: siren}}", "{fact: simulation, at_least: 3}", 6, "is not a number"),
        (
            "{fact: sensory, any_item: {kind: siren}}",
            "{fact: simulation}",
            6,
            "this is not a condition; allowed: 'any'",
        ),
        ("{fact: sensory, any_item: {kind: siren}}", "{any: []}", 6, "at least 1 item"),
        ("{fact: sensory, any_item: {kind: siren}}", "{script: [say], has_any_of: ['  ']}", 6, "has no letter"),
        ("{fact: sensory, any_item: {kind: siren}}", "{band: [K]}", 6, "has a value that is not known"),
        ("severity: required", "severity: mandatory", 4, "'prohibited', 'required' or 'recommended'"),
        ("message: There is a siren.\n", "", 1, "'message' is missing"),
        ('address: "https://example.org/"', "address: a book", 9, "pattern"),
        ("id: OURS-1", "id: OURS-2", 1, "does not begin with the rule's id"),
        ("protects:", "protect:", 3, "Maybe you meant 'protects'."),
    ],
)
def test_a_broken_file_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    (tmp_path / "OURS-1-sirens.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_rules(tmp_path)
    told = str(caught.value)
    assert f"OURS-1-sirens.yaml:{line}: " in told
    assert words in told


def test_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "OURS-1.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "OURS-1-again.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "OURS-2.yaml").write_text(GOOD.replace("siren}", "sirene}"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_rules(tmp_path)
    told = str(caught.value)
    assert "another file has this id already" in told
    assert "'sirene' is no word" in told
    assert len(caught.value.problems) == 2
