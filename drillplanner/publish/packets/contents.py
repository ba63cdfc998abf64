"""The contents of packets and binder, as plain values for ``templates/campus_packet.typ``.

A campus's packet has the year at a glance with who commands each drill, then each drill's cover sheet and forms.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from drillplanner.incident_command.chart.role_chart import Holder, RoleChart
from drillplanner.incident_command.year.organize_district import organize_year
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.dates import form_date
from drillplanner.publish.core.drill_details import DrillDetails, PlanImprint
from drillplanner.publish.core.drill_order import by_time
from drillplanner.publish.core.form_catalogue import FormId
from drillplanner.publish.core.paper.tiers import PaperAmount, paper_tier
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.page_head import head_and_foot
from drillplanner.publish.core.typst.pdf import Template
from drillplanner.publish.forms.packet import fill_packet, packet_values
from drillplanner.publish.sheets.content import page_foot

_FILE = "campus_packet.typ"
CAMPUS_FRONT = Template(_FILE, "campus-front")
DRILL_PART = Template(_FILE, "drill-part")
CAMPUS_PART = Template(_FILE, "campus-part")
BINDER_FRONT = Template(_FILE, "binder-front")

SAFETY_OFFICER = "CMD-SO"
NOTE = (
    "Commands, 2nd and 3rd: incident commander and who follows, as assigned for that drill; Safety: the safety "
    "officer. A dash: nobody is named. Who is put forward is a choice of this planner, not a federal requirement."
)


@dataclass(frozen=True)
class CampusPacketYear:
    """A campus with its drills in order of time, and the role chart of each."""

    campus_id: str
    name: str
    imprint: PlanImprint
    paper: PaperAmount
    drills: tuple[tuple[DrillDetails, RoleChart], ...]


def campus_year(campus_id: str, request: PublishRequest) -> CampusPacketYear:
    """Return the year of one campus.

    Its charts are made here and not taken from the request, so that their memory is freed after each campus.
    """
    drills = by_time(drill for drill in request.plan.drills if drill.campus_id == campus_id)
    year = organize_year(drills, request.workspace)
    return CampusPacketYear(
        campus_id,
        request.campus_name(campus_id),
        request.imprint,
        request.paper,
        tuple((request.details(drill), year.chart(drill.drill_id)) for drill in drills),
    )


def campuses_of(request: PublishRequest) -> tuple[str, ...]:
    """Return the ids of the campuses that have drills, in the order of the district's list."""
    planned = {drill.campus_id for drill in request.plan.drills}
    return tuple(campus.campus_id for campus in request.workspace.campuses if campus.campus_id in planned)


def document_json(imprint: PlanImprint, title: str, values: Mapping[str, Any]) -> str:
    """Return the JSON text of a document with this title."""
    content: dict[str, Any] = {"title": title, "district": imprint.district, **values}
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def page_head_and_foot(imprint: PlanImprint, campus: str, tab: str = "") -> dict[str, Any]:
    """Return header and footer of pages about no single drill; ``tab`` is their tab in the binder."""
    values = head_and_foot(campus, f"Drills {imprint.year}", page_foot(imprint))
    return values | ({"tab": tab} if tab else {})


def year_values(
    campus: CampusPacketYear, about: Iterable[str], *, first_pages: Sequence[int] = (), tab: str = ""
) -> dict[str, Any]:
    """Return the year at a glance; ``first_pages``, if given, are the pages on which the drills begin."""
    rows = [_row(number, details, chart) for number, (details, chart) in enumerate(campus.drills, 1)]
    for row, page in zip(rows, first_pages, strict=False):
        row["page"] = str(page)
    return {
        "name": f"{tab}. {campus.name}" if tab else campus.name,
        "subtitle": f"{campus.imprint.district} · drills of the school year {campus.imprint.year}",
        "about": list(about),
        "notes": [NOTE],
        "running": page_head_and_foot(campus.imprint, campus.name, tab),
        "rows": rows,
    }


def drill_values(
    campus: CampusPacketYear, number: int, forms: Sequence[FormId] | None = None, *, tab: str
) -> dict[str, Any]:
    """Return a drill's forms, and its cover sheet if all forms are printed.

    ``forms`` limits which are printed, None prints all that it needs.
    """
    details, chart = campus.drills[number - 1]
    drill, scenario = details.drill, details.scenario
    tier = paper_tier(drill, campus.paper)
    packet = fill_packet(details, chart, tier)
    forms = forms or (None if tier is None else tier.in_campus_packet)
    if forms is not None:
        packet = packet.only(*forms)
    values = packet_values(packet)
    values["identity"]["running"]["tab"] = tab
    row = _row(number, details, chart)
    facts = {
        "When": f"{dates.long_date(drill.date)}, {row['time']}".rstrip(", "),
        "What": scenario.title if scenario else row["drill"],
        "Commands": row["leads"] or "nobody is named",
        "2nd and 3rd": words.join_words(tuple(name for name in (row["second"], row["third"]) if name)) or "nobody",
        "Attending": row["agencies"] or "no outside agency",
        "Drill number": drill.drill_id,
    }
    return {
        "number": row["number"],
        "cover": campus.paper is PaperAmount.FULL,
        "heading": f"{number}. {row['drill']}, {form_date(drill.date)}",
        "facts": [{"name": name, "value": value} for name, value in facts.items()],
        "titles": [
            form.form.title if form.form.number is None else f"ICS {form.form.number}, {form.form.title}"
            for form in packet.forms
        ],
        "forms": values,
    }


def _row(number: int, details: DrillDetails, chart: RoleChart) -> dict[str, str]:
    drill = details.drill
    command = chart.posts[0]
    safety = chart.by_id.get(SAFETY_OFFICER)
    second, third = (*command.alternates, None, None)[:2]
    has_times = drill.start is not None and drill.end is not None
    return {
        "number": str(number),
        "date": f"{dates.weekday(drill.date)[:3]} {form_date(drill.date)}",
        "time": dates.clock_span(drill.start, drill.end) if has_times else "",  # type: ignore[arg-type]
        "drill": details.kind,
        "leads": _name(command.primary),
        "second": _name(second),
        "third": _name(third),
        "safety": _name(safety.primary if safety else None),
        "agencies": words.join_words(details.agency_names),
    }


def _name(person: Holder | None) -> str:
    return person.name if person else ""
