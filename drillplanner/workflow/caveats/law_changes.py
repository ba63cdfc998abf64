"""The caveat about requirements that start or end during the year, so that last year's plan is no guide.

On its own because each source of caveats has a module.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.files.counting import counted
from drillplanner.law.coverage.changes import changes_between, dates_of_school_year, unplanned_between
from drillplanner.law.duties.applicability import applicability_of
from drillplanner.law.duties.mandate import Mandate
from drillplanner.model import Caveat, CaveatKind
from drillplanner.workflow.prepared import Prepared

#: The most changes that are named.
_MOST = 6


def law_changes(prepared: Prepared) -> Iterator[Caveat]:
    """Yield one caveat with the requirements that start or end in the year and apply to some school.

    What starts and no plan can show, such as panic alarms, is named after them.
    """
    district = prepared.workspace.district
    first, last = dates_of_school_year(district.year)
    concerned = (mandate for mandate in prepared.law.mandates if _may_apply(mandate, prepared))
    changes = changes_between(concerned, first, last)
    unplanned = [
        requirement
        for pack in prepared.law.packs
        for requirement in unplanned_between(pack.not_encoded, first, last)
    ]
    sentences = [
        *([_followed([change.sentence for change in changes])] if changes else []),
        *(
            f"From {requirement.since}, outside any plan: {requirement.text} ({requirement.mandate_id})"
            for requirement in unplanned
        ),
    ]
    if sentences:
        rules = counted(
            len(changes) + len(unplanned), "rule of the law begins or ends", "rules of the law begin or end"
        )
        yield Caveat(
            kind=CaveatKind.LAW_CHANGES,
            text=f"The law changes in this school year. {' '.join(sentences)}",
            brief=f"{rules} in this school year. Do not copy last year's plan.",
            answer=f"To read them: drillplanner mandates {district.state} --changes --year {district.year}",
        )


def _followed(changes: list[str]) -> str:
    """Return a sentence on the changes that the plan follows."""
    more = f"; and {len(changes) - _MOST} more" if len(changes) > _MOST else ""
    words = "; ".join(changes[:_MOST])
    return (
        f"{words[:1].upper()}{words[1:]}{more}. The plan uses each rule from its first day. Do not copy last "
        "year's plan."
    )


def _may_apply(mandate: Mandate, prepared: Prepared) -> bool:
    defaults = prepared.law.fact_defaults
    return any(
        applicability_of(mandate.applies_if, mandate.grades, mandate.students_from, campus, defaults).answer
        is not False
        for campus in prepared.workspace.campuses
    )
