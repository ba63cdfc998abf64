"""Caveats about what ``init`` guessed and no one has confirmed or corrected yet.

On its own because each source of caveats has a module.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.law.packs.law_book import mandates_in_force
from drillplanner.model import MADE_UP, Caveat, CaveatKind
from drillplanner.workflow.prepared import Prepared

_HOW_TO_REPLACE = {
    "calendar": "Put your own calendar into the folder, and its name under 'calendar' in district.yaml. "
    "Once it is your own:",
    "campuses": "Put your own schools into campuses.csv. Once they are your own:",
}


def unconfirmed_guesses(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat for each guess that district.yaml still lists, if anything hangs on it here."""
    in_force = mandates_in_force(prepared.law, prepared.workspace)
    decides = {fact for mandate in in_force for fact in mandate.applies_if}
    for name, sentence in prepared.workspace.district.guesses.items():
        if name in prepared.law.facts and name not in decides:
            continue
        right = f"drillplanner answer DIR confirmed={name}"
        answer = f"Wrong? Correct it in district.yaml or the file named. Right? {right}"
        if name in prepared.law.facts:
            answer = f"drillplanner answer DIR {name}=yes (or =no), or once all schools are right: {right}"
        if name in MADE_UP:
            # What is made up is never right: it is replaced, and confirmed only then.
            answer = f"{_HOW_TO_REPLACE[name]} {right}"
        yield Caveat(kind=CaveatKind.GUESS, text=sentence, answer=answer)
