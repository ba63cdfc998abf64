"""The sizes of invented districts and schools, drawn from published distributions.

Students of a district: Digest of Education Statistics 2022, table 214.20, regular public school districts by size
of enrollment in 2021-22 (https://nces.ed.gov/programs/digest/d22/tables/dt22_214.20.asp, read December 2026). The
117 districts that did not report are not counted. Within a class of sizes a number is drawn evenly on a
logarithmic scale. The largest class has no end there: 130,000 is ours. With it, the classes hold 35, 21, 15, 14,
11, and 3 % of all students, where the Digest of 2004, table 86, has 33, 19, 16, 15, 12, and 3 for 2002-03
(https://nces.ed.gov/programs/digest/d04/tables/dt04_086.asp); the mean is 3,700 students.

Levels of schools: Digest 2023, table 216.30, public schools in 2022-23
(https://nces.ed.gov/programs/digest/d23/tables/dt23_216.30.asp): 52.8 % elementary, 16.4 % middle, 24.0 % high,
5.3 % other, 1.6 % prekindergarten alone.

Schools of a district are ours: one for fewer than 300 students, two for fewer than 1,000, three for more, and the
others in proportion to students.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class SizeClass:
    """Districts of a class of sizes: the least students, the number that the next class begins with, districts."""

    least: int
    end: int
    districts: int


#: Table 214.20, 2021-22. The smallest class is "1 to 299"; fewer than 20 students are hardly a school with drills.
SIZE_CLASSES = (
    SizeClass(25_000, 130_000, 266),
    SizeClass(10_000, 25_000, 610),
    SizeClass(5_000, 10_000, 996),
    SizeClass(2_500, 5_000, 1_854),
    SizeClass(1_000, 2_500, 3_185),
    SizeClass(600, 1_000, 1_810),
    SizeClass(300, 600, 1_922),
    SizeClass(20, 300, 2_558),
)
#: Table 216.30, 2022-23, in percent.
SCHOOLS_BY_LEVEL = {"elementary": 52.8, "middle": 16.4, "high": 24.0, "other": 5.3, "prekindergarten": 1.6}
_ONE_SCHOOL, _TWO_SCHOOLS = 300, 1_000


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Return whole numbers in proportion to the weights, with that sum (largest remainders first)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    numbers = [math.floor(number) for number in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (numbers[place] - exact[place], place))
    for place in by_remainder[: total - sum(numbers)]:
        numbers[place] += 1
    return numbers


def enrollments(districts: int, chance: Random) -> list[int]:
    """Return the students of each district, the classes as often as the table has them, in a random order."""
    drawn = []
    counts = shared_out(districts, [size.districts for size in SIZE_CLASSES])
    for size, count in zip(SIZE_CLASSES, counts, strict=True):
        span = math.log(size.end / size.least)
        # One draw in each of as many equal parts of the class: few districts have the shape of many.
        drawn += [int(size.least * math.exp(span * (place + chance.random()) / count)) for place in range(count)]
    chance.shuffle(drawn)
    return drawn


def schools_of_districts(students: Sequence[int], schools: int) -> list[int]:
    """Return the number of schools of each district; ``schools`` in all, or as few as every district needs."""
    least = [1 if number < _ONE_SCHOOL else 2 if number < _TWO_SCHOOLS else 3 for number in students]
    more = shared_out(max(0, schools - sum(least)), students)
    return [one + other for one, other in zip(least, more, strict=True)]


def levels_of_schools(schools: int) -> Mapping[str, int]:
    """Return how many schools of a district are of each level: one for all grades, or two, or the usual shares."""
    if schools == 1:
        return {"all": 1}
    if schools == 2:
        return {"lower": 1, "upper": 1}
    more = shared_out(schools - 3, list(SCHOOLS_BY_LEVEL.values()))
    counts = dict(zip(SCHOOLS_BY_LEVEL, more, strict=True))
    return {level: count + (level in ("elementary", "middle", "high")) for level, count in counts.items()}


def students_of_schools(students: int, schools: int, chance: Random) -> list[int]:
    """Return the students of each school of a district; none has fewer than one."""
    return [
        max(1, number) for number in shared_out(students, [chance.lognormvariate(0, 0.4) for _ in range(schools)])
    ]
