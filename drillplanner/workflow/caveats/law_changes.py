"""The caveat about requirements that start or end during the year, so that last year's plan is no guide.

On its own because each source of caveats has a module.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.law.coverage.changes import changes_between, dates_of_school_year
from drillplanner.law.duties.applicability import applicability_of
from drillplanner.law.duties.mandate import Mandate
from drillplanner.model import Caveat, CaveatKind
from drillplanner.workflow.prepared import Prepared

#: The most changes that are named.
_MOST = 6


def law_changes(prepared: Prepared) -> Iterator[Caveat]:
    """Yield one caveat with the requirements that start or end in the year and apply to some school."""
    district = prepared.workspace.district
    concerned = (mandate for mandate in prepared.law.mandates if _may_apply(mandate, prepared))
    changes = changes_between(concerned, *dates_of_school_year(district.year))
    if not changes:
        return
    words = "; ".join(change.sentence for change in changes[:_MOST])
    more = len(changes) - _MOST
    yield Caveat(
        kind=CaveatKind.LAW_CHANGES,
        text=f"The law changes in this school year: {words}{f'; and {more} more' if more > 0 else ''}. The plan "
        "follows each from its day on; last year's plan does not.",
        answer=f"To read them: drillplanner mandates {district.state} --changes --year {district.year}",
    )


def _may_apply(mandate: Mandate, prepared: Prepared) -> bool:
    defaults = prepared.law.fact_defaults
    return any(
        applicability_of(mandate.applies_if, mandate.grades, mandate.students_from, campus, defaults).answer
        is not False
        for campus in prepared.workspace.campuses
    )
