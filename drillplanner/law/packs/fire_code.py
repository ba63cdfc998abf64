"""Which fire code a state's schools answer to, whether its drill section was read, and what is loaded for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field, model_validator

from drillplanner.model import Confidence, Frozen


class ModelCode(StrEnum):
    """The model code on which a state's fire code is built."""

    IFC = "IFC"
    NFPA = "NFPA"
    NONE = "none"

    @property
    def phrase(self) -> str:
        """The code's name inside a sentence."""
        return _NAMES[self]


_NAMES: Mapping[ModelCode, str] = {
    ModelCode.IFC: "the International Fire Code",
    ModelCode.NFPA: "NFPA 1 and NFPA 101",
    ModelCode.NONE: "no model code",
}


class CodeReach(StrEnum):
    """The part of a state's schools that its fire code binds."""

    STATEWIDE = "statewide"
    PUBLIC_SCHOOLS = "public_schools"
    WITHOUT_LOCAL_CODE = "without_local_code"
    LOCAL = "local"


class DrillTable(StrEnum):
    """What is known of the numbers of drills in a state's fire code."""

    AMENDED = "amended"
    REPLACED = "replaced"
    UNAMENDED = "unamended"
    UNREAD = "unread"
    LOCAL = "local"

    @property
    def phrase(self) -> str:
        """What is known, and what follows for a plan, as a sentence."""
        return _TABLES[self]


_TABLES: Mapping[DrillTable, str] = {
    DrillTable.AMENDED: "The state's own numbers of drills decide; they are among the requirements below.",
    DrillTable.REPLACED: "The numbers that we know for the state's schools are planned; they are among the "
    "requirements below. The drill section of the fire code was not read, so a fire marshal may ask for more.",
    DrillTable.UNAMENDED: "The numbers of the model code are the state's; they are planned as law.",
    DrillTable.UNREAD: "Whether the state changes the drills of the model code was not read: they are presumed.",
    DrillTable.LOCAL: "A city or county decides; nothing is planned, and the district is asked.",
}


_LOADS_NOTHING = frozenset({DrillTable.AMENDED, DrillTable.REPLACED, DrillTable.LOCAL})


class FireCodeRecord(Frozen):
    """The adoption of a fire code by one state: which code, by which rule, and what is known of its drills."""

    code: ModelCode = Field(description="The model code that it is built on: IFC, NFPA, or none.")
    name: str = Field(description="What the state calls it.")
    edition: str = Field(description="The edition of the copy that was read; 'not read' if none was.")
    rule: str = Field(description="The rule or statute that adopts it.")
    rule_was_seen: bool = Field(
        description="Whether a source that was read gives this citation. False: it is a pointer, to be looked up "
        "before anyone cites it."
    )
    reach: CodeReach = Field(
        description="Whom it binds: all schools of the state (statewide), its public schools (public_schools), "
        "places without a code of their own (without_local_code), or whom a city or county says (local)."
    )
    drill_table: DrillTable = Field(
        description="amended: the state's own numbers decide, and the pack holds them. replaced: the numbers of "
        "the state's schools (statute or school rule) are taken, and the pack holds them; the code's own table "
        "was not read, so nothing is loaded and more may be owed. unamended: the model code's numbers are the "
        "state's, and they are loaded as law. unread: whether the state changes them was not read, so they are "
        "loaded as presumed. local: a city or county decides, so nothing is loaded, and the district is asked."
    )
    restated: dict[str, str] = Field(
        default_factory=dict,
        description="Mandates of the model code that the pack holds from sources of the state, each with the "
        "pack's mandate: {IFC-02: OR-07}. They are not loaded a second time.",
    )
    confidence: Confidence
    sources: tuple[str, ...] = Field(
        default=(), description="Ids of the pack's sources for this record, the deciding one first."
    )
    note: str = Field(default="", description="What was seen, and what was not.")

    @model_validator(mode="after")
    def _has_a_code_to_load(self) -> FireCodeRecord:
        if self.code is ModelCode.NONE and self.drill_table in {DrillTable.UNAMENDED, DrillTable.UNREAD}:
            raise ValueError(f"drill_table '{self.drill_table}' needs a model code to load: IFC or NFPA")
        if self.restated and self.drill_table in _LOADS_NOTHING:
            raise ValueError(f"'restated' has no use where drill_table is '{self.drill_table}': nothing is loaded")
        return self

    @property
    def citation(self) -> str:
        """The rule that adopts the code; it says so if no source that was read gives this citation.

        Where no model code is adopted, ``rule`` is no citation of an adoption, and there is nothing to verify.
        """
        is_sure = self.rule_was_seen or self.code is ModelCode.NONE
        return self.rule if is_sure else f"{self.rule}; this citation was not verified"

    @property
    def question(self) -> str:
        """What decides whether the presumed drills are owed, as a clause."""
        return f"whether the state keeps the drill section of {self.code.phrase}, which was not read"


@dataclass(frozen=True)
class LoadedCodes:
    """The model codes that are loaded beside a state's pack: as law, and as presumed."""

    as_law: tuple[str, ...] = ()
    presumed: str | None = None
    from_record: bool = False
    """True if a code is loaded because the state's record says so, not because the district answered."""


def codes_to_load(
    record: FireCodeRecord | None, adopted: tuple[str, ...] | None, has_local_number: bool
) -> LoadedCodes:
    """Return the model codes to load.

    ``adopted`` are those that the local fire authority adopted, by the district's answer; an empty tuple: it said
    that none binds; None: no answer, so the state's record decides. With a number of drills from the authority
    (``has_local_number``), nothing is presumed.
    """
    if adopted is not None:
        return LoadedCodes(as_law=adopted)
    if record is None:
        return LoadedCodes()
    if record.drill_table is DrillTable.UNAMENDED:
        return LoadedCodes(as_law=(record.code.value,), from_record=True)
    if record.drill_table is DrillTable.UNREAD and not has_local_number:
        return LoadedCodes(presumed=record.code.value, from_record=True)
    return LoadedCodes()
