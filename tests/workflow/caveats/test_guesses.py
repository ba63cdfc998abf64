"""What init guessed is named by check and plan until someone confirms or corrects it."""

from __future__ import annotations

from pathlib import Path

from drillplanner import api
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.model import CaveatKind
from drillplanner.workflow.caveats.before_you_rely import caveats_of_files


def guesses_of(place: Path) -> list[str]:
    found = caveats_of_files(api.prepare(place))
    return [caveat.answer.rpartition("confirmed=")[2] for caveat in found if caveat.kind is CaveatKind.GUESS]


def test_the_guesses_of_init_are_caveats_until_they_are_settled(tmp_path: Path) -> None:
    place = tmp_path / "district"
    initialize(place, "NJ", year="2026-27")
    everything = ["calendar", "campuses", "buses", "bells", "agencies"]
    assert guesses_of(place) == everything
    api.answer(place, api.Answer("confirmed", "agencies"))
    api.answer(place, api.Answer("buses", "no"))
    assert guesses_of(place) == ["calendar", "campuses", "bells"]
    for guess in guesses_of(place):
        api.answer(place, api.Answer("confirmed", guess))
    assert guesses_of(place) == []
    assert not any(campus.facts["buses"] for campus in api.prepare(place).workspace.campuses)
