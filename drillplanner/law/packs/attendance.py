"""Agencies that the district asks to attend its drills, as a pack of the district's own rules.

On its own because, like ``local_fire_drills.py``, it makes a pack of answers in district.yaml and reads no file.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from drillplanner.law.duties.mandate import Effective, Mandate, Source
from drillplanner.law.kinds.every import Attributes, Every
from drillplanner.law.kinds.share import Share
from drillplanner.law.match import Match
from drillplanner.law.packs.pack import Pack
from drillplanner.law.requirement import Requirement
from drillplanner.model import (
    ChosenAttendance,
    Confidence,
    DrillFormat,
    DrillType,
    Frozen,
    Layer,
    WantedAgency,
)

ATTENDANCE = "ATTEND"
#: Forms of a drill that an agency attends: it is practiced in full or walked through.
_PRACTICED = (DrillFormat.PHYSICAL, DrillFormat.WALK_THROUGH)
#: Types of drill that are another form by name.
_FORM_OF_TYPE = {DrillType.TABLETOP: DrillFormat.TABLETOP, DrillType.INSTRUCTION: DrillFormat.LESSON}


class Attendance(Frozen):
    """An entry of ``attend``, and the agency that it means."""

    chosen: ChosenAttendance
    agency: WantedAgency


def pack_of_attendance(entries: Sequence[Attendance], given_on: date) -> Pack:
    """Return the pack, with one mandate for each entry; ``given_on`` is the planning day."""
    return Pack(
        pack_id=ATTENDANCE,
        name="agencies that the district asks to attend",
        reviewed=given_on,
        review_by=date.max,
        sources={
            "district": Source(
                cite="attend in district.yaml",
                url="district.yaml",
                version="attend",
                read=given_on,
                known_by=Confidence.DISTRICT_POLICY,
            )
        },
        mandates=tuple(_mandate(entry) for entry in entries),
    )


def _mandate(entry: Attendance) -> Mandate:
    chosen, agency = entry.chosen, entry.agency
    types = ".".join(drill_type.replace("_", "-") for drill_type in chosen.drills)
    return Mandate(
        mandate_id=f"{ATTENDANCE}-{agency.kind.replace('_', '-')}-{types}",
        title=f"{agency.phrase[0].upper()}{agency.phrase[1:]} at {_drills(chosen)}",
        text=f"The district asks in district.yaml (attend) that {agency.phrase} attend {_drills(chosen)}. Talks "
        "and tabletops about them count only where the entry names tabletop or instruction.",
        layer=Layer.DISTRICT,
        sources=("district",),
        confidence=Confidence.DISTRICT_POLICY,
        effective=Effective(since=chosen.from_),
        requirement=_requirement(chosen, agency),
    )


def _drills(chosen: ChosenAttendance) -> str:
    """Return the drills in words: 'every lockdown drill', '50% of the lockdown drills of every school'."""
    drill, part = chosen.drills_phrase, chosen.part
    if part.of_every is None:
        return f"one {drill} each school year at every school that holds any"
    return f"every {drill}" if part.is_all else f"{part.drills}% of the {chosen.drills_plural} of every school"


def _requirement(chosen: ChosenAttendance, agency: WantedAgency) -> Requirement:
    drill, part = chosen.drills_phrase, chosen.part
    forms = [_FORM_OF_TYPE[drill_type] for drill_type in chosen.drills if drill_type in _FORM_OF_TYPE]
    drills = Match(types=chosen.drills, formats=(*_PRACTICED, *forms))
    present = {"agency": agency.kind, "agency_id": agency.agency_id}
    if part.is_all:
        return Every(kind="every", what=drill, match=drills, has=Attributes(**present))
    common = 1 if part.of_every is None else math.gcd(part.drills, part.of_every)
    return Share(
        kind="share",
        what=f"{drill} with {agency.phrase} present",
        of_what=chosen.drills_plural,
        match=drills.model_copy(update=present),
        of=drills,
        at_least=part.drills // common,
        of_every=None if part.of_every is None else part.of_every // common,
    )
