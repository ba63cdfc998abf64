"""Words of commands that people copy, read by the shells that they type into."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from drillplanner.files.reading.shell_words import shell_word, with_folder

WORDS = [
    "my-district",
    "plan/schedule.csv",
    "My District",
    "Schools (2025-26)",
    "O'Brien & Sons",
    "calendar:Teachers' Convention - Closed=closed",
    "calendar:Winter Break; no school=full",
    "calendar:Welcome back! First Day=ignore",
    "a,b",
    "~home",
    "*.csv",
    "#1",
    "100% day",
    "<new>",
    "a^b|c",
    "Señora Ñandú – Schule",
    "{x} @home",
]
#: What one way of quoting serves in bash and zsh alone: cmd.exe has no quotes for these.
ODD_WORDS = ["5$HOME", "`id`", 'the "old" gym', "hurray!!", "Teachers\u2019 \u201cIn-Service\u201d Day", "a'b\"c"]
POSIX = [name for name in ("sh", "bash", "dash", "zsh", "fish", "ksh") if shutil.which(name)]
#: Texts without the name of a server on Windows, which no bash is given.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])).filter(
    lambda text: not text.startswith("\\\\")
)
PRINTS = "import json, sys; print(json.dumps(sys.argv[1:]))"


def words_read_by(shell: str, line: str, place: Path) -> list[str]:
    """Return the words that a program gets from a shell that is given this line as a person types it."""
    script = place / "prints.py"
    script.write_text(PRINTS, encoding="utf-8")
    if sys.platform != "win32":
        typed = f"{shell_word(sys.executable)} {shell_word(str(script))} {line}"
        command = [shell, "-c", typed]
        ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=place)
        return list(json.loads(ran.stdout))
    if shell == "cmd":
        # A file, since a word of a command line would be quoted once more on its way.
        batch = place / "typed.cmd"
        typed = f'@chcp 65001 >nul\r\n@"{sys.executable}" "{script}" {line.replace("%", "%%")}\r\n'
        batch.write_bytes(typed.encode("utf-8"))
        command = ["cmd", "/d", "/c", str(batch)]
    else:
        typed = place / "typed.ps1"
        typed.write_text(f'& "{sys.executable}" "{script}" {line}\r\n', encoding="utf-8-sig")
        command = [shell, "-NoProfile", "-ExecutionPolicy", "Bypass", "-File", str(typed)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=place)
    return list(json.loads(ran.stdout))


SHELLS = POSIX if sys.platform != "win32" else ["cmd", "powershell"]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_reads_each_word_as_it_is(shell: str, tmp_path: Path) -> None:
    line = " ".join(map(shell_word, WORDS))
    assert words_read_by(shell, line, tmp_path) == WORDS


def test_words_that_a_shell_would_obey_are_read_as_they_are(tmp_path: Path) -> None:
    line = " ".join(map(shell_word, ODD_WORDS))
    assert shlex.split(line) == ODD_WORDS
    for shell in POSIX if sys.platform != "win32" else ():
        assert words_read_by(shell, line, tmp_path) == ODD_WORDS


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("my-district", "my-district"),
        ("My District", '"My District"'),
        (r"C:\Users\Ana María\district", r'"C:\Users\Ana María\district"'),
        ("C:\\", "'C:\\'"),
        ("a,b", '"a,b"'),
        ("O'Brien", '"O\'Brien"'),
        ("cost $5", "'cost $5'"),
        ("Hurray!", "'Hurray!'"),
        ("Hurray!=closed", '"Hurray!=closed"'),
        ("-rf", '"-rf"'),
        ("", '""'),
    ],
)
def test_double_quotes_are_written_wherever_they_serve(text: str, typed: str) -> None:
    assert shell_word(text) == typed


@settings(max_examples=40)
@given(st.lists(TEXTS, max_size=8))
@example(["\\", '\\"', "a\\", "\n", "!!", "a\\\\b", "a\\\nb"])
def test_any_text_is_one_word(words: list[str]) -> None:
    line = " ".join(map(shell_word, words))
    assert shlex.split(line) == words
    if "sh" not in POSIX:
        return
    show = 'for word in "$@"; do printf "%s\\0" "$word"; done'
    command = ["sh", "-c", f"set -- {line}\n{show}"]
    ran = subprocess.run(command, capture_output=True, check=True)
    assert ran.stdout.decode().split("\0")[:-1] == words


def test_a_workspace_takes_its_place_in_a_command() -> None:
    text = "To plan it: drillplanner replan DIR. Else: drillplanner answer DIR a=b; DIRECT is no folder"
    assert with_folder(text, "My\\1 District") == (
        'To plan it: drillplanner replan "My\\1 District". Else: drillplanner answer "My\\1 District" a=b; '
        "DIRECT is no folder"
    )
