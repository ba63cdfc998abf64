"""The figures of a district's result: counts of what the plan and the judge say, without names of people."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict

from drillplanner import api
from drillplanner.fleet.result import JudgedFigures, MandateCount, PackVersion, PlanFigures


def law_versions(prepared: api.Prepared) -> tuple[PackVersion, ...]:
    """Return the packs of law that apply to the district, in their order."""
    return tuple(
        PackVersion(
            pack_id=pack.pack_id,
            reviewed=pack.reviewed,
            review_by=pack.review_by,
            sha256=hashlib.sha256(pack.model_dump_json().encode()).hexdigest(),
        )
        for pack in prepared.law.packs
    )


def mandate_counts(report: api.AuditReport) -> tuple[MandateCount, ...]:
    """Return the verdicts of each mandate, by id."""
    verdicts = defaultdict(list)
    for verdict in report.verdicts:
        verdicts[verdict.mandate].append(verdict)
    counts = []
    for mandate_id, of_mandate in sorted(verdicts.items()):
        found, first = Counter(verdict.status.value for verdict in of_mandate), of_mandate[0]
        counts.append(
            MandateCount(
                mandate_id=mandate_id,
                title=first.title,
                layer=first.layer,
                is_presumed=first.presumed,
                is_task=first.is_task,
                met=found["met"],
                violated=found["violated"],
                cannot_tell=found["cannot_tell"],
                campuses=len({verdict.campus_id for verdict in of_mandate}),
            )
        )
    return tuple(counts)


def plan_figures(plan: api.Plan, raw: bytes) -> PlanFigures:
    """Return the plan in numbers; ``raw`` are the bytes of its file."""
    return PlanFigures(
        status=plan.status,
        ended_early=plan.ended_early,
        drills=len(plan.drills),
        cost=plan.objective,
        bound=plan.bound,
        gap=plan.gap,
        practice_kept=plan.practice.kept,
        practice_of=plan.practice.of,
        planned_on=plan.provenance.planned_on,
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def judged_figures(report: api.AuditReport) -> JudgedFigures:
    """Return what the judge says in addition to the mandates."""
    return JudgedFigures(
        impossible_entries=len(report.entries),
        well_being_broken=len(report.developmental.violated),
        well_being_open=len(report.developmental.cannot_tell),
        not_judged=len(report.not_judged),
    )


def question_counts(caveats: tuple[api.Caveat, ...]) -> dict[str, int]:
    """Return how many points of each kind are not known."""
    return dict(sorted(Counter(caveat.kind.value for caveat in caveats).items()))
