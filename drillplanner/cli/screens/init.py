"""The first screen of ``drillplanner init``: what was made, what is left out or in doubt, and what was assumed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from drillplanner.cli.output import list_lines
from drillplanner.cli.screens.first_screen import FirstScreen, Line, Tone
from drillplanner.cli.screens.lists import brief_part, last_lines
from drillplanner.files.counting import counted
from drillplanner.intake.new_workspace.report import InitReport

#: Sentences of what was understood that say the district, its schools, and its year.
_SUMMARY = 3


def init_screen(
    report: InitReport | None, folder: Path, made: str, next_lines: tuple[Line, ...] = ()
) -> FirstScreen:
    """Return the screen; ``made`` says what was made, or what would be. No report: it was shown before."""
    if report is None:
        return FirstScreen((Line(made, Tone.RESULT, most=3),), (), (*next_lines, *last_lines("")))
    left_out = [f"{school.name}: {school.reason}" for school in report.left_out]
    of_all = counted(report.schools + len(report.left_out), "school")
    if left_out:
        correct = Line(f"To plan a school left out: correct its row in {folder / 'campuses.csv'}.", most=3)
        next_lines = (correct, *next_lines)
    result = (
        Line(made, Tone.RESULT, most=3),
        *(Line(sentence, Tone.PROBLEM, first="  ", others="    ") for sentence in report.made_up),
        *(Line(sentence, first="  ", others="    ") for sentence in report.understood[:_SUMMARY]),
    )
    parts = (
        brief_part(
            f"NOT PLANNED: {len(left_out)} of {of_all} in your list",
            left_out,
            keeps=4,
            tone=Tone.PROBLEM,
            counts=False,
        ),
        brief_part("Could not be placed, or is in doubt", report.not_placed, keeps=3),
        brief_part("Assumed, please check", report.assumed, keeps=4),
        brief_part("Understood", report.understood[_SUMMARY:], keeps=1),
    )
    return FirstScreen(result, parts, (*next_lines, *last_lines("")) if next_lines else ())


def lines_in_full(report: InitReport, folder: Path, made: str) -> Iterator[str]:
    """Yield everything: what was understood, assumed, and not placed, and each school that is left out."""
    yield made
    yield from report.made_up
    yield from list_lines("Understood:", report.understood)
    yield from list_lines("Assumed, please check:", report.assumed)
    yield from list_lines("Could not be placed, or is in doubt:", report.not_placed)
    if report.left_out:
        of_all = counted(report.schools + len(report.left_out), "school")
        yield from list_lines(
            f"NOT PLANNED: {len(report.left_out)} of {of_all} in your list",
            [f"{school.name}: {school.reason}" for school in report.left_out],
        )
        yield (
            f"They are in {folder / 'campuses.csv'} with the reason in 'leave_out'. To plan one: correct its row "
            "and empty that cell."
        )
