"""The words in which positions are told: sections, levels and their titles, tiers, bands, certainty marks."""

from __future__ import annotations

from enum import StrEnum

PositionId = str


class Section(StrEnum):
    """The functions of ICS, in the order in which the forms list them."""

    COMMAND = "command"
    OPERATIONS = "operations"
    PLANNING = "planning"
    LOGISTICS = "logistics"
    FINANCE = "finance"

    @property
    def letter(self) -> str:
        """The flag in the corner of a box, so that colour is never needed."""
        return self.value[0].upper()


class Level(StrEnum):
    """Organisational levels; each has its own word in the title (NIMS 2017, as taught in FEMA IS-200.C)."""

    COMMAND = "command"
    DEPUTY = "deputy"
    OFFICER = "officer"
    REPRESENTATIVE = "representative"
    CHIEF = "chief"
    DIRECTOR = "director"
    GROUP = "group"
    UNIT = "unit"
    MANAGER = "manager"
    TEAM = "team"
    SINGLE_RESOURCE = "single_resource"


#: How a title of that level ends. Command and single resources have titles of their own.
TITLE_ENDS = {
    Level.OFFICER: "Officer",
    Level.REPRESENTATIVE: "Representative",
    Level.CHIEF: "Section Chief",
    Level.DIRECTOR: "Branch Director",
    Level.GROUP: "Group Supervisor",
    Level.UNIT: "Unit Leader",
    Level.MANAGER: "Manager",
    Level.TEAM: "Team Leader",
}


class Tier(StrEnum):
    """How much structure a drill gets, from one or two people to full sections."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"


class Band(StrEnum):
    """How many adults are free at that campus and hour, which decides the shape of the organisation (ours: D)."""

    XS = "XS"
    S = "S"
    M = "M"
    L = "L"


class Mark(StrEnum):
    """How sure a statement is: A issuing body's text, B restatement, C well known, D our design choice."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class FilledBy(StrEnum):
    """Who holds a position."""

    STAFF = "staff"
    EVERY_TEACHER = "every_teacher"
    AGENCIES = "agencies"
