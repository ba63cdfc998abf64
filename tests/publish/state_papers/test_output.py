"""The papers of each state as they are written: read back as PDF, CSV, and a page."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from drillplanner import api
from drillplanner.model import DrillRecord, DrillType, EventKind, StateNumbers
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.state_papers.content import paper_marks
from drillplanner.publish.state_papers.output import OUTPUT
from drillplanner.publish.state_papers.paper import PaperShape, StatePaper, state_papers
from drillplanner.publish.state_papers.rows import paper_rows
from drillplanner.records.notices import BeforeOrAfter, SentNotice
from tests.publish.state_papers.test_data import READ, STATES

FIELDS = {
    "weather": "rain and wind",
    "occupants": "412",
    "alert_method": "intercom",
    "conducted_by": "Invented Principal",
    "clear_time": "3:20",
    "route_followed": "yes",
}


def held(drill_type: str, on: str, campus_id: str = "collins", **more: object) -> DrillRecord:
    values = {"drill_id": f"{drill_type}-{on}", "campus_id": campus_id, "drill_type": drill_type, "date": on}
    return DrillRecord.model_validate({**values, "held": True, "recorded_by": "office"} | more)


RECORDS = (
    held("fire_evacuation", "2025-09-05", start="09:40", fields=FIELDS),
    held("fire_evacuation", "2025-09-22", start="10:10"),
    held("lockdown", "2025-10-07", start="13:15", fields=FIELDS),
    held("fire_evacuation", "2025-10-20", start="09:00"),
    held("severe_weather", "2026-03-11", start="09:00", fields=FIELDS),
    held("bus_evacuation", "2025-10-30", start="08:20"),
    held("tabletop", "2025-11-04", start="15:30", fields={"strengths": "calm; quick; clear"}),
    held("fire_evacuation", "2025-12-02", held=False, cause=EventKind.SEVERE_WEATHER),
)


@pytest.fixture(scope="module")
def request_of(planned_example: Path) -> Callable[[str], PublishRequest]:
    """Return what the output is given of one school in a state: the example's plan, as if it were there."""
    prepared, plan = api.prepare(planned_example), api.read_plan(planned_example)

    def of_state(state: str) -> PublishRequest:
        numbers = StateNumbers(district="012345678", schools={"collins": "0042"})
        district = prepared.workspace.district.model_copy(update={"state": state, "state_numbers": numbers})
        campuses = tuple(campus for campus in prepared.workspace.campuses if campus.campus_id == "collins")
        workspace = prepared.workspace.model_copy(update={"district": district, "campuses": campuses})
        return PublishRequest(plan, workspace, (), records=RECORDS)

    return of_state


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


@pytest.mark.parametrize("state", sorted(STATES))
def test_each_paper_of_a_state_says_what_it_is_and_has_its_fields(
    state: str, request_of: Callable[[str], PublishRequest], tmp_path: Path
) -> None:
    written = list(OUTPUT.write(request_of(state), tmp_path))
    papers = {paper.paper: paper for paper in state_papers() if paper.is_for(state)}
    assert {path.parent.name for path in written} == set(papers)
    for path in written:
        if path.suffix != ".pdf":
            continue
        paper, text = papers[path.parent.name], text_of(path)
        kept = paper.kept
        for said in (
            kept.title,
            paper.standing.sentence,
            kept.not_certain,
            "Collins Elementary School",
            "Livingston Public Schools, 2025-26",
            f"To be {kept.purpose.value}:",
            "Not legal advice",
        ):
            assert " ".join(said.split()) in text, said
        for said in (*(ask.heading for ask in kept.asks), *READ[paper.paper].get("lines", ())):
            assert said in text, said


@pytest.mark.parametrize(
    ("state", "paper", "keep"),
    [
        (
            "MI",
            "mi-posting",
            "Keep: stays on the web site for at least 3 years. For the records of 2025-26: until June 30, 2029. "
            "We suggest at least 5 years: until June 30, 2031.",
        ),
        ("OH", "oh-safety-drills", "Keep: no period was found. We suggest at least 5 years: until June 30, 2031."),
        (
            "TN",
            "tn-fire-and-safety-record",
            "Keep: results of the armed intruder, incident command, and bus drills at least 5 years (T.C.A. "
            "49-6-807). For the records of 2025-26: until June 30, 2031.",
        ),
    ],
)
def test_a_paper_says_until_when_to_keep_the_records_of_its_year(
    state: str, paper: str, keep: str, request_of: Callable[[str], PublishRequest]
) -> None:
    (kept,) = (one.kept for one in state_papers() if one.paper == paper)
    assert keep in paper_marks(kept, request_of(state))


def test_new_jerseys_attestation_has_the_notices_that_went_out(
    request_of: Callable[[str], PublishRequest], tmp_path: Path
) -> None:
    lockdown = next(record for record in RECORDS if record.drill_type is DrillType.LOCKDOWN)
    sent = SentNotice("1", lockdown.drill_id, BeforeOrAfter.AFTER, lockdown.date, "office", "e-mail", (), 400, "")
    early = replace(sent, event_id="2", time=BeforeOrAfter.BEFORE, on=date(2025, 10, 1), channel="app")
    list(OUTPUT.write(replace(request_of("NJ"), notices=(sent, early)), tmp_path))
    text = text_of(tmp_path / "state-papers/nj-assurance/collins.pdf")
    assert "10/07/2025 lockdown drill 1:15 PM 10/07/2025 e-mail" in text
    assert "10/01/2025" not in text


def test_the_day_and_the_way_of_a_notice_come_from_one_source(
    request_of: Callable[[str], PublishRequest], tmp_path: Path
) -> None:
    said = {"families_notified_at": "2025-10-08 08:00"}
    lockdown = held("lockdown", "2025-10-07", start="13:15", fields=said)
    sent = SentNotice("1", lockdown.drill_id, BeforeOrAfter.AFTER, lockdown.date, "office", "e-mail", (), 400, "")
    list(OUTPUT.write(replace(request_of("NJ"), records=(lockdown,), notices=(sent,)), tmp_path))
    text = text_of(tmp_path / "state-papers/nj-assurance/collins.pdf")
    assert "10/08/2025 8:00 AM" in text
    assert "e-mail" not in text


def test_the_fire_drill_with_fields_stands_on_the_log(
    request_of: Callable[[str], PublishRequest], tmp_path: Path
) -> None:
    list(OUTPUT.write(request_of("OH"), tmp_path))
    text = text_of(tmp_path / "state-papers" / "oh-evacuation-record" / "collins.pdf")
    assert "09/05/2025 9:40 AM intercom 412 rain and wind 3:20" in text.replace("Invented Principal ", "")


def test_drills_of_a_plan_that_is_out_of_date_are_on_no_paper(
    request_of: Callable[[str], PublishRequest], tmp_path: Path
) -> None:
    told: list[str] = []
    request = replace(request_of("OH"), plan_holds=False, tell=told.append)
    written = {path.parent.name for path in OUTPUT.write(request, tmp_path)}
    assert written == {"fire-code-log", "oh-evacuation-record", "oh-management-test"}
    assert [sentence for sentence in told if "not written" in sentence and "out of date" in sentence] == told


def pennsylvania(request: PublishRequest, folder: Path, paper: str) -> list[dict[str, str]]:
    (path,) = [path for path in OUTPUT.write(request, folder) if path.parent.name == paper]
    assert path.name == "012345678_LOCATION_FACT_202508010000.csv"
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_pennsylvania_has_thirteen_rows_a_school(
    request_of: Callable[[str], PublishRequest], tmp_path: Path
) -> None:
    told: list[str] = []
    rows = pennsylvania(replace(request_of("PA"), tell=told.append), tmp_path, "pa-fire-and-security")
    months = ["FIRSTDAY", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC", "JAN", "FEB", "MAR", "APR", "MAY", "JUN"]
    assert [row["CATEGORY 03"] for row in rows] == months
    assert {(row["SUBMITTING AUN"], row["SCHOOL NUMBER"]) for row in rows} == {("012345678", "0042")}
    by_month = {row["CATEGORY 03"]: row for row in rows}
    said = {month: (row["CATEGORY 02"], row["CATEGORY 04"], row["INDICATOR"], row["DATE"], row["COMMENT"])
            for month, row in by_month.items()}  # fmt: skip
    assert said["SEP"] == ("FIRE", "", "Y", "2025-09-05", "")
    # The year's first security drill has the row of its month, although a fire drill was held too.
    assert said["OCT"] == ("SECURITY", "", "Y", "2025-10-07", "")
    assert said["JUL"] == ("FIRE", "02", "N", "", "")
    assert said["DEC"] == ("FIRE", "03", "N", "", "Severe weather")
    # Nothing is on record: nothing is claimed, and it is told.
    assert said["NOV"] == ("FIRE", "", "", "", "")
    assert any("8 places have no record" in sentence for sentence in told), told
    # The file itself cannot say what it is.
    said_of_it = next(sentence for sentence in told if sentence.startswith("PIMS Location Fact, fire"))
    assert all(
        part in said_of_it for part in ("Compare it with this year's template", "Not certain:", "Not legal")
    )


def test_reasons_may_stand_in_the_comment_alone(
    request_of: Callable[[str], PublishRequest], tmp_path: Path
) -> None:
    request = request_of("PA")
    district = request.workspace.district
    numbers = district.state_numbers.model_copy(update={"reason_codes": False})
    workspace = request.workspace.model_copy(
        update={"district": district.model_copy(update={"state_numbers": numbers})}
    )
    rows = pennsylvania(replace(request, workspace=workspace), tmp_path, "pa-fire-and-security")
    by_month = {row["CATEGORY 03"]: (row["CATEGORY 04"], row["COMMENT"]) for row in rows}
    assert (by_month["JUL"], by_month["DEC"]) == (("", "Not in session"), ("", "Severe weather"))


def test_pennsylvania_has_four_rows_of_buses_and_three_for_students_elsewhere(
    request_of: Callable[[str], PublishRequest], tmp_path: Path
) -> None:
    rows = pennsylvania(request_of("PA"), tmp_path, "pa-bus-evacuation")
    found = [(row["SCHOOL NUMBER"], row["CATEGORY 03"], row["INDICATOR"], row["DATE"]) for row in rows]
    assert found[2:4] == [("0042", "FALL", "Y", "2025-10-30"), ("0042", "MARCH", "", "")]
    assert [row[:2] for row in found] == [
        *(("0042", slot) for slot in ("FIRSTDAY", "NOBUS", "FALL", "MARCH")),
        *(("9999", slot) for slot in ("FIRSTDAY", "FALL", "MARCH")),
    ]


def test_the_posting_of_michigan_is_a_page_with_a_running_count(
    request_of: Callable[[str], PublishRequest], tmp_path: Path
) -> None:
    list(OUTPUT.write(request_of("MI"), tmp_path))
    page = (tmp_path / "state-papers" / "mi-posting" / "collins.html").read_text(encoding="utf-8")
    counts = [
        "fire 1 of 5; tornado 0 of 2; secured building 0 of 3",
        "fire 3 of 5; tornado 1 of 2; secured building 1 of 3",
    ]
    assert all(count in page for count in counts)
    assert page.index(counts[0]) < page.index(counts[1])


def paper_named(name: str) -> StatePaper:
    return next(paper for paper in state_papers() if paper.paper == name)


TYPES = st.sampled_from(
    [DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN, DrillType.SEVERE_WEATHER, DrillType.EARTHQUAKE]
)
DRILLS = st.lists(
    st.builds(
        lambda drill_type, on, number: held(drill_type.value, str(on), drill_id=f"{drill_type}-{number}"),
        TYPES,
        st.dates(date(2025, 8, 1), date(2026, 6, 30)),
        st.integers(0, 10**9),
    ),
    max_size=12,
    unique_by=lambda record: record.drill_id,
)


@given(DRILLS, st.sampled_from([paper for paper in state_papers() if paper.shape is PaperShape.TABLE]))
def test_every_drill_stands_on_a_paper_once(drills: list[DrillRecord], paper: StatePaper) -> None:
    rows = paper_rows(paper, drills)
    shown = [row.record.drill_id for row in rows if row.record is not None]
    about = {drill.drill_id for drill in drills if paper.kept.is_about(drill.drill_type)}
    assert len(shown) == len(set(shown))
    assert set(shown) == about
    assert [row.label for row in rows[: len(paper.slots)]] == [slot.label for slot in paper.slots]
    for slot, row in zip(paper.slots, rows, strict=False):
        if row.record is not None:
            assert row.record.drill_type in slot.drills
            assert not slot.months or row.record.date.month in slot.months


@given(DRILLS)
def test_the_running_count_is_that_of_all_drills_so_far(drills: list[DrillRecord]) -> None:
    def order(record: DrillRecord) -> tuple[date, time, str]:
        return record.date, record.start or time(0), record.drill_id

    def number(records: Iterable[DrillRecord], *types: str) -> int:
        return sum(record.drill_type.value in types for record in records)

    secured = ("lockdown", "secure", "shelter_hazmat")
    for row in paper_rows(paper_named("mi-posting"), drills):
        assert row.record is not None
        key = order(row.record)
        before = [drill for drill in drills if order(drill) <= key]
        assert row.values["completed_so_far"] == (
            f"fire {number(before, 'fire_evacuation')} of 5; tornado {number(before, 'severe_weather')} of 2; "
            f"secured building {number(before, *secured)} of 3"
        )
