"""The year at a glance: one HTML page that needs nothing else.

It opens without a network, runs no script, reads on a phone and aloud, and prints in black and white on US
Letter. The page is ``templates/report.html.j2`` with its parts in ``templates/report/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined

from drillplanner.files.atomic_write import write_text
from drillplanner.files.shipped import shipped_folder
from drillplanner.model import INCOMPLETE, DutyStatus
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.report import children as report_children
from drillplanner.publish.report import duties as report_duties
from drillplanner.publish.report import year as report_view

_FILTERS = {
    "weekday": dates.weekday,
    "short_date": dates.short_date,
    "plain_date": dates.plain_date,
    "long_date": dates.long_date,
    "month_and_year": dates.month_and_year,
    "counted": words.counted,
    "listed": words.join_words,
}


def fill_template(name: str, values: Mapping[str, object]) -> str:
    """The template ``templates/<name>`` with the values in place."""
    return _environment().get_template(name).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_shipped_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(_FILTERS)
    return environment


def _shipped_template(name: str) -> str | None:
    """The template's text; None, which Jinja reports by name, where there is no such file."""
    path = shipped_folder("templates").joinpath(*name.split("/"))
    return path.read_text(encoding="utf-8") if path.is_file() else None


FILE = "report.html"
TEMPLATE = "report.html.j2"


def report_html(request: PublishRequest) -> str:
    """The whole page."""
    plan = request.plan
    months = report_view.plan_months(request)
    findings = report_children.rule_views(request)
    # What developmental rules leave open stands with the findings, campus by campus.
    warnings = (warning for warning in plan.warnings if not warning.startswith(INCOMPLETE))
    assumptions = dict.fromkeys((*warnings, *request.workspace.assumptions, *plan.assumptions))
    return fill_template(
        TEMPLATE,
        {
            "plan": plan,
            "district": request.workspace.district,
            "note": request.workspace.district.note,
            "gap": report_view.gap_words(plan),
            "proof": report_view.proof_sentence(plan),
            "judgement": report_view.verdicts_sentence(request),
            "duties_met": sum(1 for verdict in request.verdicts if verdict.status is DutyStatus.MET),
            "duties_all": len(request.verdicts),
            "months": months,
            "campuses": report_view.campus_views(request, months),
            "legend": report_view.legend(plan),
            "agencies": report_view.agency_views(request),
            "costs": report_view.cost_rows(request),
            "open_duties": report_duties.open_duties(request),
            "mandates": report_duties.mandate_views(request),
            "findings": findings,
            "children": report_children.campus_findings(request, findings),
            "promises": report_children.drill_chore_views(request),
            "family_texts": report_children.family_texts(request),
            "chores": report_duties.chore_months(request),
            "assumptions": tuple(assumptions),
            "questions": request.workspace.calendar.questions,
        },
    )


@dataclass(frozen=True)
class ReportOutput:
    """The year at a glance."""

    name: str = "report"
    describe: str = "the year at a glance, as a page for a browser, a phone or the printer"

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``report.html``. Raises InputError."""
        path = folder / FILE
        write_text(path, report_html(request))
        yield path


OUTPUT = ReportOutput()
