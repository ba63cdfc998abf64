"""The papers as data: each prints every field of its record, in the record's order, and says what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from drillplanner.files.errors import InputError
from drillplanner.files.yaml_document import read_document
from drillplanner.law import load_state_pack
from drillplanner.publish.state_papers.paper import PaperShape, PaperStanding, StatePaper, read_paper, state_papers
from drillplanner.records.fields import RecordPurpose, kept_records

#: The columns of Pennsylvania's table LOCATION_FACT that are collected, by their number.
COLLECTED = {
    1: "SUBMITTING AUN",
    2: "SCHOOL NUMBER",
    3: "SCHOOL YEAR DATE",
    4: "CATEGORY 01",
    5: "CATEGORY 02",
    6: "CATEGORY 03",
    7: "CATEGORY 04",
    14: "PRIMARY MEASURE",
    18: "INDICATOR",
    20: "DATE",
    22: "COMMENT",
}
STATES = {"PA", "MI", "OH", "IL", "VA", "WA", "NJ", "TN", "NC", "IN", "WI", "OK"}
papers = pytest.mark.parametrize("paper", state_papers(), ids=lambda paper: paper.paper)


def test_the_states_with_papers() -> None:
    assert {paper.kept.state for paper in state_papers()} == STATES | {None}
    assert len({paper.paper for paper in state_papers()}) == len(state_papers())


@papers
def test_a_paper_prints_every_field_of_its_record(paper: StatePaper) -> None:
    asked = [ask.field for ask in paper.kept.asks]
    if paper.shape is PaperShape.CSV:
        headings = {column.heading for column in paper.columns}
        assert {ask.heading for ask in paper.kept.asks} <= headings
    else:
        assert sorted(asked) == sorted([*paper.head, *(ask.field for ask in paper.drill_asks)])
        assert [ask.field for ask in paper.drill_asks] == [name for name in asked if name not in paper.head]


#: What the forms were read to ask for, by paper. Pennsylvania's files are held against ``COLLECTED``.
READ = {
    form["paper"]: form
    for form in yaml.safe_load((Path(__file__).parent / "forms_as_read.yaml").read_text())["forms"]
}


@papers
def test_a_paper_has_the_fields_of_the_form_that_was_read_in_its_order(paper: StatePaper) -> None:
    if paper.shape is PaperShape.CSV:
        return
    read, kept = READ[paper.paper], paper.kept
    asked = [ask.field for ask in kept.asks]
    fields, added = [field for _, field in read["fields"]], read.get("added", {})
    assert [field for field in asked if field not in added] == fields
    assert set(asked) - set(fields) == set(added)
    assert read["url"] == kept.url


def test_each_paper_was_read_in_a_form_or_a_law() -> None:
    assert READ.keys() == {paper.paper for paper in state_papers() if paper.shape is not PaperShape.CSV}


@papers
def test_what_is_filed_on_a_portal_is_a_copy_sheet(paper: StatePaper) -> None:
    is_online = "online" in paper.kept.goes_to.lower() or "portal" in paper.kept.goes_to.lower()
    assert (paper.standing is PaperStanding.COPY_SHEET) == (
        is_online and paper.kept.purpose is RecordPurpose.FILED
    )


@pytest.mark.parametrize("name", ["pa-fire-and-security", "pa-bus-evacuation"])
def test_the_files_of_pennsylvania_have_its_columns(name: str) -> None:
    (paper,) = [paper for paper in state_papers() if paper.paper == name]
    assert len(paper.columns) == 22
    named = dict(enumerate((column.heading for column in paper.columns), start=1))
    assert {number: named[number] for number in COLLECTED} == COLLECTED
    assert all(column.value == "=" for number, column in enumerate(paper.columns, 1) if number not in COLLECTED)


def test_records_that_could_be_printed_are_printed() -> None:
    printed = {paper.record for paper in state_papers()}
    left_out = {record.record for record in kept_records() if record.state in STATES} - printed
    # What the law alone asks, the form of counties, and the notice of a move stand on other papers.
    assert left_out == {"wa_school_record", "mi_school_form", "mi_change_notice"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("paper: one\nrecord: none\nstanding: upload\nshape: table\n", r"one\.yaml:2"),
        ("paper: one\nrecord: mi_posting\nstanding: upload\nshape: table\nhead: [weather]\n", r"one\.yaml:5"),
        ("paper: one\nrecord: mi_posting\nstanding: upload\nshape: csv\n", r"one\.yaml:1"),
    ],
)
def test_a_wrong_paper_is_refused_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=expected):
        read_paper(read_document(path))


def test_michigan_counts_the_drills_that_its_law_counts() -> None:
    counts = load_state_pack("MI").drill_groups
    for name in ("mi-posting", "mi-county-schedule"):
        (paper,) = [paper for paper in state_papers() if paper.paper == name]
        counted = [drill_type for of_set in paper.counted for drill_type in of_set.drills]
        assert set(counted) == set(counts["required"]), name
        assert set(counted) <= set(paper.kept.drills), name
        assert [set(of_set.drills) for of_set in paper.counted][-1] == set(counts["secured_building"])
