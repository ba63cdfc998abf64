"""The catalog of forms: ``templates/forms/*.yaml``, read into frozen models.

A form is data: its official number and title, its numbered blocks and how each is filled, who prepares it, who
approves it, and which drills need it. The Typst templates read the same files, so a block is printed under its
title in the catalog. Numbers and titles follow FEMA 502-2, *NIMS ICS Forms Booklet*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.shipped import shipped_folder
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.incident_command.positions.catalog import CertaintyMark
from drillplanner.model import Frozen

FormId = str


class BlockFill(StrEnum):
    """How a block is filled."""

    PRINTED = "printed"
    PEN = "pen"
    SIGNATURE = "signature"


class Structure(StrEnum):
    """How much organization a drill has: its tier, or a functional or full-scale exercise."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    EXERCISE = "exercise"


class FormNeed(StrEnum):
    """Whether a packet has the form: always, if one of its circumstances applies (``when``), or never."""

    ALWAYS = "always"
    WHEN = "when"
    NEVER = "never"


class Circumstance(StrEnum):
    """What makes a form needed that is otherwise omitted."""

    OUTSIDE_AGENCY = "outside_agency"
    BORROWED_STAFF = "borrowed_staff"
    SEVERAL_CHANNELS = "several_channels"
    LEAVES_THE_GROUNDS = "leaves_the_grounds"


class FormBlockDefinition(Frozen):
    """A numbered field of a form."""

    number: str = Field(pattern=r"^\d{1,2}$")
    title: str = Field(description="The official title, without the colon that is printed behind it.")
    holds: str = Field(description="What goes in.")
    fill: tuple[BlockFill, ...] = Field(min_length=1)
    left_out: bool = Field(
        default=False, description="The sheet for schools does not draw it, and says that it does not."
    )


class FormBasis(Frozen):
    """How certain the blocks are, and the choice of when the form is printed."""

    blocks: CertaintyMark
    needed: CertaintyMark


class FormDefinition(Frozen):
    """One federal form, or one sheet of our own, which has no number."""

    id: FormId = Field(description="The file's name without its ending.")
    number: str | None = Field(pattern=r"^2\d\d[A-Z]?$", description="Of the federal form; None for one of ours.")
    title: str
    order: int = Field(description="Its place in a packet.")
    prepared_by: str
    approved_by: str | None
    readers: str = Field(description="Who needs it.")
    needed: dict[Structure, FormNeed]
    when: tuple[Circumstance, ...] = ()
    operations_only: bool = Field(
        default=False, description="Left out where nothing moves: a talk at a table, or a lesson."
    )
    pages_at: dict[Structure, int] = Field(
        default_factory=dict, description="Of a form with a fixed number of pages: how many are printed."
    )
    in_action_plan: bool = Field(
        description="A page of an incident action plan, so that its foot says 'IAP Page'."
    )
    source: str = Field(default="", description="Where the form or a guide to it was read; empty for one of ours.")
    basis: FormBasis
    blocks: tuple[FormBlockDefinition, ...]

    @property
    def name(self) -> str:
        """``ICS 203, Organization Assignment List``; the title alone for a sheet of our own."""
        return self.title if self.number is None else f"ICS {self.number}, {self.title}"


@cache
def load_forms(folder: Path | None = None) -> tuple[FormDefinition, ...]:
    """Return all forms of ``folder`` (by default those of the program), in the order of a packet.

    Raises InputError with every contradiction: repeated blocks, a structure without a decision, circumstances
    without a use, two forms with the same order or number.
    """
    folder = folder or shipped_folder("templates") / "forms"
    forms: list[FormDefinition] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        document = read_document(path, shown_as=f"templates/forms/{path.name}")
        document.data["id"] = path.stem
        form = parse_as(FormDefinition, document)
        problems += (document.problem((), message, value) for message, value in _contradictions(form))
        forms.append(form)
    for field, values in (("order", [form.order for form in forms]), ("number", [form.number for form in forms])):
        doubled = [str(value) for value, times in Counter(values).items() if times > 1 and value is not None]
        if doubled:
            problems.append(
                Problem("templates/forms", None, f"two forms have the same {field}", ", ".join(doubled))
            )
    if problems:
        raise InputError(problems)
    return tuple(sorted(forms, key=lambda form: form.order))


def form_of(number: str) -> FormDefinition:
    """Return the federal form with this number. Raises KeyError if the catalog has none."""
    return {form.number: form for form in load_forms()}[number]


def _contradictions(form: FormDefinition) -> Iterator[tuple[str, str]]:
    numbers = [block.number for block in form.blocks]
    if doubled := sorted(number for number, times in Counter(numbers).items() if times > 1):
        yield "two blocks have the same number", ", ".join(doubled)
    if undecided := [structure.value for structure in Structure if structure not in form.needed]:
        yield "'needed' does not say whether it is printed at every structure", ", ".join(undecided)
    if (FormNeed.WHEN in form.needed.values()) != bool(form.when):
        yield "'when' names the circumstances of exactly the forms that are needed 'when'", form.id
    if form.number is not None and not form.blocks:
        yield "a federal form has no blocks", form.number
    if form.number is not None and not form.source:
        yield "a federal form does not say where it was read ('source')", form.number
