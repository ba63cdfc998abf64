"""The trained reader: its word pieces, windows, and output."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.appropriateness.text import Context, Description, screen_description, screen_descriptions
from drillplanner.appropriateness.text.reader import reader_output_of
from drillplanner.appropriateness.text.reader.windows import MAX_PIECES, SHARED_PIECES, windows_of
from drillplanner.appropriateness.text.reader.word_pieces import vocabulary, word_pieces_of

NUMBERS = {number: piece for piece, number in vocabulary().items()}
WORDS = st.lists(st.sampled_from(["Officers", "won't", "fire-drill", "naïve", "moulage", "ÉCOLE", "(7)", "日本"]))
KNOWN = st.sampled_from([Context(), Context(grades="K-12", drill_type="lockdown", state="NJ")])


def spelled(text: str) -> list[str]:
    return [NUMBERS[piece.number] for piece in word_pieces_of(text)]


def test_an_unknown_word_is_read_in_parts() -> None:
    assert spelled("Moulage won't") == ["mo", "##ula", "##ge", "won", "'", "t"]
    assert spelled("É日本") == ["e", "日", "本"]
    assert spelled("x" * 101) == ["[UNK]"]


@given(WORDS.map(" ".join))
def test_pieces_match_the_text_at_their_positions(text: str) -> None:
    pieces = word_pieces_of(text)
    assert [(piece.start, piece.end) for piece in pieces] == sorted((piece.start, piece.end) for piece in pieces)
    for piece in pieces:
        part = NUMBERS[piece.number].removeprefix("##")
        assert part == "[UNK]" or len(part) == piece.end - piece.start


@given(st.integers(0, 1500), KNOWN)
@settings(max_examples=40, deadline=None)
def test_windows_overlap_and_lose_no_word(words: int, context: Context) -> None:
    text = "door " * words
    windows = windows_of(text, context)
    assert all(len(window.pieces) <= MAX_PIECES for window in windows)
    seen = [
        [place for place, is_text in zip(window.spans, window.is_text, strict=True) if is_text]
        for window in windows
    ]
    assert {place for places in seen for place in places} == {(5 * at, 5 * at + 4) for at in range(words)}
    for before, after in pairwise(seen):
        assert len(set(before) & set(after)) == SHARED_PIECES


def test_a_text_without_words_gives_no_output() -> None:
    assert reader_output_of(" \n ", Context()).violation == 0.0


def test_the_context_counts() -> None:
    text = "Recorded shots will be played in the hallway. A medic is there, and anyone may stop it."
    with_children = reader_output_of(text, Context(grades="3-5", students_present=True))
    adults_alone = reader_output_of(text, Context(students_present=False, audience="staff"))
    assert with_children.violation > 0.5 > adults_alone.violation


def test_the_worst_window_decides() -> None:
    careful = "We will lock the door, sit down and wait quietly. Families were told a week ago. " * 60
    wrong = "A deputy in a mask will burst into each classroom and shout at the students. "
    for text in (careful + wrong, wrong + careful, careful + wrong + careful):
        result = screen_description(Description(id="x", text=text))
        assert result.verdict != "ok"
        finding = next(finding for finding in result.findings if finding.status == result.verdict)
        assert finding.evidence.text is not None
        assert finding.evidence.text in wrong


def test_the_same_text_gives_the_same_numbers() -> None:
    text = "The drama club paints two students with wounds before the lockdown."
    assert reader_output_of(text, Context()) == reader_output_of(text, Context())


def test_texts_that_are_read_together_are_read_as_each_by_itself() -> None:
    sentences = (
        "Doors are locked.",
        "Officers fire blanks in the hall.",
        "A child may sit out.",
        "Nobody knocks. ",
    )
    texts = [
        " ".join(sentences[:count]) * times for count, times in ((1, 1), (4, 1), (3, 40), (2, 1), (4, 9), (1, 1))
    ]
    descriptions = [Description(id=str(number), text=text) for number, text in enumerate(texts)]
    together = screen_descriptions(descriptions)
    assert together == [screen_description(description) for description in descriptions]
    assert {screening.verdict for screening in together} == {"ok", "violation"}
