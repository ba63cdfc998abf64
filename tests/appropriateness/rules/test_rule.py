"""Rule files: the bundled ones are read, and invalid ones are reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.appropriateness import load_rules, read_rules
from drillplanner.appropriateness.conditions.condition import ScriptHas
from drillplanner.appropriateness.conditions.inputs import leafs_of
from drillplanner.appropriateness.profiles.sources import Directness, SourceAccess, load_sources
from drillplanner.appropriateness.rules.rule import DevelopmentalRule, JudgedAt
from drillplanner.appropriateness.year_checks.named_checks import CHECKS
from drillplanner.files.errors import InputError
from drillplanner.model import Severity

GOOD = """\
id: OURS-1
statement: No sirens.
protects: all students
severity: required
applies: students
violated_when: {fact: sensory, any_item: {kind: siren}}
message: There is a siren.
sources:
  says_it: [NASSP]
"""


#: Rules that no source says outright or in part: their files mark every source as an inference.
INFERRED = {"DA-112", "DA-116", "DA-803", "DA-804", "DA-806", "DA-1207"}

#: The catalogue, family by family.
CATALOGUE = (
    *range(101, 117),
    *range(201, 214),
    *range(301, 310),
    *range(401, 408),
    *range(501, 516),
    *range(601, 614),
    *range(701, 708),
    *range(801, 807),
    *range(901, 907),
    *(1001, 1002, 1003, 1011, 1012, 1013),
    *range(1101, 1110),
    *range(1201, 1208),
)

#: Where each rule is judged that is not decided by the scenario alone; see docs/add-a-rule.md.
ELSEWHERE: dict[str, set[JudgedAt]] = {
    "DA-203": {JudgedAt.SCENARIO, JudgedAt.PLACEMENT},
    "DA-209": {JudgedAt.YEAR},
    "DA-301": {JudgedAt.YEAR},
    "DA-302": {JudgedAt.YEAR},
    "DA-304": {JudgedAt.SCENARIO, JudgedAt.PLACEMENT},
    "DA-305": {JudgedAt.SCENARIO, JudgedAt.PLACEMENT},
    "DA-401": {JudgedAt.YEAR},
    "DA-403": {JudgedAt.SCENARIO, JudgedAt.YEAR},
    "DA-404": {JudgedAt.YEAR},
    "DA-405": {JudgedAt.YEAR},
    "DA-406": {JudgedAt.PLACEMENT, JudgedAt.YEAR},
    "DA-601": {JudgedAt.SCENARIO, JudgedAt.PLACEMENT},
    "DA-701": {JudgedAt.SCENARIO, JudgedAt.PLACEMENT},
    "DA-1001": {JudgedAt.PLACEMENT},
    "DA-1002": {JudgedAt.PLACEMENT},
    "DA-1003": {JudgedAt.PLACEMENT},
    "DA-1011": {JudgedAt.PLACEMENT},
    "DA-1012": {JudgedAt.PLACEMENT},
    "DA-1102": {JudgedAt.SCENARIO, JudgedAt.PLACEMENT},
    "DA-1206": {JudgedAt.YEAR},
}


def words_of(rule: DevelopmentalRule) -> set[str]:
    """Return the English words that the rule's parts look for."""
    return {
        word
        for part in rule.parts
        if part.violated_when is not None
        for leaf in leafs_of(part.violated_when)
        if isinstance(leaf, ScriptHas) and leaf.language == "en"
        for word in leaf.has_any_of
    }


def test_all_rules_are_there_in_order() -> None:
    assert len(CATALOGUE) == 114
    assert [rule.id for rule in load_rules()] == [f"DA-{number}" for number in CATALOGUE]


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_each_rule_is_judged_where_the_page_says(rule: DevelopmentalRule) -> None:
    assert {part.judged for part in rule.parts} == ELSEWHERE.get(rule.id, {JudgedAt.SCENARIO})


def test_every_check_of_the_year_belongs_to_a_rule() -> None:
    assert {part.check for rule in load_rules() for part in rule.judged_at(JudgedAt.YEAR)} == set(CHECKS)


def test_sources_are_listed_once_each() -> None:
    addresses = [source.address for source in load_sources().values()]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_a_binding_rule_rests_on_a_source_that_was_read(rule: DevelopmentalRule) -> None:
    if rule.severity is Severity.RECOMMENDED:
        return
    read = [source for source in rule.sources if source.known is not SourceAccess.UNREAD]
    assert any(source.directness is not Directness.INFERRED for source in read) is (rule.id not in INFERRED)


def test_both_young_bands_share_one_word_list() -> None:
    rules = {rule.id: rule for rule in load_rules()}
    assert words_of(rules["DA-502"]) == words_of(rules["DA-503"])
    assert {"gun", "shooter", "killer", "bad guy", "intruder", "attack", "die", "weapon", "bomb"} <= words_of(
        rules["DA-502"]
    )
    own = {"victim", "victims", "casualty", "casualties", "massacre"}
    assert words_of(rules["DA-504"]) - own < words_of(rules["DA-502"])


def test_a_folder_with_rules_of_a_district_is_read(tmp_path: Path) -> None:
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
        ("{fact: sensory, any_item: {kind: siren}}", "{any: []}", 6, "entries that it must have: 1"),
        ("{fact: sensory, any_item: {kind: siren}}", "{script: [say], has_any_of: ['  ']}", 6, "has no letter"),
        ("{fact: sensory, any_item: {kind: siren}}", "{band: [K]}", 6, "has a value that is not known"),
        ("severity: required", "severity: mandatory", 4, "'prohibited', 'required' or 'recommended'"),
        ("message: There is a siren.\n", "", 1, "'message' is missing"),
        ("says_it: [NASSP]", "says_it: [NASPP]", 8, "no source has this key"),
        ("says_it: [NASSP]", "says_it: []", 1, "names at least one source"),
        (
            "violated_when: {fact: sensory, any_item: {kind: siren}}",
            "check: variety",
            1,
            "is decided by 'violated_when'",
        ),
        ("severity: required", "severity: required\njudged: year\ncheck: luck", 1, "is decided by a 'check'"),
        ("severity: required", "severity: required\ntells: [luck]", 5, "no switch is called 'luck'"),
        ("{fact: sensory, any_item: {kind: siren}}", "{switch: luck, is: true}", 6, "no switch is called 'luck'"),
        (
            "{fact: sensory, any_item: {kind: siren}}",
            "{term: about_violense}",
            6,
            "Maybe you meant 'about_violence'",
        ),
        (
            "{fact: sensory, any_item: {kind: siren}}",
            "{fact: minutes, above: long}",
            6,
            "no limit is called 'long'",
        ),
        (
            "{fact: sensory, any_item: {kind: siren}}",
            "{fact: notices, any_item: {hours_before: {above: 1, at_least: 2}}}",
            6,
            "one of 'at_least', 'above' and 'at_most'",
        ),
        ("id: OURS-1", "id: OURS-2", 1, "does not begin with the rule's id"),
        ("protects:", "protect:", 3, "Maybe you meant 'protects'."),
    ],
)
def test_an_invalid_file_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in GOOD
    (tmp_path / "OURS-1-sirens.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_rules(tmp_path)
    message = str(caught.value)
    assert f"OURS-1-sirens.yaml:{line}: " in message
    assert words in message


def test_problems_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    (tmp_path / "OURS-1.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "OURS-1-again.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "OURS-2.yaml").write_text(GOOD.replace("siren}", "sirene}"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_rules(tmp_path)
    message = str(caught.value)
    assert "another file has this id already" in message
    assert "'sirene' is no word" in message
    assert len(caught.value.problems) == 2
