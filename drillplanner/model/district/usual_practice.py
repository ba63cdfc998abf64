"""The level of good practice of a district whose district.yaml names none (``practice``).

On its own because what reads a workspace, plans it, and judges it all ask for it.
"""

from __future__ import annotations

from typing import Final

from drillplanner.model.district.district import District

#: The word in district.yaml for a plan of the law alone.
PRACTICE_OFF: Final = "none"
#: The level that a plan keeps unless the district writes another.
USUAL_PRACTICE: Final = "baseline"


def practice_of(district: District) -> str:
    """Return the level of good practice by which the district is planned and judged."""
    return district.practice or USUAL_PRACTICE
