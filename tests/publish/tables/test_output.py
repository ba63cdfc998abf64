from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from drillplanner.model import StaffMember
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.tables.output import OUTPUT, chores_csv, duties_csv
from drillplanner.publish.tables.schedule import schedule_csv
from drillplanner.publish.tables.staffing import practice_csv, to_do_csv


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_every_duty_is_a_row_with_its_verdict(request_: PublishRequest) -> None:
    rows = rows_of(duties_csv(request_.verdicts, request_.campus_names))
    assert len(rows) == len(request_.verdicts)
    assert rows[0] == {
        "campus_id": "burnet",
        "campus_name": "Burnet Hill Elementary",
        "duty": "NJ-01/burnet/2025-09",
        "mandate": "NJ-01",
        "title": "Monthly fire drill",
        "status": "met",
        "drills": "burnet-fire-1",
        "reason": "1 drill in 2025-09",
        "missing_fact": "",
        "cite": "N.J.S.A. 18A:41-1",
        "url": "https://example.org/18a-41-1",
        "confidence": "legal_text",
        "presumed": "no",
    }
    assert rows[-1]["status"] == "cannot_tell"
    assert rows[-1]["missing_fact"] == "fire_escapes"


def test_every_chore_is_a_row_by_due_date(request_: PublishRequest) -> None:
    rows = rows_of(chores_csv(request_.plan, request_.campus_names))
    assert [row["due"] for row in rows] == sorted(task.due.isoformat() for task in request_.plan.tasks)
    assert rows[0] == {
        "due": "2025-10-31",
        "campus_id": "burnet",
        "campus_name": "Burnet Hill Elementary",
        "task_id": "NJ-12/burnet-lockdown-1",
        "mandate": "NJ-12",
        "drill_id": "burnet-lockdown-1",
        "kind": "notify_after",
        "who": "parents and guardians",
        "text": "Send the written notice that the security drill was held.",
        "due_words": "by the end of that school day",
    }
    assert rows[-1]["drill_id"] == ""


def test_a_reason_that_looks_like_a_formula_is_neutralized(request_: PublishRequest) -> None:
    verdict = request_.verdicts[0].model_copy(update={"reason": '=HYPERLINK("https://example.org")'})
    assert (
        rows_of(duties_csv((verdict,), request_.campus_names))[0]["reason"]
        == '\'=HYPERLINK("https://example.org")'
    )


def test_all_tables_are_written(request_: PublishRequest, tmp_path: Path) -> None:
    files = list(OUTPUT.write(request_, tmp_path))
    assert [path.relative_to(tmp_path).as_posix() for path in files] == [
        "tables/schedule.csv",
        "tables/duties.csv",
        "tables/chores.csv",
        "tables/staff_to_do.csv",
        "tables/staff_practice.csv",
        "tables/drills-2025-26.xlsx",
    ]
    assert files[0].read_bytes() == schedule_csv(request_.plan, request_.workspace.campuses).encode()


def test_each_remedy_and_each_practiced_post_is_a_row(request_: PublishRequest) -> None:
    # Nobody is on the staff list of these campuses: each is told once to enter its adults.
    years = tuple(request_.charts.campuses())
    assert [
        (row["campus_id"], row["kind"], row["name"]) for row in rows_of(to_do_csv(years, request_.campus_names))
    ] == [
        ("burnet", "enter_staff", ""),
        ("high", "enter_staff", ""),
        ("pena", "enter_staff", ""),
    ]
    assert rows_of(practice_csv(years, request_.campus_names)) == []
    alone = StaffMember(staff_id="p", name="=Sample Alder", campus_id="burnet", title="Principal")
    staffed = replace(request_, workspace=request_.workspace.model_copy(update={"staff": (alone,)}))
    years = tuple(year for year in staffed.charts.campuses() if year.campus_id == "burnet")
    to_do = rows_of(to_do_csv(years, request_.campus_names))
    assert {row["kind"] for row in to_do} == {"train", "ask_outside"}
    course = next(row for row in to_do if row["kind"] == "train" and row["positions"] == "CMD-IC")
    assert (course["by"], course["courses"]) == ("2025-09-12", "IS-100;IS-700;IS-200;IS-800")
    assert course["name"].lstrip("'") == "=Sample Alder"
    assert not course["name"].startswith("=")
    (practice,) = rows_of(practice_csv(years, request_.campus_names))
    assert (practice["position"], practice["led"], practice["alternate"]) == ("CMD-IC", "5", "0")
    assert (practice["leads_offered"], practice["leads_needed"], practice["why_never"]) == ("5", "1", "")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(max_size=60))
@example('=HYPERLINK("http://example.org")')
@example("\t=1+1")
@example("\r\n=1+1;@SUM(A1)")
@example("-2+3+cmd|' /C calc'!A0")
@example('a,b\r\nc,"d"\n;e')
@example("<b>bold</b>")
@example("x" * 10_000)
def test_markup_in_files_reads_back_from_a_table_as_text(request_: PublishRequest, value: str) -> None:
    """One cell, which no spreadsheet runs, and no row or column more."""
    task = request_.plan.tasks[0].model_copy(update={"text": value, "who": value})
    plan = request_.plan.model_copy(update={"tasks": (task,)})
    rows = list(csv.reader(io.StringIO(chores_csv(plan, request_.campus_names), newline="")))
    assert len(rows) == 2
    assert len(rows[0]) == len(rows[1])
    for cell in (rows[1][rows[0].index("text")], rows[1][rows[0].index("who")]):
        assert not cell.lstrip().startswith(("=", "+", "-", "@")) or cell.startswith("'")
        assert cell.removeprefix("'").strip() in {value.strip(), value.removeprefix("'").strip()}
