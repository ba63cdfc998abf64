"""The column ``away_with`` of ``staff.csv``: groups of people who would be away together.

A team at a tournament, a department at a conference, a car pool: any name will do, joined by ``;``. Whoever has
the same name in their row is in the group. An empty cell says that the person is in none; without the column
nobody has said anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drillplanner.files.errors import Problem
from drillplanner.files.read_result import maybe_meant
from drillplanner.files.tables import cells
from drillplanner.files.tables.table import Row, Table
from drillplanner.model import StaffMember

COLUMN = "away_with"

#: Words that answer a question, and are no name of a group.
_ANSWERS = frozenset({"-", "–", "—", "n/a", "na", "no", "nobody", "none", "no one", "yes", "y", "n"})


def problems_of_groups(table: Table, row: Row) -> Iterator[Problem]:
    """An answer where a name should stand: two people with "none" would be taken for a group of that name."""
    for name in cells.parts(row.get(COLUMN)):
        if _key(name) in _ANSWERS:
            message = f"'{COLUMN}' names no group: people with the same word would count as away together"
            allowed = "names of groups, joined by ';', or empty for somebody in none"
            yield table.problem(row, message, name, allowed)


def in_one_spelling(members: Sequence[StaffMember]) -> tuple[StaffMember, ...]:
    """The people with each group in one spelling, the same in whatever order the rows stand.

    Capitals and spaces make no other group.
    """
    spelled: dict[str, str] = {}
    for name in sorted(name for one in members for name in one.away_with or ()):
        spelled.setdefault(_key(name), " ".join(name.split()))
    return tuple(
        one.model_copy(update={"away_with": tuple(dict.fromkeys(spelled[_key(name)] for name in one.away_with))})
        if one.away_with
        else one
        for one in members
    )


def alone_in_a_group(staff: Sequence[StaffMember], file: str) -> Iterator[str]:
    """A sentence on each group that has one person and so keeps nobody apart: mostly a name that is misspelt."""
    groups: dict[str, list[StaffMember]] = {}
    for one in staff:
        for name in one.away_with or ():
            groups.setdefault(name, []).append(one)
    for name, people in groups.items():
        if len(people) == 1:
            others = tuple(other for other in groups if other != name)
            meant = maybe_meant(name, others)
            yield (
                f"'{COLUMN}' of {file} names '{name}' for {people[0].name} alone, so that it keeps nobody apart."
                f"{f' {meant}' if meant else ''}"
            )


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
