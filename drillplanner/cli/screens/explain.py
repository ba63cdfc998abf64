"""The first screen of ``drillplanner explain`` about a district: can it be planned, and where is it tight.

On its own because each command has its screen in a module.
"""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.cli.screens.first_screen import FirstScreen, Line, ScreenPart, Tone
from drillplanner.cli.screens.given_up import given_up_sentences
from drillplanner.cli.screens.lists import brief_part, last_lines
from drillplanner.model import DistrictExplanation


def district_screen(
    found: DistrictExplanation, outcome: str, conflicts: Iterable[str], tightest: Iterable[str]
) -> FirstScreen:
    """Return the screen: ``outcome`` says whether there is a plan, each of ``conflicts`` why not."""
    in_the_way = tuple(
        tuple(Line(text.strip(), first="  " if number == 0 else "    ", others="    ") for number, text in rows)
        for rows in (list(enumerate(words.splitlines())) for words in conflicts)
    )
    return FirstScreen(
        result=(Line(outcome, Tone.PROBLEM if in_the_way else Tone.RESULT, most=3),),
        parts=(
            ScreenPart("What stands in the way", in_the_way, keeps=2, tone=Tone.PROBLEM),
            brief_part("The requirements with the fewest days to spare", tightest, keeps=4),
            brief_part("What the plan gives up, heaviest first", given_up_sentences(found.costs), rows=1),
        ),
        last=(
            Line("One drill: add --drill ID. One requirement: add --duty ID.", Tone.COMMAND),
            *last_lines(""),
        ),
    )
