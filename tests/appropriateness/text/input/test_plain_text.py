"""Plain text: what was typed becomes plain letters, with the way back to the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.appropriateness.text import Description, screen_description
from drillplanner.appropriateness.text.input.plain_text import to_plain_text

#: Half a surrogate pair is no letter; a file with one is refused before it is read as text.
ODD = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200)
PIECES = st.lists(
    st.sampled_from(
        [
            "blanks",
            "no ",
            "Officers ",
            "will ",
            "fire ",
            "<b>",
            "</b>",
            "<!--",
            "-->",
            "&nbsp;",
            "\u202e",
            "\u200b",
            "‘",
            "’",
            "—",
            "\n- ",
            "\n\n",
            "🔫",
            "😈",
            "ｇｕｎ",
            "gυn",
            "\x00",
            "?",
            "! ",
            ". ",
            "; ",
            "* ",
            "_",
            "(",
            ")",
            "!!python/object:",
            "{{",
            "É",
        ]
    ),
    max_size=60,
).map("".join)


@given(ODD | PIECES)
@settings(max_examples=200, deadline=None)
def test_every_plain_letter_has_its_position_in_the_original(original: str) -> None:
    reading = to_plain_text(original)
    assert len(reading.plain) == len(reading.starts) == len(reading.ends)
    assert all(0 <= start < end <= len(original) for start, end in zip(reading.starts, reading.ends, strict=True))
    assert list(reading.starts) == sorted(reading.starts)


@given(ODD | PIECES)
@settings(max_examples=100, deadline=None)
def test_no_text_crashes_and_evidence_is_the_original(original: str) -> None:
    for finding in screen_description(Description(id="x", text=original)).findings:
        evidence = finding.evidence
        assert evidence.start is not None
        assert evidence.text == original[evidence.start : evidence.end]


@given(st.text(alphabet="abcdefghij XYZ.,;!?", max_size=120))
@settings(max_examples=50, deadline=None)
def test_plain_letters_do_not_change(original: str) -> None:
    assert to_plain_text(original).plain == original


PLAIN = "The officer will fire blanks in the hallway while students hide."


def _cyrillic(text: str) -> str:
    return text.translate(str.maketrans("aeocpx", "аеосрх"))


def _wide(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if letter.isalpha() else letter for letter in text)


def _decorated(text: str) -> str:
    return "".join(chr(0x1D400 + ord(letter) - 97 + 26) if letter.islower() else letter for letter in text)


@pytest.mark.parametrize(
    "typed",
    [
        PLAIN.upper(),
        _cyrillic(PLAIN),
        _wide(PLAIN),
        _decorated(PLAIN),
        "\u200b".join(PLAIN),
        "\u202e" + PLAIN + "\u202c",
        PLAIN.replace("blanks", "bl<b>an</b>ks"),
        PLAIN.replace("blanks", "bl**an**ks"),
        PLAIN.replace("blanks", "bl&shy;anks"),
        PLAIN.replace("blanks", "b1anks"),
        PLAIN.replace("blanks", "blanks\x00"),
        PLAIN.replace("blanks", unicodedata.normalize("NFD", "blánks")),
        "<p>" + PLAIN + "</p><script>x</script>",
        "!!python/object/apply:os.system ['x']\n" + PLAIN,
        "x " * 50_000 + ". " + PLAIN,
        "(" * 5_000 + " " + PLAIN,
        ("We will lock the door. " * 4_000) + PLAIN,
    ],
)
def test_no_spelling_hides_a_breach(typed: str) -> None:
    result = screen_description(Description(id="x", text=typed))
    assert result.verdict != "ok"
    assert "DA-101" in {finding.rule for finding in result.findings}


def test_evidence_points_into_the_original() -> None:
    text = "Dear “families”,\u200b officers will fire bl\u00adanks."
    findings = screen_description(Description(id="x", text=text)).findings
    (finding,) = [finding for finding in findings if finding.rule == "DA-101"]
    assert finding.evidence.text == "Dear “families”,\u200b officers will fire bl\u00adanks"
    assert text[finding.evidence.start : finding.evidence.end] == finding.evidence.text
