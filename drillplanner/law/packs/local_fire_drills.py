"""The number of fire drills that a local fire authority asks for, as a pack of one mandate.

On its own because it is the only law that is made from an answer in district.yaml instead of a file of law.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from drillplanner.law.duties.mandate import Mandate, Source
from drillplanner.law.kinds.count import Count
from drillplanner.law.match import Match
from drillplanner.law.packs.pack import Pack
from drillplanner.model import Confidence, DrillFormat, DrillType, Frozen, Layer

LOCAL_FIRE_DRILLS = "LOCAL-FIRE"


class LocalFireDrills(Frozen):
    """What a local fire authority answered: fire drills in each school year, who said so, and the day."""

    a_year: int = Field(ge=1)
    said_by: str = ""
    given_on: date


def pack_of_local_fire_drills(answer: LocalFireDrills) -> Pack:
    """Return the pack. Its drills are credited to every other law as well, as those of a fire code are."""
    said_by = answer.said_by or "the local fire authority, as district.yaml says"
    return Pack(
        pack_id=LOCAL_FIRE_DRILLS,
        name="the local fire authority",
        reviewed=answer.given_on,
        review_by=date.max,
        shares_credit=True,
        sources={
            "authority": Source(
                cite=f"Answer of {said_by}",
                url="district.yaml",
                version="fire_drills_a_year",
                read=answer.given_on,
                known_by=Confidence.DISTRICT_POLICY,
            )
        },
        mandates=(
            Mandate(
                mandate_id=LOCAL_FIRE_DRILLS,
                title="Fire drills that the local fire authority asks for",
                text=f"The local fire authority asks for {answer.a_year} fire drills in each school year.",
                layer=Layer.LOCAL_AUTHORITY,
                sources=("authority",),
                confidence=Confidence.DISTRICT_POLICY,
                requirement=Count(
                    kind="count",
                    what="fire drill",
                    match=Match(types=(DrillType.FIRE_EVACUATION,), formats=(DrillFormat.PHYSICAL,)),
                    min=answer.a_year,
                ),
            ),
        ),
    )
