"""Where long words may break: said here for what is measured, done by the templates for what is printed."""

from __future__ import annotations

import io
import json

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.publish.core.typst.pdf import compile_pdf
from drillplanner.publish.core.typst.typeface import BREAK, LONGEST_WORD, breakable_text

DASHED = "Bartholomew-Alexander-Featherstonehaugh-Smythe"
#: A page so narrow that every place to break is used.
NARROW = """
#import "/sheet.typ": typeset
#set document(title: "Test")
#set page(width: 21pt, height: auto, margin: 0pt)
#show: typeset
#data.text
"""


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("A" * LONGEST_WORD, ["A" * 30]),
        ("A" * 31, ["A" * 10, "A" * 10, "A" * 10, "A"]),
        (DASHED, ["Bartholomew-", "Alexander-", "Featherstonehaugh-", "Smythe"]),
        (f"Dr. {'A' * 31}", ["Dr. " + "A" * 10, "A" * 10, "A" * 10, "A"]),
    ],
)
def test_long_words_break_after_ten_letters_and_after_dashes(text: str, pieces: list[str]) -> None:
    assert breakable_text(text).split(BREAK) == pieces


@given(st.text(alphabet="ab -–\n", max_size=90))
def test_only_break_marks_are_added(text: str) -> None:
    broken = breakable_text(text)
    assert broken.replace(BREAK, "") == text
    assert all(
        len(part) <= LONGEST_WORD for word in broken.split() for part in word.replace("–", "-").split(BREAK)
    )


@pytest.mark.parametrize("text", ["a" * 61, DASHED, "c" * 31 + "–" + "d" * 12, "e" * 31])
def test_printed_text_breaks_where_it_was_measured(text: str) -> None:
    pdf, _ = compile_pdf(NARROW, json.dumps({"text": text}), 0)
    (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert page.extract_text().split() == breakable_text(text).split(BREAK)
