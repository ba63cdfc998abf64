"""All caveats of a district's files, and of a plan, in the order in which people read them.

To add a source, write a module with a function that yields caveats, and put the function into ``OF_FILES`` if it
needs only the district's files and law, into ``OF_PLANS`` if it needs the plan and the judge's report on it, or
into ``BEFORE_A_PLAN`` if a plan says the same more exactly.
What a caveat says is not repeated among a plan's warnings and assumptions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from drillplanner.audit.schedule import AuditReport
from drillplanner.model import Caveat, CaveatKind, Plan
from drillplanner.workflow.caveats.calendar_lines import unread_calendar_lines
from drillplanner.workflow.caveats.credits import doubtful_credits
from drillplanner.workflow.caveats.crowded_days import crowded_days, short_months, short_months_of_plan
from drillplanner.workflow.caveats.facts import unanswered_facts, unanswered_facts_of_plan
from drillplanner.workflow.caveats.fire_codes import (
    fire_code_questions,
    fire_drills_not_established,
    fire_drills_not_established_in_plan,
)
from drillplanner.workflow.caveats.good_practice import practice_not_chosen
from drillplanner.workflow.caveats.guesses import unconfirmed_guesses
from drillplanner.workflow.caveats.law import open_questions, overdue_packs, requirements_set_aside
from drillplanner.workflow.caveats.law_changes import law_changes
from drillplanner.workflow.caveats.missing_topics import missing_topics
from drillplanner.workflow.caveats.schools import (
    schools_left_out,
    schools_owed_no_drills,
    schools_without_drills,
)
from drillplanner.workflow.caveats.undecided_terms import undecided_terms
from drillplanner.workflow.prepared import Prepared

#: Sources that need only the district's files and the law.
OF_FILES: tuple[Callable[[Prepared], Iterable[Caveat]], ...] = (
    fire_code_questions,
    open_questions,
    missing_topics,
    law_changes,
    overdue_packs,
    requirements_set_aside,
    unread_calendar_lines,
    undecided_terms,
    schools_left_out,
    unconfirmed_guesses,
    practice_not_chosen,
)

#: Sources that need only the files, of what a source in ``OF_PLANS`` says once there is a plan.
BEFORE_A_PLAN: tuple[Callable[[Prepared], Iterable[Caveat]], ...] = (
    fire_drills_not_established,
    schools_owed_no_drills,
    short_months,
    unanswered_facts,
)

#: Sources that need a plan and the judge's report on it.
OF_PLANS: tuple[Callable[[Prepared, Plan, AuditReport], Iterable[Caveat]], ...] = (
    fire_drills_not_established_in_plan,
    schools_without_drills,
    crowded_days,
    short_months_of_plan,
    unanswered_facts_of_plan,
    doubtful_credits,
)

_ORDER = list(CaveatKind)


def caveats_of_files(prepared: Prepared) -> tuple[Caveat, ...]:
    """Return what is to be known before relying on any plan made from these files, the gravest kind first."""
    return _in_order(caveat for source in (*BEFORE_A_PLAN, *OF_FILES) for caveat in source(prepared))


def caveats_of_plan(prepared: Prepared, plan: Plan, report: AuditReport) -> tuple[Caveat, ...]:
    """Return what is to be known before relying on this plan: the caveats of its files, and its own."""
    of_files = (caveat for source in OF_FILES for caveat in source(prepared))
    of_plan = (caveat for source in OF_PLANS for caveat in source(prepared, plan, report))
    return _in_order((*of_plan, *of_files))


def _in_order(caveats: Iterable[Caveat]) -> tuple[Caveat, ...]:
    return tuple(sorted(dict.fromkeys(caveats), key=lambda caveat: _ORDER.index(caveat.kind)))
