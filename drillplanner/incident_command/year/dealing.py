"""Deals counted leads out to single drills: so many times each person in each post becomes who leads what, when.

Of a table of whole numbers whose rows (posts) each add up to the number of drills, and whose columns (people) add
up to no more, as many matchings can be taken as there are drills, each with every post once and nobody twice
(Kőnig, 1916).
"""

from __future__ import annotations

from collections.abc import Sequence

#: counts[post][person]
Counts = Sequence[Sequence[int]]


def deal(counts: Counts, drills: int) -> list[list[int]]:
    """For each drill the person of each post, by number.

    Every row of ``counts`` must add up to ``drills`` and no column to more.
    """
    people = len(counts[0]) if counts else 0
    table = [list(row) for row in counts]
    # Rows for being in no post, so that all rows and all columns add up to the same.
    spare = [drills - sum(row[person] for row in table) for person in range(people)]
    for _ in range(people - len(counts)):
        row, left = [0] * people, drills
        for person in range(people):
            row[person] = min(spare[person], left)
            spare[person] -= row[person]
            left -= row[person]
        table.append(row)
    dealt = []
    for _ in range(drills):
        matching = _matching(table)
        for post, person in enumerate(matching):
            table[post][person] -= 1
        dealt.append(matching[: len(counts)])
    return dealt


def _matching(table: Sequence[Sequence[int]]) -> list[int]:
    """A person for each row, each at a place above 0."""
    holder: dict[int, int] = {}

    def seat(row: int, seen: set[int]) -> bool:
        for person, times in enumerate(table[row]):
            if times and person not in seen:
                seen.add(person)
                if person not in holder or seat(holder[person], seen):
                    holder[person] = row
                    return True
        return False

    for row in range(len(table)):
        if not seat(row, set()):
            raise AssertionError("the table's rows and columns do not add up")
    return [person for _, person in sorted((row, person) for person, row in holder.items())]
