"""Oak, an invented school, with drills of every tier, and its packets read back from the PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pymupdf

from drillplanner.incident_command.year.organize_district import organize_year
from drillplanner.model import Drill, DrillType
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import PACKET, typeset_pdf
from drillplanner.publish.forms.packet import DrillFormPacket, fill_packet, packet_content
from tests.publish.conftest import changed
from tests.publish.sheets.oak_school import ALL_POSITIONS, POSITIONS, fire_drill, make_request, staff

#: A drill of each tier and an exercise: drill type, positions of its scenario, and attending agencies.
TIERS: dict[str, tuple[DrillType, tuple[str, ...], tuple[str, ...]]] = {
    "L1": (DrillType.HOLD, ("CMD-IC", "OPS-SFC", "PLN-DOC"), ()),
    "L2": (DrillType.FIRE_EVACUATION, POSITIONS, ()),
    "L3": (DrillType.EARTHQUAKE, ALL_POSITIONS, ("engine-7",)),
    "exercise": (DrillType.FULL_SCALE, ALL_POSITIONS, ("engine-7",)),
}


def sample(place: int, title: str) -> str:
    return f"Sample {title} {place}"


def request_of(
    tier: str,
    *,
    names: Callable[[int, str], str] = sample,
    times: int = 3,
    people: int | None = None,
    **changes: Any,
) -> PublishRequest:
    kind, positions, agencies = TIERS[tier]
    drill = fire_drill().model_copy(update={"drill_type": kind, "agencies": agencies})
    drill = drill.model_copy(update=changes.pop("drill", {}))
    return make_request((drill,), positions=positions, people=staff(names, times)[:people], **changes)


def packet_of(request: PublishRequest, drill: Drill | None = None) -> DrillFormPacket:
    drill = drill or request.plan.drills[0]
    chart = organize_year(request.plan.drills, request.workspace).chart(drill.drill_id)
    return fill_packet(request.details(drill), chart)


def pdf_of(packet: DrillFormPacket) -> bytes:
    pdf, lacking = typeset_pdf(packet_content(packet), 1_754_006_400, PACKET)
    assert lacking == ()
    return pdf


@cache
def packet(tier: str) -> DrillFormPacket:
    """Return the packet of a tier with everyday names."""
    return packet_of(request_of(tier))


@cache
def pdf(tier: str) -> bytes:
    """Return that packet as a PDF."""
    return pdf_of(packet(tier))


@cache
def pages(tier: str) -> list[str]:
    """Return the text of that PDF's pages."""
    return pages_of(pdf(tier))


def pages_of(data: bytes) -> list[str]:
    """Return the text of each page with spaces joined. (pypdf needs seconds for a packet, pymupdf moments.)"""
    with opened(data) as document:
        return [" ".join(page.get_text().split()) for page in document]


def opened(data: bytes) -> Any:
    """Return the PDF as a document of pymupdf, which has no type hints."""
    untyped: Any = pymupdf
    return untyped.open(stream=data, filetype="pdf")


def with_scenario(request: PublishRequest, **changes: Any) -> PublishRequest:
    """Return the request with fields of its only scenario replaced."""
    scenario = changed(request.workspace.scenarios[0], **changes)
    return replace(request, workspace=request.workspace.model_copy(update={"scenarios": (scenario,)}))


def misplaced_words(data: bytes) -> list[str]:
    """Return the words that overlap another word or are outside the margins, with their page."""
    misplaced = []
    with opened(data) as document:
        for page in document:
            words = sorted(
                (top, bottom, left, right, word) for left, top, right, bottom, word, *_ in page.get_text("words")
            )
            width, height = page.rect.width, page.rect.height
            for index, (top, bottom, left, right, word) in enumerate(words):
                if left < 20 or right > width - 20 or top < 15 or bottom > height - 8:
                    misplaced.append(f"page {page.number + 1}: {word} outside")
                for other_top, other_bottom, other_left, other_right, other in words[index + 1 :]:
                    if other_top >= bottom:
                        break
                    across = min(right, other_right) - max(left, other_left)
                    # A word's box has the height of the font, not of its letters, so lines may overlap by a third.
                    down = (min(bottom, other_bottom) - other_top) / min(bottom - top, other_bottom - other_top)
                    if across > 1 and down > 0.45:
                        misplaced.append(f"page {page.number + 1}: {word} on {other}")
    return misplaced
