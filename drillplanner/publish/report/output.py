"""The output ``report``: the year as one HTML page that needs nothing else.

It begins with what is planned, what to know, and what to decide; then the year by school; the rest is folded.
The page opens without a network, works on a phone and with a screen reader, in light and dark, and prints in black
and white on US Letter. Its only script filters and unfolds; without it, everything is there. The page is
``templates/report.html.j2`` with its parts in ``templates/report/``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.atomic_write import write_text
from drillplanner.intake.workspace.states import states
from drillplanner.model import INCOMPLETE, DutyStatus
from drillplanner.publish.core.dates import plain_date
from drillplanner.publish.core.html.page import fill_template, script_hash
from drillplanner.publish.core.practice import broken_practice_lines, practice_sentence
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.scheduled import how_good
from drillplanner.publish.report.children import campus_findings, drill_chore_views, family_texts, rule_views
from drillplanner.publish.report.duties import chore_months, mandate_views, open_duties
from drillplanner.publish.report.status import status_view
from drillplanner.publish.report.year import (
    agency_views,
    campus_views,
    cost_rows,
    legend,
    plan_months,
    planned_lines,
    proof_sentence,
    verdicts_sentence,
)
from drillplanner.records.fields import asked_of, evidence_gaps

FILE = "report.html"
TEMPLATE = "report.html.j2"
_SCRIPT = "report/filters.js"


def report_html(request: PublishRequest) -> str:
    """Return the whole page."""
    plan = request.plan
    months = plan_months(request)
    known = [verdict for verdict in request.verdicts if not verdict.presumed]
    of_drills = [verdict for verdict in known if not verdict.is_task]
    findings = rule_views(request)
    # What developmental rules leave open is listed with the findings, campus by campus.
    warnings = (warning for warning in plan.warnings if not warning.startswith(INCOMPLETE))
    assumptions = dict.fromkeys((*warnings, *request.workspace.assumptions, *plan.assumptions))
    return fill_template(
        TEMPLATE,
        {
            "plan": plan,
            "district": request.workspace.district,
            "state": states()[plan.state].name,
            "note": request.workspace.district.note,
            "planned_lines": planned_lines(request),
            "quality": how_good(plan, "The plan"),
            "visit_count": sum(len(drill.agencies or ()) for drill in plan.drills),
            "without_back_up": sum(bool(drill.no_back_up) for drill in plan.drills),
            "script": _SCRIPT,
            "script_hash": script_hash(_SCRIPT),
            "proof": proof_sentence(plan),
            "judgement": verdicts_sentence(request),
            "scheduled": sum(1 for verdict in of_drills if verdict.status is DutyStatus.MET),
            "duties": len(of_drills),
            "tasks": len(known) - len(of_drills),
            "months": months,
            "campuses": campus_views(request, months),
            "legend": legend(request),
            "agencies": agency_views(request),
            "costs": cost_rows(request),
            "open_duties": open_duties(request),
            "mandates": mandate_views(request),
            "findings": findings,
            "children": campus_findings(request, findings),
            "promises": drill_chore_views(request),
            "family_texts": family_texts(request),
            "chores": chore_months(request),
            "assumptions": tuple(assumptions),
            "caveats": plan.before_you_rely,
            "status": status_view(request),
            "evidence": _evidence_lines(request),
            "practice": practice_sentence(plan.practice),
            "broken_practices": tuple(broken_practice_lines(plan.practice, request.workspace.campus_by_id)),
        },
    )


def _evidence_lines(request: PublishRequest) -> tuple[str, ...]:
    """Return a line for each drill that was held and whose record lacks what is surely asked for."""
    if not request.records:
        return ()
    gaps = evidence_gaps(request.records, asked_of(request.workspace.district, with_presumed=False))
    return tuple(
        f"{request.campus_name(gap.record.campus_id)}, {gap.record.drill_type.phrase}, "
        f"{plain_date(gap.record.date)}: {gap.sentence} ({gap.record.drill_id})"
        for gap in gaps
    )


@dataclass(frozen=True)
class ReportOutput:
    """The year at a glance."""

    name: str = "report"
    describe: str = "the year at a glance, as a page for a browser, a phone or the printer"
    places: tuple[str, ...] = (FILE,)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``report.html``. Raises InputError if it cannot be written."""
        path = folder / FILE
        write_text(path, report_html(request))
        yield path


OUTPUT = ReportOutput()
