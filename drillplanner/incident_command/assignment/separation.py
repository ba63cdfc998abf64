"""Who would be away together, and how well a line of succession stands apart.

People share a group where they travel, teach or meet together: a team at a tournament, a department at a
conference, a car pool. The staff list names such groups (``away_with``). Where everybody in the line of a post is
in one of them, one trip leaves nobody who practises it (a test of ours, no federal rule).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from drillplanner.incident_command.assignment.suitability import Candidate


class Separation(IntEnum):
    """How a line stands, best first."""

    APART = 0
    """Some alternate shares no group with whoever leads."""
    EACH_WITH_LEADER = 1
    """Each alternate shares some group with whoever leads, though not all the same one."""
    ALL_TOGETHER = 2
    """One group holds everybody in the line."""


def absence_groups(person: Candidate) -> frozenset[str]:
    """The groups with which the person would be away; none where the staff list does not say."""
    return frozenset(person.person.away_with or ())


def absence_groups_of_all(people: Sequence[Candidate]) -> frozenset[str]:
    """The groups that hold each of the people: whose going leaves none of them."""
    return frozenset.intersection(*map(absence_groups, people)) if people else frozenset()


def separation(leaders: Sequence[Candidate], alternates: Sequence[Candidate]) -> Separation:
    """How a line stands; one without alternates has nobody who could be away with its leader."""
    of_leaders = absence_groups_of_all(leaders)
    if not alternates or any(not absence_groups(alternate) & of_leaders for alternate in alternates):
        return Separation.APART
    return (
        Separation.ALL_TOGETHER if absence_groups_of_all((*leaders, *alternates)) else Separation.EACH_WITH_LEADER
    )


def shared_groups(leaders: Sequence[Candidate], alternates: Sequence[Candidate]) -> tuple[str, ...]:
    """The groups that hold the whole line; where none does, those that its leader shares with an alternate."""
    of_all = absence_groups_of_all((*leaders, *alternates))
    of_leaders = absence_groups_of_all(leaders)
    return tuple(sorted(of_all or of_leaders & frozenset().union(*map(absence_groups, alternates))))
