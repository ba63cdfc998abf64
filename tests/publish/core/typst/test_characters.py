"""Letters of every script, as JSON text that is handed to Typst."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.publish.core.typst.characters import (
    UNKNOWN_LETTER,
    from_right_to_left,
    missing_letters,
    prepare_text,
    replace_letters,
)


def prepared(text: str) -> str:
    """The text as it comes out of the prepared JSON."""
    name: str = json.loads(prepare_text(json.dumps({"name": text}, ensure_ascii=False)))["name"]
    return name


def test_only_words_from_right_to_left_are_isolated() -> None:
    assert prepared("2nd עמית לוי ×2") == "2nd \u2068עמית לוי\u2069 ×2"
    assert prepared('אברהם "בר" לוי (Principal)') == '\u2068אברהם "בר" לוי\u2069 (Principal)'
    assert prepared("محمد and דוד") == "\u2068محمد\u2069 and \u2068דוד\u2069"
    assert prepared("Sample Elm") == "Sample Elm"


def test_a_text_from_right_to_left_is_one_whole_and_names_in_other_texts_stay_isolated() -> None:
    date, name = "الخميس 12 فبراير 2026 (lockdown)", "עמית ×2"
    values = from_right_to_left({"code": "ar", "lines": [date, "English"], "more": (date,)})
    whole = f"\u2067{date}\u2069"
    assert values == {"code": "ar", "lines": [whole, "English"], "more": [whole]}
    content = json.dumps([*values["lines"], name], ensure_ascii=False)
    assert json.loads(prepare_text(content)) == [whole, "English", "\u2068עמית\u2069 ×2"]


def test_letters_are_composed() -> None:
    assert prepared("Nguye\u0302\u0303n") == "Nguyễn"


def test_control_characters_are_replaced_but_a_backslash_is_not_mistaken_for_one() -> None:
    assert prepared("a\x07b\ufffe") == f"a{UNKNOWN_LETTER}b{UNKNOWN_LETTER}"
    assert prepared("\ufeffa\nb\tc") == "a\nb\tc"
    assert prepared(r"C:\u0007\b") == r"C:\u0007\b"


def test_missing_letters_are_read_from_the_message_of_typst() -> None:
    said_by_typst = 'the text `"{}"` could not be displayed with font `"X"`'
    message = "\n".join((said_by_typst.format("አ"), said_by_typst.format(r"\u{200d}")))
    assert missing_letters(message) == ("አ", "\u200d")
    assert missing_letters("unknown variable: x") == ()
    assert replace_letters('{"a": "x\u200dአ"}', ("\u200d", "አ")) == '{"a": "x\ufffd"}'


@given(st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_no_other_letter_of_a_text_is_changed(text: str) -> None:
    plain = "".join(
        UNKNOWN_LETTER if sign in "\ufffe\uffff" or (ord(sign) < 32 and sign not in "\n\t\r") else sign
        for sign in unicodedata.normalize("NFC", text).replace("\ufeff", "")
    )
    ours = {ord("\u2068"): None, ord("\u2069"): None}
    assert prepared(text).translate(ours) == plain.translate(ours)
