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
#: With more schools, a plan is made by the law alone unless the district asks for good practice: 60 schools with
#: it took 20 seconds on two idle cores (Chicago, Illinois, visits scarce; benchmarks/with_practice.py).
MOST_WITH_PRACTICE: Final = 60


def usual_practice(schools: int) -> str:
    """Return the level of a district with this many schools that names none."""
    return USUAL_PRACTICE if schools <= MOST_WITH_PRACTICE else PRACTICE_OFF


def practice_of(district: District, schools: int) -> str:
    """Return the level of good practice by which the district is planned and judged."""
    return district.practice or usual_practice(schools)
