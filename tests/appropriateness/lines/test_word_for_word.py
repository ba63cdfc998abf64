"""A line in another language is brought to English words, in its own order."""

from __future__ import annotations

import pytest

from benchmarks.single_lines import verdict_with
from drillplanner.appropriateness.lines.word_for_word import in_english_words, words_of


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("Si haces ruido, nos pueden encontrar.", "if do noise, us can find."),
        ("¿Quién llama a la puerta?", "who knocks at the door?"),
        ("En voz alta y sin avisar", "out loud and without warning"),
        ("Zacatecas 12", "zacatecas 12"),
    ],
)
def test_each_word_is_english_if_the_list_has_it(spanish: str, english: str) -> None:
    assert in_english_words(spanish, "es") == english


def test_letters_typed_as_two_signs_are_the_same_letters() -> None:
    assert in_english_words("cami\u006e\u0303o nin\u0303o", "es") == in_english_words("camiño niño", "es")


def test_a_language_without_a_list_has_none() -> None:
    assert words_of("vi") is None
    assert words_of("../lines/words_es") is None
    with pytest.raises(ValueError, match="vi"):
        in_english_words("Xin chào", "vi")


def test_a_list_has_small_letters_and_no_empty_entry() -> None:
    known = words_of("es")
    assert known is not None
    for part in (known.phrases, known.words, known.stems):
        assert part
        assert [entry for entry in part.items() if entry[0] != entry[0].lower() or not entry[1].strip()] == []
    assert all(" " in phrase for phrase in known.phrases)
    assert not any(" " in word for word in (*known.words, *known.stems))


@pytest.mark.parametrize(
    ("band", "place", "text"),
    [
        ("6-8", "scripts.say", "Un adulto disfrazado va a mover las manijas y a golpear las puertas."),
        ("3-5", "scripts.say", "Por culpa de Luis tenemos que empezar otra vez."),
        ("9-12", "scripts.say", "Cuatro alumnos se acuestan en el pasillo como si estuvieran muertos."),
    ],
)
def test_a_harmful_line_in_spanish_does_not_pass(band: str, place: str, text: str) -> None:
    assert verdict_with("lockdown", band, f"translations.es.{place}", text)[0] != "ok"


@pytest.mark.parametrize(
    ("band", "text"),
    [
        ("1-2", "Nadie toca la puerta. Nos sentamos juntos."),
        ("6-8", "Puedes salir cuando quieras."),
    ],
)
def test_a_careful_line_in_spanish_passes(band: str, text: str) -> None:
    assert verdict_with("lockdown", band, "translations.es.scripts.say", text)[0] == "ok"
