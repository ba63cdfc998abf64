"""The scripts of a campus's year: what is said and done, once for all drills of a scenario."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from drillplanner.publish.core.drill_details import DrillDetails, PlanImprint
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.typst.pdf import PdfJob, Template
from drillplanner.publish.packets.contents import document_json, page_head_and_foot
from drillplanner.publish.sheets.drill_page import DrillView, script_view

SCRIPTS = Template("scripts.typ", "campus-scripts")
#: The name of the file next to the papers of a campus's drills, and of the part in its packet.
FILE_NAME, PART_NAME = "scripts.pdf", "S"


def script_job(
    drills: Iterable[DrillDetails],
    imprint: PlanImprint,
    path: Path,
    disclosures: FamilyDisclosures | None = None,
    tab: str = "",
) -> PdfJob:
    """Return the job that prints the scripts of a campus's drills, at least one of which has a scenario.

    With ``disclosures`` they have what letters tell families, and what students hear in other languages. ``tab``
    is the name of the part in a packet; its pages are numbered by it.
    """
    in_order = tuple(drills)
    name = in_order[0].campus_name
    scripts = campus_scripts(in_order, disclosures)
    values = {
        "scripts": scripts if disclosures is not None else [{**script, "languages": []} for script in scripts],
        "running": page_head_and_foot(imprint, name, tab),
    }
    title = f"{name} – scripts {imprint.year}"
    return PdfJob(document_json(imprint, title, values), path, imprint.timestamp, SCRIPTS)


def campus_scripts(
    drills: Iterable[DrillDetails], disclosures: FamilyDisclosures | None = None
) -> list[DrillView]:
    """Return a script for each scenario and its grades, in the order in which the year first needs it."""
    groups: dict[tuple[object, ...], list[DrillDetails]] = {}
    for details in drills:
        if details.scenario is not None:
            spared = tuple(group.grades for group in details.spared)
            key = (details.scenario.scenario_id, details.grades, details.drill.audience, spared)
            groups.setdefault(key, []).append(details)
    return [script_view(group, disclosures) for group in groups.values()]
