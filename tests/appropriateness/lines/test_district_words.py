"""A district's own words for response actions leave the bundled scenarios usable, without reading them anew."""

from __future__ import annotations

import pytest

from drillplanner.appropriateness import judge_scenario
from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model.scenarios.line_answers import LineAnswers
from drillplanner.model.scenarios.response_actions import Vocabulary
from tests import fast_yaml

#: Words that districts use in place of those of the protocol; "lockout" is its older word for secure.
OWN_WORDS = {
    "hold": {"word": "stay put", "translations": {"es": {"word": "quedarse quietos"}}},
    "secure": {"word": "lockout", "translations": {"es": {"word": "acceso bloqueado"}}},
    "lockdown": {"word": "quiet room", "directive": "Lock up, lights low, out of view."},
    "shelter": {"word": "shelter in place"},
}


@pytest.mark.parametrize(
    "stem", ["hold", "secure", "lockdown", "shelter-hazmat", "emergency-procedures-lesson", "active-assailant"]
)
def test_a_scenario_with_the_district_s_words_is_as_right_as_the_bundled_one(stem: str) -> None:
    path = next(path for path in bundled_scenarios() if path.stem == stem)
    bundled = parse_scenario(path.read_bytes(), path.name)
    vocabulary = Vocabulary.model_validate(OWN_WORDS)
    own = parse_scenario(path.read_bytes(), path.name, vocabulary=vocabulary)
    assert own != bundled
    answers = LineAnswers(vocabulary=vocabulary)
    assert judge_scenario(own, answers=answers).findings == judge_scenario(bundled).findings


def _findings_with(
    call: str, line: str | None = None, *, language: str = "en"
) -> list[tuple[str, str, str | None]]:
    """Return status, rule, and place of what is found in the bundled lockdown with a call, and a line if given."""
    words: dict[str, object] = {"call": call}
    vocabulary = Vocabulary.model_validate(
        {"lockdown": words if language == "en" else {"translations": {language: words}}}
    )
    path = next(path for path in bundled_scenarios() if path.stem == "lockdown")
    data = fast_yaml.load(path.read_bytes())
    if line is not None:
        data["scripts"]["9-12"]["say"].append(line)
    raw = fast_yaml.dump(data).encode()
    scenario = parse_scenario(raw, path.name, vocabulary=vocabulary)
    screening = judge_scenario(scenario, answers=LineAnswers(vocabulary=vocabulary))
    # DA-213 asks that the call has the word that the children learn; here only what it says is looked at.
    return [
        (finding.status, finding.rule, finding.evidence.field)
        for finding in screening.findings
        if finding.rule != "DA-213"
    ]


@pytest.mark.parametrize(
    "call",
    [
        "Clear the building!",
        "Freeze! Stay in your room.",
        "Quiet room! Lock up, lights low, out of view.",
        "Perimeter lockdown! Inside, lock the outside doors.",
        "Leave! Leave! Leave!",
    ],
)
def test_a_district_s_call_is_not_doubted(call: str) -> None:
    """The reader alone would ask about some of these: their meaning is known, since the district set them."""
    assert _findings_with(call) == _findings_with("Lockdown! Locks, lights, out of sight.")


def test_a_call_that_is_written_out_as_a_line_is_not_doubted() -> None:
    assert _findings_with("Clear the building!", "Clear the building!") == _findings_with("Clear the building!")


def test_a_line_that_quotes_a_call_is_read_as_if_it_quoted_the_bundled_one() -> None:
    line = "When the speaker says “{}” look at your teacher."
    bundled = "Lockdown! Locks, lights, out of sight."
    assert _findings_with("Run!", line.format("Run!")) == _findings_with(bundled, line.format(bundled))


@pytest.mark.parametrize(
    "call",
    [
        "Lockdown! A gunman is coming!",
        "Run for your lives! Shooter in the hall!",
        "Grab something heavy and throw it at him!",
        "Lockdown! An officer will bang on the doors and yell.",
        "Lockdown! Whoever makes a noise dies.",
        "Everybody scream and run!",
        "Lockdown! Lock the door. Get ready to fight.",
    ],
)
def test_harm_does_not_hide_in_a_call(call: str) -> None:
    assert "violation" in {status for status, _, _ in _findings_with(call)}


@pytest.mark.parametrize(
    "call",
    [
        "¡Cierre! Viene un hombre armado.",
        "¡Cierre! Quien hable pierde el recreo.",
        "¡Cierre! Un policía va a golpear las puertas y a gritar.",
    ],
)
def test_harm_does_not_hide_in_a_spanish_call(call: str) -> None:
    found = _findings_with(call, language="es")
    assert ("violation", "vocabulary.lockdown.translations.es.call") in {
        (status, place) for status, _, place in found
    }


@pytest.mark.parametrize(
    "call",
    [
        "¡Cierre de emergencia! Llave, luces, fuera de la vista.",
        "¡Quietos! Quédense en su salón.",
        "¡Salgan, salgan, salgan!",
    ],
)
def test_a_district_s_spanish_call_is_not_doubted(call: str) -> None:
    plain = _findings_with("Lockdown! Locks, lights, out of sight.")
    assert _findings_with(call, language="es") == plain


def test_a_harmful_call_is_named_as_the_district_s_own() -> None:
    found = _findings_with("Lockdown! A gunman is coming!")
    assert ("violation", "vocabulary.lockdown.call") in {(status, place) for status, _, place in found}


def test_a_call_does_not_clear_the_words_around_it() -> None:
    """Only a sentence of its own is the district's call; what else a line says is read."""
    assert any(
        status == "violation" and (place or "").startswith("scripts.9-12.say")
        for status, _, place in _findings_with(
            "Clear the hall!", "A man in a mask will clear the hall! Then hide."
        )
    )


def test_no_text_hides_in_the_place_of_a_word() -> None:
    """A bundled line holds a district's word at its place, and nothing else."""
    line = "When the speaker says a man with a gun shoots at every door, we lock the door and move away from it."
    assert any(status == "violation" for status, _, _ in _findings_with("Quiet room!", line))
