"""A file for a state's system: one row for each place of the form, for all schools of the district.

What nobody recorded is not claimed: a place without a record has an empty indicator, and is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from drillplanner.files.tables.csv_text import table_text
from drillplanner.model import DrillRecord
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.state_papers.paper import PaperSlot, StatePaper
from drillplanner.publish.state_papers.rows import first_in_slot
from drillplanner.publish.state_papers.school_facts import school_facts

#: Pennsylvania's reasons why a month has no drill, on the page of 2016-17.
NOT_IN_SESSION, OTHER_REASON = "02", "03"
#: The location of students who ride buses to schools elsewhere.
OFF_SITE = "9999"
_YES, _NO = "Y", "N"


@dataclass(frozen=True)
class UploadFile:
    """The text of a file, and the places of which nothing is on record, as "Oak School OCT"."""

    text: str
    open_places: tuple[str, ...]


@dataclass(frozen=True)
class _FileRow:
    """What one place of the form says."""

    school_code: str
    slot: str
    indicator: str = ""
    on: date | None = None
    category: str = ""
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True)
class _FileWriter:
    """A paper with what it is filled from; ``open_places`` grows with each place of which nothing is on record."""

    paper: StatePaper
    request: PublishRequest
    open_places: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[_FileRow]:
        """Yield a row for each place of the form at each school, then those for location 9999."""
        workspace = self.request.workspace
        for campus in workspace.campuses:
            code = school_facts(self.request, campus.campus_id)["school_code"]
            records = sorted(
                (record for record in self.request.records if record.campus_id == campus.campus_id),
                key=lambda record: (record.date, record.drill_id),
            )
            for slot in self.paper.slots:
                yield self._row(code, slot, campus.campus_id, records)
        yield from (_FileRow(OFF_SITE, slot.label) for slot in self.paper.off_site)

    def _row(self, code: str, slot: PaperSlot, campus_id: str, records: list[DrillRecord]) -> _FileRow:
        workspace = self.request.workspace
        dates = workspace.calendar.dates_at(campus_id)
        if slot.special == "first_day":
            first = next(iter(dates), None)
            return _FileRow(code, slot.label, _YES if first else "", first, self._first_category)
        if slot.special == "no_buses":
            rides = workspace.campus_by_id[campus_id].facts.get("buses")
            return _FileRow(code, slot.label, {True: _NO, False: _YES, None: ""}[rides])
        held = self._reported(slot, [record for record in records if record.held])
        if held is not None:
            return _FileRow(code, slot.label, _YES, held.date, self._category(held))
        if not any(day.month in slot.months for day in dates):
            return _FileRow(code, slot.label, _NO, None, self._first_category, NOT_IN_SESSION, "Not in session")
        missed = first_in_slot(slot, [record for record in records if not record.held])
        if missed is not None and missed.cause is not None:
            cause = missed.cause.phrase.capitalize()
            return _FileRow(code, slot.label, _NO, None, self._category(missed), OTHER_REASON, cause)
        self.open_places.append(f"{self.request.campus_name(campus_id)} {slot.label}")
        return _FileRow(code, slot.label, category=self._first_category)

    def _reported(self, slot: PaperSlot, held: list[DrillRecord]) -> DrillRecord | None:
        """Return the drill that a place reports: of the first category, unless it has the first drill of another.

        A file has one drill a month, and the year's security drill must be on it once.
        """
        firsts = [
            next((record for record in held if record.drill_type in drills), None)
            for drills in list(self.paper.categories.values())[1:]
        ]
        first_of_category = [record for record in held if self._category(record) == self._first_category]
        return (
            first_in_slot(slot, [record for record in firsts if record is not None])
            or first_in_slot(slot, first_of_category)
            or first_in_slot(slot, held)
        )

    @property
    def _first_category(self) -> str:
        return next(iter(self.paper.categories), "")

    def _category(self, record: DrillRecord) -> str:
        categories = self.paper.categories.items()
        return next((name for name, drills in categories if record.drill_type in drills), "")

    def cells(self, row: _FileRow) -> Iterator[str]:
        """Yield the cells of a row, in the order of the file."""
        numbers = self.request.workspace.district.state_numbers
        values: Mapping[str, str] = {
            "district_code": numbers.district,
            "school_code": row.school_code,
            "school_year_end": f"{int(self.request.plan.year[:4]) + 1}-06-30",
            "category": row.category,
            "slot": row.slot,
            "reason": row.reason if numbers.reason_codes else "",
            "indicator": row.indicator,
            "date": "" if row.on is None else row.on.isoformat(),
            "comment": row.comment if not numbers.reason_codes or row.reason == OTHER_REASON else "",
        }
        for column in self.paper.columns:
            yield column.value[1:] if column.value.startswith("=") else values[column.value]


def upload_file(paper: StatePaper, request: PublishRequest) -> UploadFile:
    """Return the file of a paper for the whole district."""
    writer = _FileWriter(paper, request)
    rows = [tuple(writer.cells(row)) for row in writer.rows()]
    text = table_text((column.heading for column in paper.columns), rows)
    return UploadFile(text, tuple(writer.open_places))


def upload_name(request: PublishRequest) -> str:
    """Return the file's name: number of the district, table, and the day of the publication, without a clock."""
    number = request.workspace.district.state_numbers.district or "AUN"
    return f"{number}_LOCATION_FACT_{request.day_of_change:%Y%m%d}0000.csv"
