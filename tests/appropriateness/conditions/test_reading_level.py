"""How hard lines are to understand: grades that were computed by hand from the formula of Flesch and Kincaid."""

from __future__ import annotations

import pytest

from drillplanner.appropriateness.conditions.reading_level import reading_grade, sentences_in, words_in


@pytest.mark.parametrize(
    ("word", "grade"),
    [
        # 30 words in one sentence: 0.39 * 30 + 11.8 * syllables - 15.59.
        ("sit", 8),
        ("safe", 8),  # the e at the end is silent
        ("the", 8),  # here it is the only vowel
        ("hmm", 8),  # no vowel, and yet one syllable
        ("WATER", 20),
        ("table", 20),  # an e that is heard
        ("quiet", 8),  # vowels in a row are taken for one, though this word has two syllables
        ("banana", 32),
    ],
)
def test_syllables_are_groups_of_vowels_without_a_silent_e(word: str, grade: int) -> None:
    assert reading_grade([" ".join([word] * 30) + "."]) == grade


def test_short_sentences_are_easier_and_a_grade_is_never_below_0() -> None:
    assert reading_grade(["Sit on the mat by me."] * 5) == 0  # the formula gives -1.45
    assert reading_grade([" ".join(["window"] * 3) + "."] * 10) == 9  # 1.17 + 23.6 - 15.59
    assert reading_grade([" ".join(["window"] * 15) + "."] * 2) == 14  # 5.85 + 23.6 - 15.59


def test_fewer_than_30_words_say_nothing() -> None:
    assert reading_grade([" ".join(["sit"] * 29)]) is None
    assert reading_grade([]) is None


def test_a_reader_pauses_at_the_end_of_a_sentence_a_colon_and_a_semicolon() -> None:
    text = " “Sit.” Listen: I am here; are you? Yes! Wait, please. It is 8:30.  "
    assert sentences_in(text) == [
        "“Sit.",
        "Listen:",
        "I am here;",
        "are you?",
        "Yes!",
        "Wait, please.",
        "It is 8:30.",
    ]
    assert sentences_in("  ") == []
    assert words_in("Don’t run – walk-through at 8, it's calm.") == [
        "Don’t",
        "run",
        "walk-through",
        "at",
        "8",
        "it's",
        "calm",
    ]
