"""A paper for a state, as data: which record it prints, in which shape, and what it is not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import Field, model_validator

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import Document, parse_as, read_document
from drillplanner.model import DrillType, Frozen
from drillplanner.records.fields import FieldAsk, KeptRecord, kept_records

_DATA = Path(__file__).parent / "data"


class PaperStanding(StrEnum):
    """What a paper is to the state."""

    OWN_LAYOUT = "own_layout"
    COPY_SHEET = "copy_sheet"
    UPLOAD = "upload"

    @property
    def sentence(self) -> str:
        """What stands at the top of the paper."""
        return _STANDINGS[self]


_STANDINGS: Mapping[PaperStanding, str] = {
    PaperStanding.OWN_LAYOUT: "Not the state's form: our layout, with the fields that the state asks for.",
    PaperStanding.COPY_SHEET: "Not a filing: a sheet to copy from into the state's own pages, with a place for "
    "the receipt.",
    PaperStanding.UPLOAD: "A file for the state's system. Compare it with this year's template before sending it.",
}


class PaperShape(StrEnum):
    """How the drills stand on the paper: a row each, a page each, lines to attest, or rows of a CSV file."""

    TABLE = "table"
    PAGES = "pages"
    LINES = "lines"
    CSV = "csv"


class PaperRows(StrEnum):
    """Which drills are on the paper: those that were held, or those that are planned."""

    HELD = "held"
    PLANNED = "planned"


class PaperSlot(Frozen):
    """A row that the form has for a drill of these types, held in these months: the first that has no row yet.

    ``special`` rows are about no drill: the first day of school, and whether students ride buses.
    """

    label: str
    drills: tuple[DrillType, ...] = ()
    months: tuple[int, ...] = Field(default=(), description="Months, 1 to 12; empty: any.")
    special: str = Field(default="", pattern="^(first_day|no_buses|)$")


class CountedSet(Frozen):
    """A set of required drills that is counted through the year: 2 of 5."""

    label: str
    drills: tuple[DrillType, ...]
    required: int = Field(ge=1)


class AttestedLine(Frozen):
    """A statement to attest, with the types of drills whose days are printed next to it; none: nothing is."""

    text: str
    drills: tuple[DrillType, ...] = ()


class FileColumn(Frozen):
    """A column of a file: its heading, and what stands in it: a constant ('=DRILL') or a named value."""

    heading: str
    value: str = Field(
        pattern="^(=.*|district_code|school_code|school_year_end|category|slot|reason|indicator|date|comment)$"
    )


class StatePaper(Frozen):
    """A paper of one record. ``head`` are the fields that stand once, above; the others are columns, in order."""

    paper: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="Its name: the folder it is written to.")
    record: str
    standing: PaperStanding
    shape: PaperShape
    rows: PaperRows = PaperRows.HELD
    head: tuple[str, ...] = ()
    slots: tuple[PaperSlot, ...] = ()
    also_others: bool = Field(
        default=False, description="Drills that fill no slot stand below, in rows of their own."
    )
    off_site: tuple[PaperSlot, ...] = Field(default=(), description="Rows for location 9999, once a district.")
    counted: tuple[CountedSet, ...] = ()
    lines: tuple[AttestedLine, ...] = ()
    columns: tuple[FileColumn, ...] = ()
    categories: dict[str, tuple[DrillType, ...]] = Field(default_factory=dict)
    sign: tuple[str, ...] = Field(default=(), description="Lines for the pen at the end.")
    as_page: bool = Field(default=False, description="Also as a page for the web.")
    empty_rows: int = Field(default=0, ge=0, description="Rows for the pen below the last drill.")

    @model_validator(mode="after")
    def _fits_its_shape(self) -> StatePaper:
        if (self.shape is PaperShape.CSV) != bool(self.columns):
            raise ValueError("'columns' belongs to the shape csv, and a file needs it")
        if (self.shape is PaperShape.LINES) != bool(self.lines):
            raise ValueError("'lines' belongs to the shape lines, and such a paper needs it")
        return self

    @property
    def kept(self) -> KeptRecord:
        """The record that the paper prints."""
        return _records()[self.record]

    @property
    def head_asks(self) -> tuple[FieldAsk, ...]:
        """The fields above the drills, in the order of the paper."""
        asks = {ask.field: ask for ask in self.kept.asks}
        return tuple(asks[name] for name in self.head)

    @property
    def drill_asks(self) -> tuple[FieldAsk, ...]:
        """The fields of each drill, in the order of the record."""
        return tuple(ask for ask in self.kept.asks if ask.field not in self.head)

    def is_for(self, state: str) -> bool:
        """Check whether schools of a state are asked for it; the log of the fire code is for all."""
        return self.kept.state in {None, state}


@lru_cache(maxsize=1)
def _records() -> dict[str, KeptRecord]:
    return {record.record: record for record in kept_records()}


@lru_cache(maxsize=1)
def state_papers() -> tuple[StatePaper, ...]:
    """Return every paper, by name. Raises InputError if a file is wrong, with file and line."""
    paths = sorted(_DATA.glob("*.yaml"))
    return tuple(read_paper(read_document(path, f"publish/state_papers/data/{path.name}")) for path in paths)


def read_paper(document: Document) -> StatePaper:
    """Return the paper of a file. Raises InputError if it names no record, or a field the record does not ask."""
    paper = parse_as(StatePaper, document)
    record = _records().get(paper.record)
    if record is None:
        raise InputError(document.problem(("record",), "there is no such record", paper.record))
    asked = [ask.field for ask in record.asks]
    problems: list[Problem] = [
        document.problem(("head", place), "the record does not ask for this field", name, ", ".join(asked))
        for place, name in enumerate(paper.head)
        if name not in asked
    ]
    if problems:
        raise InputError(problems)
    return paper
