"""Caveats about months of a few school days, whose monthly drills crowd their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from drillplanner.files.counting import counted
from drillplanner.files.read_result import listed
from drillplanner.law.timing.periods import Per
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.model import Caveat, CaveatKind
from drillplanner.workflow.prepared import Prepared

#: Months with fewer school days are named.
FEW_SCHOOL_DAYS = 5
#: The most schools that a sentence names.
_NAMED = 4


def short_months(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat for each month of a few school days that owes monthly drills, with the district's choice.

    None once district.yaml says from when a month counts, also if it says 1.
    """
    workspace = prepared.workspace
    if "month_counts_from" in workspace.district.model_fields_set:
        return
    owed: dict[tuple[date, int], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for duty in prepared.duties:
        requirement, demand = duty.mandate.requirement, duty.demand
        if not isinstance(requirement, PeriodicRequirement) or requirement.per is not Per.MONTH_IN_SESSION:
            continue
        if demand is None or duty.missing_fact is not None or requirement.month_counts_from is not None:
            continue
        month = duty.window.first.replace(day=1)
        dates = workspace.calendar.dates_at(duty.campus_id)
        days = sum((on.year, on.month) == (month.year, month.month) for on in dates)
        if days < FEW_SCHOOL_DAYS:
            owed[month, days][duty.campus_id].add(duty.mandate.mandate_id)
    for (month, days), by_campus in sorted(owed.items()):
        names = [workspace.campus_by_id[campus_id].name for campus_id in by_campus]
        where = "all schools" if len(names) == len(workspace.campuses) > 1 else listed(names, _NAMED)
        mandates = ", ".join(sorted(set().union(*by_campus.values())))
        has = f"has {counted(days, 'school day')}"
        yield Caveat(
            kind=CaveatKind.CROWDED,
            text=f"{month:%B} {month.year} {has} at {where} and owes monthly drills ({mandates}). The plan holds "
            "them, if need be several on a day.",
            answer=f"drillplanner answer DIR month_counts_from=1 (or ={days + 1} if the state says that so short "
            "a month owes none; most laws do not say so)",
        )
