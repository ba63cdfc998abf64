"""The packet of ICS forms of a drill, block by block, as far as a rule reads it.

A field that is None is not stated; the rules that need it then cannot tell.
"""

from __future__ import annotations

from pydantic import Field

from drillplanner.model import Frozen


class FormBlock(Frozen):
    """A numbered block of a form as printed."""

    number: str
    title: str


class FormPage(Frozen):
    """A page: whether it has the band EXERCISE / DRILL, and its text."""

    drill_band: bool | None = None
    text: str = ""


class RosterEntry(Frozen):
    """A person in a position, as listed on a form. Both are ids of the chart."""

    position: str
    person: str


class SignatureLine(Frozen):
    """A signature line: the block, the position that signs, and the printed name."""

    block: str
    position: str
    person: str | None = None


class SafetyHazard(Frozen):
    """A row of ICS 215A."""

    hazard: str
    mitigation: str = ""
    area: str = Field(default="", description="Id of the position whose team works there.")


class NeededResource(Frozen):
    """One kind of resource on ICS 215: required, on hand, and needed."""

    kind: str
    required: int = Field(ge=0)
    have: int = Field(ge=0)
    need: int


class PacketForm(Frozen):
    """One form of the packet."""

    number: str = Field(description="Of the ICS form, for example 202, 205A, 213RR.")
    incident_name: str | None = None
    incident_number: str | None = Field(default=None, description="Where the form has such a block.")
    period: str | None = Field(default=None, description="The operational period, as printed.")
    blocks: tuple[FormBlock, ...] | None = None
    pages: tuple[FormPage, ...] | None = None
    organisation: tuple[RosterEntry, ...] | None = Field(
        default=None, description="People in positions: 201 block 9, 203 blocks 3 to 8, 205A block 3, 207 block 3."
    )
    team: str | None = Field(
        default=None, description="Of 204: id of the position whose team it is. Of 214: whose log it is."
    )
    supervisors: tuple[RosterEntry, ...] | None = Field(default=None, description="Of 204: block 4.")
    teams: tuple[str, ...] | None = Field(default=None, description="Of 215: ids of the positions in blocks 3, 4.")
    channels: tuple[str, ...] | None = Field(
        default=None, description="Names of radio channels: 204 block 8, 205 block 4."
    )
    ticked: tuple[str, ...] | None = Field(default=None, description="Of 202: the forms ticked in block 6.")
    objectives: tuple[str, ...] | None = Field(default=None, description="Of 202: block 3.")
    site_safety_plan: bool | None = Field(default=None, description="Of 202 block 5 and 208 block 4.")
    signatures: tuple[SignatureLine, ...] | None = None
    hazards: tuple[SafetyHazard, ...] | None = Field(default=None, description="Of 215A.")
    resources: tuple[NeededResource, ...] | None = Field(default=None, description="Of 215.")
    private_numbers: bool | None = Field(default=None, description="Of 205A: it holds private numbers.")
    marked_sensitive: bool | None = Field(default=None, description="Of 205A: it is marked not for release.")
    dates: tuple[str, ...] | None = Field(default=None, description="Every date as printed; blanks left out.")
    times: tuple[str, ...] | None = Field(default=None, description="Every time as printed; blanks left out.")


class FormPacket(Frozen):
    """All forms of one drill."""

    forms: tuple[PacketForm, ...]
    student_names: tuple[str, ...] | None = Field(
        default=None,
        description="Names that must not be printed. An empty list: its maker knows no student.",
    )
    says_plan_is_required: bool | None = Field(
        default=None, description="Whether it says that a written incident action plan is required."
    )

    def forms_numbered(self, number: str) -> tuple[PacketForm, ...]:
        """Return the forms with that number, in their order."""
        return tuple(form for form in self.forms if form.number.upper() == number)

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers of the forms in the packet."""
        return frozenset(form.number.upper() for form in self.forms)
