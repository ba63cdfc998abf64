"""``drillplanner init`` on a terminal: what it asks, what answers do, and what an interrupt leaves."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from drillplanner import api
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.workflow.answers.questions import MOST_ASKED, Question, questions_to_ask
from tests.cli.screens.districts import made_district
from tests.command_line import Ran, run

SCHOOLS = "name,grades\nOak Elementary School (invented),K-5\nElm High School (invented),9-12\n"


class Terminal(io.StringIO):
    """Lines that someone types."""

    def isatty(self) -> bool:
        return True


def pressing_the_key(prompt: object = "") -> str:
    """Read a line as ``input`` does; a line that says Ctrl-C stands for the key."""
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    if line.strip() == "Ctrl-C":
        raise KeyboardInterrupt
    return line.rstrip("\n")


@pytest.fixture(autouse=True)
def a_folder_with_schools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "our schools.csv").write_text(SCHOOLS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with patch("drillplanner.cli.conversation.can_ask", return_value=True):
        yield


def typed(capsys: pytest.CaptureFixture[str], lines: list[str], *options: str) -> Ran:
    terminal = Terminal("".join(f"{line}\n" for line in lines))
    with patch("sys.stdin", terminal), patch("click.termui.visible_prompt_func", pressing_the_key):
        return run(capsys, "init", *options)


def test_a_workspace_is_made_by_answering(capsys: pytest.CaptureFixture[str]) -> None:
    start = ["Jersey", "new jersey", "", "y", "2026-27", "Sample Schools (invented)", "y"]
    ran = typed(capsys, [*start, "no", *[""] * MOST_ASKED])
    assert ran.code == 0, ran.err
    assert "There is no state 'Jersey'" in ran.out
    assert "our schools.csv: the list of schools" in ran.out
    workspace = read_workspace(Path("my-district"))
    assert workspace.district.name == "Sample Schools (invented)"
    assert workspace.district.state == "NJ"
    assert workspace.district.year == "2026-27"
    assert [campus.name for campus in workspace.campuses] == [
        "Oak Elementary School (invented)",
        "Elm High School (invented)",
    ]
    assert "  The school calendar is made up. Every date of a plan depends on it." in ran.out
    assert "Is that right?" not in ran.out.partition("The school calendar is made up.")[2].partition("2 of ")[0]
    assert all(campus.facts["buses"] is False for campus in workspace.campuses)
    assert "calendar" in workspace.district.guesses, "it was not confirmed"
    assert "buses" not in workspace.district.guesses
    assert "Questions to answer first, with the commands: " in ran.out


@pytest.mark.parametrize("typed_before", range(8))
def test_an_interrupt_leaves_nothing(typed_before: int, capsys: pytest.CaptureFixture[str]) -> None:
    answers = ["NJ", "my-district", "y", "2026-27", "Sample (invented)", "y", "", "no"]
    ran = typed(capsys, [*answers[:typed_before], "Ctrl-C"])
    assert ran.code == 130
    assert ran.err.rstrip().endswith("Stopped.")
    assert [path.name for path in Path().iterdir()] == ["our schools.csv"]


def test_every_answer_is_an_option_too(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["district", "--state", "NJ", "--from", ".", "--year", "2026-27", "--name", "Sample (invented)"]
    ran = typed(capsys, [], *options, "--answer", "buses=no", "--answer", "confirmed=calendar", "--yes")
    assert ran.code == 0, ran.err
    workspace = read_workspace(Path("district"))
    assert all(campus.facts["buses"] is False for campus in workspace.campuses)
    assert not {"buses", "calendar"} & workspace.district.guesses.keys()


def test_an_answer_that_is_not_allowed_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    for answer, message in (("buses", "this is not an answer"), ("buses=maybe", "buses")):
        ran = typed(capsys, [], "district", "--state", "NJ", "--from", ".", "--answer", answer, "--yes")
        assert ran.code == 2
        assert message in ran.err
        assert not Path("district").exists()


def test_without_a_terminal_the_questions_are_in_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with patch("drillplanner.cli.conversation.can_ask", return_value=False):
        ran = run(capsys, "init", "district", "--state", "NJ", "--campuses", "our schools.csv")
        assert ran.code == 0, ran.err
        assert "Questions to answer first, with the commands: " in ran.out
        page = Path("district/ask.md").read_text(encoding="utf-8")
        commands = [line.strip() for line in page.splitlines() if line.startswith("    drillplanner answer ")]
        assert "drillplanner answer district confirmed=calendar" in commands[0]
        assert {"drillplanner answer district buses=yes", "drillplanner answer district buses=no"} <= set(commands)
        assert page.count("The school calendar is made up.") == 1
        assert "Once it is your own:\n\n    drillplanner answer district confirmed=calendar" in page
        # Each command can be run as it stands, and its question then is on the page no more.
        for command in commands:
            if command.endswith("=no"):
                continue  # the other answer of the question before
            assert run(capsys, *command.replace("'", "").split()[1:]).code == 0, command
            left = Path("district/ask.md")
            assert not left.exists() or command not in left.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "message"), [((), "Missing argument 'FOLDER'"), (("district",), "Missing option '--state'")]
)
def test_where_nobody_can_be_asked_what_is_missing_is_named(
    options: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with patch("drillplanner.cli.conversation.can_ask", return_value=False):
        ran = run(capsys, "init", *options)
    assert ran.code == 2
    assert message in ran.err


@pytest.mark.parametrize("state", ["NJ", "IL", "TX", "GA"])
def test_what_is_asked_can_be_answered(state: str) -> None:
    folder = made_district(Path("district"), 3, state)
    questions = questions_to_ask(api.prepare(folder))
    assert 3 <= len(questions) <= MOST_ASKED
    assert not any("calendar" in answer for question in questions for answer in question.answers.values())
    for question in questions:
        for word in question.answers:
            assert question.answer_of(word) == question.answers[word]
        fact, _, value = next(iter(question.answers.values())).rpartition("=")
        assert api.answer(folder, api.Answer(fact, value, ())).changed


def test_a_word_is_taken_only_if_it_is_clear() -> None:
    question = Question("How many?", "a number, IFC, none", {"IFC": "c=IFC", "none": "c=none"}, "n")
    assert question.answer_of("n") == "c=none"
    assert question.answer_of("ifc") == "c=IFC"
    assert question.answer_of(" 08 ") == "n=8"
    assert question.answer_of("perhaps") is None
    assert question.answer_of("") is None
