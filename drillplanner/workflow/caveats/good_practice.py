"""A caveat about good practice in a workspace that does not say whether it is wanted.

On its own because each source of caveats has a module.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.model import Caveat, CaveatKind
from drillplanner.workflow.prepared import Prepared


def practice_not_chosen(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat if ``district.yaml`` has no line ``practice``, as in workspaces of earlier versions."""
    if prepared.workspace.district.practice is not None:
        return
    yield Caveat(
        kind=CaveatKind.GUESS,
        text="district.yaml does not say whether you want good practice. We plan with it: it spaces drills out, "
        "avoids sensitive dates, and adds drills where the law is silent. Earlier versions planned by the law "
        "alone.",
        answer="drillplanner answer DIR practice=baseline (or =lighter, =none); docs/a-good-year.md says more",
    )
