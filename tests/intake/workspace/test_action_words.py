"""Response actions in scenario files, and a district's own words for them in ``district.yaml``."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.intake.workspace.scenario_files import parse_scenario
from tests.intake.small_workspace import DISTRICT, problems_of, the_problem, write_workspace

SCENARIO = """\
title: Quiet <lockdown> (invented)
drill_type: lockdown
format: physical
audience: everyone
minutes: 10
bands: [3-5]
objectives: [Everyone knows the <lockdown> spot.]
facts: {simulation: false}
scripts:
  3-5: {say: [This is a drill.], do: [Sit down.], close: The <lockdown> drill is over.}
announcements:
  begin: [This is a drill., <lockdown.call>]
translations:
  es:
    for_families: Un <lockdown>, o "<en.lockdown>".
    scripts:
      3-5: {say: [Es un simulacro.], close: El <lockdown> terminó.}
accommodations: [Ask each person beforehand.]
debrief: [{bands: [3-5], say: "What is a <lockdown>?"}]
positions: [CMD-IC]
sources: [invented for tests]
"""
OWN_WORDS = """\
vocabulary:
  lockdown:
    word: quiet room
    directive: Lock up.
    translations: {es: {word: salón tranquilo}}
"""


def test_every_text_of_a_scenario_has_the_bundled_words() -> None:
    scenario = parse_scenario(SCENARIO.encode(), "scenarios/quiet.yaml")
    assert scenario.title == "Quiet lockdown (invented)"
    assert scenario.translations["es"].for_families == 'Un cierre de emergencia, o "lockdown".'
    assert "<" not in scenario.model_dump_json()


def test_every_text_of_a_scenario_has_the_district_s_words(tmp_path: Path) -> None:
    files = {"scenarios/quiet.yaml": SCENARIO, "district.yaml": DISTRICT + OWN_WORDS}
    scenario = read_workspace(write_workspace(tmp_path, files)).scenario_by_id["quiet"]
    assert scenario.title == "Quiet quiet room (invented)"
    assert scenario.objectives[0].say == "Everyone knows the quiet room spot."
    assert scenario.announcements is not None
    assert scenario.announcements.begin == ("This is a drill.", "Quiet room! Lock up.")
    assert scenario.debrief[0].say == "What is a quiet room?"
    spanish = scenario.translations["es"]
    assert spanish.for_families == 'Un salón tranquilo, o "quiet room".'
    assert next(iter(spanish.scripts.values())).close == "El salón tranquilo terminó."
    # The type and the id are words of the program, not of the district.
    assert (scenario.drill_type.value, scenario.scenario_id) == ("lockdown", "quiet")
    assert "lockdown" not in scenario.model_dump_json(exclude={"drill_type"})


def test_each_unknown_action_is_a_problem_with_its_line(tmp_path: Path) -> None:
    broken = SCENARIO.replace("a <lockdown>?", "a <lokdown>?").replace("El <lockdown>", "El <cierre>")
    first, second = problems_of(tmp_path, {"scenarios/quiet.yaml": broken})
    assert (first.file, first.line) == ("scenarios/quiet.yaml", 17)
    assert first.message == "'<cierre>' names no response action"
    assert first.value == "El <cierre> terminó."
    assert (second.line, second.message) == (19, "'<lokdown>' names no response action")
    assert second.allowed is not None
    assert second.allowed.endswith("the actions are hold, secure, lockdown, evacuate, shelter")


def test_an_unknown_action_is_told_with_the_file_s_other_problems() -> None:
    broken = SCENARIO.replace("minutes: 10", "minutes: 0").replace("Quiet <lockdown>", "Quiet <hush>")
    with pytest.raises(InputError) as raised:
        parse_scenario(broken.encode(), "quiet.yaml")
    assert [problem.line for problem in raised.value.problems] == [1, 5]


PLAIN = "write 1 to 120 letters on one line, without < and >"


@pytest.mark.parametrize(
    ("vocabulary", "line", "message", "allowed"),
    [
        ("{lockdwn: {word: x}}", 0, "'lockdwn' is not known here", "evacuate, hold, lockdown, secure, shelter"),
        ("\n  hold: {say: x}", 1, "'say' is not known here", "call, directive, translations, word"),
        ("\n  hold: {word: ''}", 1, f"'vocabulary.hold.word': {PLAIN}", None),
        ("\n  hold: {word: <b>}", 1, f"'vocabulary.hold.word': {PLAIN}", None),
        (
            "\n  hold: {word: Secure}",
            1,
            "'hold' and 'secure' would have one word, so nobody knew what to do",
            "a word for each action",
        ),
        (
            "\n  hold: {translations: {spanish: {word: x}}}",
            1,
            "'vocabulary.hold.translations.spanish': write a language by its two letters, such as es for Spanish",
            None,
        ),
        ("[hold]", 0, "'vocabulary': this must be keys with values", None),
    ],
)
def test_a_district_s_words_that_cannot_be_used_are_refused(
    tmp_path: Path, vocabulary: str, line: int, message: str, allowed: str | None
) -> None:
    found = the_problem(tmp_path, {"district.yaml": f"{DISTRICT}vocabulary: {vocabulary}\n"})
    assert (found.file, found.line) == ("district.yaml", len(DISTRICT.splitlines()) + 1 + line)
    assert (found.message, found.allowed) == (message, allowed)
