"""The sheets of one drill, as the JSON text that ``templates/drill_packet.typ`` reads."""

from __future__ import annotations

import json
from typing import Any

from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.publish.chart.box import FLAG, HATCH, LEADING, PAD, text_row
from drillplanner.publish.chart.view import chart_view
from drillplanner.publish.core.dates import form_date, form_time
from drillplanner.publish.core.drill_details import DrillDetails, PlanImprint
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.typst.page_head import head_and_foot
from drillplanner.publish.core.typst.typeface import BOLD
from drillplanner.publish.sheets.drill_page import drill_view
from drillplanner.publish.sheets.role_list import BASIS, open_points, prepared_by, role_blocks, training_points

#: Width inside block 1 (the incident name) on a portrait page, in points.
NAME_WIDTH = 300.0
LAYOUT_NOTE = "Layout follows FEMA 502-2; not an official form."


def sheet_content(details: DrillDetails, chart: RoleChart, disclosures: FamilyDisclosures | None = None) -> str:
    """Return the JSON text for one drill: the same bytes for the same plan."""
    content = {
        **identity_values(details, chart),
        **organization_values(details, chart),
        "drill": drill_view(details, disclosures),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def identity_values(details: DrillDetails, chart: RoleChart) -> dict[str, Any]:
    """Return the values that all sheets and forms of a drill share, by the names that the templates read."""
    drill = details.drill
    kind = details.kind
    date = form_date(drill.date)
    name = incident_name(details)
    return {
        "title": name,
        "incident_name": name,
        "incident_name_size": _name_size(name),
        "district": details.imprint.district,
        "running": head_and_foot(details.campus_name, f"{kind}, {date}", page_foot(details.imprint)),
        "period": {
            "date_from": date,
            "date_to": date,
            "time_from": form_time(drill.start),
            "time_to": form_time(drill.end),
        },
        "prepared_by": prepared_by(chart),
        "activity": details.activity.name,
        "traffic_words": details.activity.traffic_words,
    }


def incident_name(details: DrillDetails) -> str:
    """Return the incident name of a drill: ``DRILL – Oak School – Fire drill – 10/07/2025``."""
    kind = details.kind
    return f"{details.activity.name.upper()} – {details.campus_name} – {kind} – {form_date(details.drill.date)}"


def organization_values(details: DrillDetails, chart: RoleChart, *, lists_training: bool = True) -> dict[str, Any]:
    """Return the values of the command chart (ICS 207) and the role list (ICS 203).

    ``lists_training`` says whether the papers mark and list training that is not on record.
    """
    return {
        "chart": chart_view(
            chart,
            home=details.campus_name,
            palette=details.imprint.chart_palette,
            staging=details.site.staging,
        ),
        "measures": {"pad": PAD, "leading": LEADING, "hatch": HATCH, "flag": FLAG},
        "role_blocks": role_blocks(chart, details.spared_sentences),
        "gaps": open_points(chart),
        "training": training_points(chart),
        "lists_training": lists_training,
        "basis": BASIS,
    }


def page_foot(imprint: PlanImprint) -> str:
    """Return the footer of every page: the plan, the legal disclaimer, and the district's note."""
    version = f"Plan {imprint.version} of {form_date(imprint.made_on)}"
    return f"{version} · {imprint.disclaimer} {LAYOUT_NOTE} {imprint.note}".rstrip()


def _name_size(name: str) -> float:
    """Return the type size at which the incident name fits into block 1: on one line if possible, else on two."""
    row = text_row(name, BOLD)
    for size, lines in ((11.0, 1), (10.0, 1), (9.5, 2), (8.5, 2), (7.5, 2)):
        needed, factor = row.fit(NAME_WIDTH / size)
        if needed <= lines and factor == 1.0:
            return size
    return 6.0
