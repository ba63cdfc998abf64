"""All values of one drill's sheets, as the JSON text that ``templates/drill_packet.typ`` reads."""

from __future__ import annotations

import json
from typing import Any

from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.model import Drill
from drillplanner.publish.chart.box import FLAG, HATCH, LEADING, PAD, text_row
from drillplanner.publish.chart.view import chart_view
from drillplanner.publish.core import words
from drillplanner.publish.core.dates import form_date, form_time
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.typeface import BOLD
from drillplanner.publish.sheets.drill_page import drill_view
from drillplanner.publish.sheets.role_list import BASIS, open_points, prepared_by, role_blocks, training_points

#: Stands at head and foot of every page: nobody who finds a page takes it for an emergency.
BAND = "EXERCISE / DRILL"
#: Inside of block 1 on a portrait page, in points.
NAME_WIDTH = 300.0
LAYOUT_NOTE = "Layout follows FEMA 502-2; not an official form."


def sheet_content(drill: Drill, chart: RoleChart, request: PublishRequest) -> str:
    """The JSON text for one drill: the same bytes for the same plan."""
    scenario = request.workspace.scenario_by_id.get(drill.scenario_id or "")
    content = {
        **identity_values(drill, chart, request),
        **organization_values(drill, chart, request),
        "drill": drill_view(drill, scenario, request),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def identity_values(drill: Drill, chart: RoleChart, request: PublishRequest) -> dict[str, Any]:
    """What is the same on every sheet of a drill, by the names that the templates read."""
    campus = request.campus_name(drill.campus_id)
    kind = words.drill_title(drill.drill_type)
    on = form_date(drill.date)
    name = incident_name(drill, request)
    return {
        "title": name,
        "incident_name": name,
        "incident_name_size": _name_size(name),
        "district": request.plan.district,
        "running": {"band": BAND, "campus": campus, "kind": f"{kind}, {on}", "foot": page_foot(request)},
        "period": {
            "date_from": on,
            "date_to": on,
            "time_from": form_time(drill.start),
            "time_to": form_time(drill.end),
        },
        "prepared_by": prepared_by(chart),
    }


def incident_name(drill: Drill, request: PublishRequest) -> str:
    """``DRILL – Oak School – Fire drill – 10/07/2025``, the same on every form."""
    campus, kind = request.campus_name(drill.campus_id), words.drill_title(drill.drill_type)
    return f"DRILL – {campus} – {kind} – {form_date(drill.date)}"


def organization_values(drill: Drill, chart: RoleChart, request: PublishRequest) -> dict[str, Any]:
    """What the command chart (ICS 207) and the role list (ICS 203) show beside that."""
    return {
        "chart": chart_view(
            chart,
            home=request.campus_name(drill.campus_id),
            palette=request.workspace.district.chart_palette,
        ),
        "measures": {"pad": PAD, "leading": LEADING, "hatch": HATCH, "flag": FLAG},
        "role_blocks": role_blocks(chart),
        "gaps": open_points(chart),
        "training": training_points(chart),
        "basis": BASIS,
    }


def page_foot(request: PublishRequest) -> str:
    """What stands at the foot of every page: the plan, that it is no legal advice, and the district's note."""
    plan = request.plan
    made = f"Plan {plan.version} of {form_date(plan.provenance.planned_on)}"
    note = request.workspace.district.note
    return f"{made} · {plan.disclaimer} {LAYOUT_NOTE} {note}".rstrip()


def _name_size(name: str) -> float:
    """The type size at which the incident's name fits into block 1: one line of it if possible, else two."""
    row = text_row(name, BOLD)
    for size, lines in ((11.0, 1), (10.0, 1), (9.5, 2), (8.5, 2), (7.5, 2)):
        needed, factor = row.fit(NAME_WIDTH / size)
        if needed <= lines and factor == 1.0:
            return size
    return 6.0
