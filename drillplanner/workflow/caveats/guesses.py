"""Caveats about what ``init`` guessed and no one has confirmed or corrected yet.

On its own because each source of caveats has a module.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.law.packs.law_book import mandates_in_force
from drillplanner.model import Caveat, CaveatKind
from drillplanner.workflow.prepared import Prepared


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
        yield Caveat(kind=CaveatKind.GUESS, text=sentence, answer=answer)
