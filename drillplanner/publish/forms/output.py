"""The packet of forms of each drill, one PDF a drill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drillplanner.model import Drill
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import SheetJob
from drillplanner.publish.forms.packet import form_packet
from drillplanner.publish.sheets.output import refuse_unknown_positions, write_below


def packet_jobs(request: PublishRequest) -> Iterator[SheetJob]:
    """What each packet says, and where it goes below the output folder; drills that are alike follow each other.

    Raises InputError, before the first, where a scenario opens positions that are not known.
    """
    refuse_unknown_positions(request)
    return _jobs(request)


def _jobs(request: PublishRequest) -> Iterator[SheetJob]:
    year = request.charts
    for drill in sorted(request.plan.drills, key=_likeness):
        yield form_packet(drill, year.chart(drill.drill_id), request)


def _likeness(drill: Drill) -> tuple[str, str, str, str]:
    return drill.scenario_id or "", drill.campus_id, drill.date.isoformat(), drill.drill_id


@dataclass(frozen=True)
class FormOutput:
    """The forms of each drill's command post."""

    name: str = "forms"
    describe: str = "one PDF a drill: the forms of its command post (ICS 201 to 221), role cards, sign-in sheet"

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``forms/<campus>/<date>-<drill>.pdf``; says where a name could not be set. Raises InputError."""
        yield from write_below(folder, packet_jobs(request), request, "packet")


OUTPUT = FormOutput()
