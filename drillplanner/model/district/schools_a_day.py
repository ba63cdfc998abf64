"""How many schools of one level hold the same kind of drill on one date (``schools_a_day`` of district.yaml).

District staff watch drills, and they cannot be at all schools at once. Of eight real districts whose dates are
known, none drilled at all of its schools on one day. The number is practice and not law.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Literal

from pydantic import Field

from drillplanner.files.iso_date import IsoDate
from drillplanner.model.base import Frozen
from drillplanner.model.district.district import Campus, District
from drillplanner.model.district.usual_practice import PRACTICE_OFF, practice_of
from drillplanner.model.grades import GradeBand, grades_in
from drillplanner.model.vocabulary import DrillType

#: By default, one of this many schools of a level.
ONE_OF: Final = 3


class SchoolLevel(StrEnum):
    """The level of a school by most of its grades."""

    ELEMENTARY = "elementary"
    MIDDLE = "middle"
    HIGH = "high"


_BANDS_OF_LEVELS = {
    SchoolLevel.ELEMENTARY: (GradeBand.PK_K, GradeBand.GRADES_1_2, GradeBand.GRADES_3_5),
    SchoolLevel.MIDDLE: (GradeBand.GRADES_6_8,),
    SchoolLevel.HIGH: (GradeBand.GRADES_9_12,),
}


class BusyDate(Frozen):
    """A date on which more schools of a level hold one kind of drill than ``schools_a_day`` allows."""

    date: IsoDate
    level: SchoolLevel
    drill_type: DrillType
    campuses: tuple[str, ...] = Field(description="Ids of the schools.")
    most: int = Field(description="How many may hold it.")

    @property
    def phrase(self) -> str:
        """The date as a phrase for a sentence."""
        schools = f"{len(self.campuses)} {self.level} schools"
        return f"{schools} hold a {self.drill_type.phrase} on {self.date} ({self.most} may)"


def level_of(campus: Campus) -> SchoolLevel:
    """Return the level to which most grades of the school belong; of two with equally many, the younger."""
    numbers = {level: len(set(campus.grades) & set(grades_in(bands))) for level, bands in _BANDS_OF_LEVELS.items()}
    return max(numbers, key=lambda level: numbers[level])


def usual_limit(district: District) -> Literal["third", "none"]:
    """Return the limit of a district that does not set one: a part of good practice."""
    return "none" if practice_of(district) == PRACTICE_OFF else "third"


def most_schools_a_day(district: District, campuses: Iterable[Campus]) -> dict[SchoolLevel, int]:
    """Return the most schools of each level that may hold the same kind of drill on one date.

    Empty if the district sets no limit.
    """
    schools = Counter(level_of(campus) for campus in campuses)
    wanted = district.schools_a_day or usual_limit(district)
    if wanted == "none":
        return {}
    return {
        level: wanted if isinstance(wanted, int) else max(1, number // ONE_OF) for level, number in schools.items()
    }
