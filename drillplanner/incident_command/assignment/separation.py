"""Whether one absence group holds a whole line of succession.

People share a group if they travel, teach, or meet together: a team at a tournament, a department at a
conference, a car pool. The staff list names such groups (``away_with``). If one group holds everyone in the line
of a post, one trip leaves no one who practices it (our own test, no federal rule).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from drillplanner.incident_command.assignment.suitability import Candidate


class Separation(IntEnum):
    """How well a line of succession is spread over absence groups, best first."""

    APART = 0
    """At least one alternate shares no group with the leader."""
    EACH_WITH_LEADER = 1
    """Each alternate shares a group with the leader, but not all the same group."""
    ALL_TOGETHER = 2
    """One group holds everyone in the line."""


def absence_groups(person: Candidate) -> frozenset[str]:
    """Return the groups with which the person would be away; none if the staff list does not say."""
    return frozenset(person.person.away_with or ())


def absence_groups_of_all(people: Sequence[Candidate]) -> frozenset[str]:
    """Return the groups that every one of the people is in."""
    return frozenset.intersection(*map(absence_groups, people)) if people else frozenset()


def separation(leaders: Sequence[Candidate], alternates: Sequence[Candidate]) -> Separation:
    """Return how well a line is spread; a line without alternates counts as apart."""
    of_leaders = absence_groups_of_all(leaders)
    if not alternates or any(not absence_groups(alternate) & of_leaders for alternate in alternates):
        return Separation.APART
    return (
        Separation.ALL_TOGETHER if absence_groups_of_all((*leaders, *alternates)) else Separation.EACH_WITH_LEADER
    )


def shared_groups(leaders: Sequence[Candidate], alternates: Sequence[Candidate]) -> tuple[str, ...]:
    """Return the groups that hold the whole line, else the groups that the leader shares with an alternate."""
    of_all = absence_groups_of_all((*leaders, *alternates))
    of_leaders = absence_groups_of_all(leaders)
    return tuple(sorted(of_all or of_leaders & frozenset().union(*map(absence_groups, alternates))))
