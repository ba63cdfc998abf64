"""Each paper for a small district of its state: what the log has in a field stands on the paper."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import DrillType, Plan
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.state_papers.output import OUTPUT
from drillplanner.publish.state_papers.paper import PaperRows, PaperShape, StatePaper, state_papers
from drillplanner.records.fields import kept_records
from drillplanner.records.fields.loading import record_fields
from drillplanner.records.fields.record_field import FieldOrigin, FieldType, RecordField
from drillplanner.workflow.kept_records.kept_log import read_kept_records
from tests.intake.small_workspace import DISTRICT, write_workspace
from tests.publish.conftest import make_drill
from tests.publish.state_papers.test_data import STATES

#: What the office wrote into a field of each type. All invented.
WRITTEN = {
    FieldType.NUMBER: "2",
    FieldType.YES_NO: "yes",
    FieldType.DATE: "2026-02-12",
    FieldType.TIME: "09:55",
    FieldType.DATE_TIME: "2026-02-10 09:00",
    FieldType.DURATION: "3:20",
    FieldType.LIST: "first; second",
}
#: How a paper shows what was written; everything else as it was written.
SHOWN = {"2026-02-12": "02/12/2026", "09:55": "9:55 AM", "2026-02-10 09:00": "02/10/2026 9:00 AM"}
DAYS = {
    DrillType.FIRE_EVACUATION: "2025-09-05",
    DrillType.LOCKDOWN: "2025-10-07",
    DrillType.SEVERE_WEATHER: "2026-03-11",
    DrillType.BUS_EVACUATION: "2025-10-30",
    DrillType.TABLETOP: "2025-11-04",
}
LOG_COLUMNS = ("drill_id", "campus_id", "drill_type", "date", "status", "start", "minutes", "recorded_by")
TIMEZONES = {"IL": "America/Chicago", "OK": "America/Chicago", "WI": "America/Chicago", "TN": "America/Chicago"}


def written(field: RecordField) -> str:
    """Return what the office wrote into a field."""
    if field.values:
        return field.values[0]
    return WRITTEN.get(field.type, f"Invented {field.field.replace('_', ' ')}")


def told_fields(state: str) -> dict[str, str]:
    """Return a value for each field that a person enters for the records of a state."""
    asked = {ask.field for kept in kept_records() if kept.state in {state, None} for ask in kept.asks}
    fields = record_fields()
    return {name: written(fields[name]) for name in sorted(asked) if fields[name].origin is FieldOrigin.ENTERED}


def district_of(state: str, folder: Path, plan: Plan) -> PublishRequest:
    """Return what a small district of a state publishes, read from its files; the plan is given, not solved."""
    zone = TIMEZONES.get(state, "America/New_York" if state != "WA" else "America/Los_Angeles")
    district = DISTRICT.replace("state: NJ", f"state: {state}").replace("America/New_York", zone)
    numbers = 'state_numbers: {district: "012345678", schools: {oak: "0042"}}\n'
    write_workspace(folder, {"district.yaml": f"{district}{numbers}"})
    told = told_fields(state)
    log = folder / "records" / "drill_log.csv"
    log.parent.mkdir()
    with log.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, [*LOG_COLUMNS, *told])
        table.writeheader()
        for drill_type, day in DAYS.items():
            row = {"drill_id": f"oak-{drill_type.value}", "campus_id": "oak", "drill_type": drill_type.value}
            more = {"date": day, "status": "held", "start": "09:40", "minutes": "12", "recorded_by": "office"}
            table.writerow(row | more | told)
    workspace = read_workspace(folder)
    return PublishRequest(
        _plan(state, plan), workspace, (), records=read_kept_records(folder, workspace).log.entries
    )


def _plan(state: str, plan: Plan) -> Plan:
    drills = tuple(
        make_drill(f"oak-{drill_type.value}", "oak", drill_type, date.fromisoformat(day))
        for drill_type, day in DAYS.items()
    )
    return plan.model_copy(update={"district": "Test District (invented)", "state": state, "drills": drills})


def squeezed(text: str) -> str:
    """Return a text without spaces and hyphens: columns break words as they need."""
    return "".join(text.replace("-", "").replace("\u00ad", "").split())


def text_of(path: Path) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(path).pages))


@pytest.mark.parametrize("state", sorted(STATES))
def test_what_the_log_has_stands_on_each_paper_of_a_state(state: str, plan: Plan, tmp_path: Path) -> None:
    request = district_of(state, tmp_path / "district", plan)
    told, fields = told_fields(state), record_fields()
    made = {path.parent.name: path for path in OUTPUT.write(request, tmp_path / "out") if path.stem != "elm"}
    papers = {paper.paper: paper for paper in state_papers() if paper.is_for(state)}
    assert set(made) == set(papers)
    for name, paper in papers.items():
        if paper.shape is PaperShape.CSV:
            continue
        text = text_of(tmp_path / "out" / "state-papers" / name / "oak.pdf")
        for said in (paper.kept.title, "Oak Elementary School", "Test District (invented)"):
            assert squeezed(said) in text, (name, said)
        if paper.shape is PaperShape.PAGES:
            # Each drill is a sheet that is signed and filed by itself.
            sheets = text.count(squeezed(paper.standing.sentence))
            assert [text.count(squeezed(line)) for line in paper.sign] == [sheets] * len(paper.sign), name
        for ask in paper.kept.asks:
            assert squeezed(ask.heading) in text, (name, ask.heading)
            is_entered = fields[ask.field].origin is FieldOrigin.ENTERED
            is_of_a_drill = ask.field not in paper.head and paper.rows is not PaperRows.PLANNED
            if is_entered and is_of_a_drill and has_a_drill(paper):
                shown = SHOWN.get(told[ask.field], told[ask.field])
                assert squeezed(shown).lower() in text.lower(), (name, ask.field)


def has_a_drill(paper: StatePaper) -> bool:
    """Check whether a drill of the log belongs on a paper."""
    return any(paper.kept.is_about(drill_type) for drill_type in DAYS)
