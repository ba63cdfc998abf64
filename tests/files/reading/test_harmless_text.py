"""Text from outside does nothing where it is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.errors import InputError
from drillplanner.files.reading.harmless_text import cleaned, shown, with_whole_marks
from drillplanner.files.tables.table import read_table
from drillplanner.files.yaml_document import parse_document

#: Sets the title of a terminal's window; hides what follows; writes over the line; turns letters around.
HARMFUL = ["\x1b]0;owned\x07", "\x1b[8m", "\x9b8m", "a\rb", "\u202eabc", "\u2066", "\udcff", "\x00", "\x7f"]


@pytest.mark.parametrize("text", HARMFUL)
def test_nothing_that_a_terminal_obeys_is_shown(text: str) -> None:
    seen = shown(f"Oak {text} School\n")
    assert seen.endswith(" School\n")
    assert all(sign.isprintable() or sign == "\n" for sign in seen)
    assert "\\u" in seen


@pytest.mark.parametrize(
    "text",
    [
        "Planned 3 drills.\n",
        "\x1b[1mbold\x1b[0m \x1b[31mred\x1b[0m",
        "\rPlanning: 4 of 9  \r",
        "José, 学校, עברית\t",
    ],
)
def test_what_the_program_writes_itself_stays(text: str) -> None:
    assert shown(text) == text


@given(st.text())
def test_a_document_in_json_keeps_its_meaning(text: str) -> None:
    assert json.loads(shown(json.dumps([text], ensure_ascii=False))) == [text]


@given(st.text(alphabet="ab\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n"))
def test_no_mark_of_direction_is_left_open(text: str) -> None:
    whole = with_whole_marks(text)
    for line in whole.split("\n"):
        depth = 0
        for sign in line:
            depth += (sign in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068") - (sign in "\u202c\u2069")
            assert depth >= 0
        assert depth == 0
    assert whole.replace("\u202c", "").count("a") == text.count("a")


def test_balanced_marks_of_a_name_from_right_to_left_stay() -> None:
    assert with_whole_marks("\u2067שלום\u2069 School") == "\u2067שלום\u2069 School"
    assert cleaned("Oak\x1b\u202e") == "Oak"


def test_a_control_character_in_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        parse_document(b'state: NJ\nname: "Oak \\e]0;owned\\a District"\n', "district.yaml")
    problem = caught.value.problems[0]
    assert (problem.file, problem.line, problem.value) == ("district.yaml", 2, "\\u001b")
    assert problem.maybe is not None


def test_a_key_is_text_too() -> None:
    with pytest.raises(InputError, match="control character"):
        parse_document(b'"a\\eb": 1\n', "district.yaml")


def test_a_block_of_several_lines_with_tabs_is_text() -> None:
    assert parse_document(b"note: |\n  one\n  two\tthree\n", "x.yaml").data == {"note": "one\ntwo\tthree\n"}


def test_cells_of_a_table_lose_what_nobody_sees() -> None:
    table = read_table("campus_id,name\noak,Oak\x1b[8m \u202eSchool\n".encode(), "campuses.csv", "campus list")
    assert table.rows[0].get("name") == "Oak[8m School"


def test_the_source_of_this_test_is_harmless() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert all(sign.isprintable() or sign == "\n" for sign in text)
