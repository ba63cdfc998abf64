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
    asks = "the local fire authority" if answer.said_by else "district.yaml"
    cite = (
        f"Answer of {answer.said_by}"
        if answer.said_by
        else "fire_drills_a_year in district.yaml; no one is named as its source"
    )
    return Pack(
        pack_id=LOCAL_FIRE_DRILLS,
        name="the local fire authority",
        reviewed=answer.given_on,
        review_by=date.max,
        shares_credit=True,
        sources={
            "authority": Source(
                cite=cite,
                url="district.yaml",
                version="fire_drills_a_year",
                read=answer.given_on,
                known_by=Confidence.DISTRICT_POLICY,
            )
        },
        mandates=(
            Mandate(
                mandate_id=LOCAL_FIRE_DRILLS,
                title=f"Fire drills that {asks} asks for",
                text=f"The number of fire drills that {asks} asks for in each school year is {answer.a_year}.",
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
