"""The column ``away_with`` of ``staff.csv``: groups of people who would be away together.

A team at a tournament, a department at a conference, a car pool: any name will do, joined by ``;``. Whoever has
the same name in their row is in the group. An empty cell says that the person is in none; without the column
nobody has said anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from drillplanner.intake.reading import maybe_meant
from drillplanner.model import StaffMember

COLUMN = "away_with"


def in_one_spelling(members: Iterable[StaffMember]) -> tuple[StaffMember, ...]:
    """The people with each group named as where it stands first; capitals and spaces make no other group."""
    spelled: dict[str, str] = {}
    return tuple(
        one
        if not one.away_with
        else one.model_copy(
            update={
                "away_with": tuple(dict.fromkeys(spelled.setdefault(_key(name), name) for name in one.away_with))
            }
        )
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
