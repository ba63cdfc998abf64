"""The report of a state: every number equals one that was counted by hand, and what is not known comes first."""

from __future__ import annotations

import csv
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner import api
from drillplanner.fleet.report.page import report_html
from drillplanner.fleet.report.report import ReportOrder, write_report
from drillplanner.fleet.report.roll_up import roll_up
from drillplanner.fleet.result import DistrictResult, FleetWork, MandateCount, Outcome
from drillplanner.fleet.workspaces import Fleet, fleet_of
from tests.command_line import run
from tests.fleet.report.stored_fleet import ASH, ELM, OAK, count, entry, stored_fleet

TODAY = date(2026, 12, 1)
TABLES = ("by-district", "by-requirement", "by-law", "by-district-and-requirement")


class _Rows(HTMLParser):
    """The text of a page, and the cells of each table row by the id of its table."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: dict[str, list[list[str]]] = {}
        self.texts: list[str] = []
        self._table, self._in_cell, self._hidden = "", False, False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._table = dict(attrs).get("id") or ""
        elif tag == "tr":
            self.rows.setdefault(self._table, []).append([])
        elif tag == "td":
            self._in_cell = True
            self.rows[self._table][-1].append("")
        self._hidden = tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        if tag == "td":
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)
        if self._in_cell:
            self.rows[self._table][-1][-1] += data


def page_of(*results: DistrictResult) -> str:
    names = [result.folder for result in results]
    return report_html(roll_up(map(entry, results), results[0].work, names), Fleet(Path("texas"), {}), TODAY)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_page_has_the_numbers_that_were_counted_by_hand(tmp_path: Path) -> None:
    fleet = stored_fleet(tmp_path / "texas")
    written = write_report(fleet_of(fleet), ReportOrder(FleetWork.PLAN), TODAY)
    assert written.files == (fleet / "report" / "report.html",)
    page = _Rows(written.files[0].read_text(encoding="utf-8"))
    cells = {table: [[cell.strip() for cell in row] for row in rows if row] for table, rows in page.rows.items()}
    assert [row[1:] for row in cells["by-district"]] == [
        ["3", "done", "50", "29", "1", "0", "proven", "6"],
        ["1", "no lawful plan exists", "–", "–", "–", "–", "–", "–"],
        ["–", "not worked on yet", "–", "–", "–", "–", "–", "–"],
        ["1", "done", "17", "10", "0", "1", "within 3.1 %", "1"],
    ]
    assert [(row[0].partition(" ")[0], *row[1:]) for row in cells["by-requirement"]] == [
        ("IFC-01", "Fire code", "1", "3", "27", "0", "0"),
        ("TX-01", "State statute", "2", "4", "32", "0", "0"),
        ("TX-02", "State board or agency rule", "2", "4", "7", "1", "0"),
        ("TX-03", "State board or agency rule", "1", "1", "0", "0", "1"),
    ]
    assert ["State board or agency rule", "2", "7", "1", "1"] in cells[""]
    assert ["US-TX", "November 30, 2025", "July 1, 2026 (past)", "bbbbbbbbbbbb", "1"] in cells[""]
    assert ["US-TX", "November 30, 2026", "July 1, 2027", "aaaaaaaaaaaa", "2"] in cells[""]


def test_what_is_not_known_comes_first_with_how_to_answer() -> None:
    text = " ".join(" ".join(_Rows(page_of(ASH, OAK, ELM)).texts).split())
    guesses = text.index("Guesses of ours: 5 in 2 districts.")
    law = text.index("Open questions of law: 2 in 1 district.")
    old = text.index("The law on file of US-TX was to be reviewed by July 1, 2026.")
    assert law < text.index("Not checked by drillplanner: 7 requirements") < old
    assert law < text.index("2 past drills have no record.") < old
    assert old < text.index("1 well-being rule is not followed.")
    reason = text.index("At Elm School, TX-01 and the days left in May conflict.")
    assert law < guesses < old < text.index("Without a plan") < reason < text.index("By requirement", reason)
    assert "drillplanner answer DISTRICT confirmed=NAME" in text
    assert text.count("Not legal advice") == 2


def test_a_plan_that_is_older_than_its_files_is_named_before_the_totals() -> None:
    ash, oak = (
        result.model_copy(update={"work": FleetWork.AUDIT, "is_current": is_current})
        for result, is_current in ((ASH, False), (OAK, True))
    )
    text = " ".join(" ".join(_Rows(page_of(ash, oak)).texts).split())
    said = text.index("1 plan is out of date, since files of the district changed after it was made: ash-isd.")
    assert said < text.index("Requirements not met")
    assert "To plan again: drillplanner fleet plan texas" in text
    assert "out of date" not in page_of(oak)


def test_nothing_of_people_and_no_code_of_others_gets_into_the_page() -> None:
    page = page_of(ASH, OAK, ELM)
    assert "Sample Person" not in page
    assert "Oak &lt;ISD&gt; &amp; Sons" in page
    assert "<ISD>" not in page


def test_the_tables_say_the_same_as_csv_and_as_parquet(tmp_path: Path) -> None:
    fleet = stored_fleet(tmp_path / "texas")
    written = write_report(fleet_of(fleet), ReportOrder(FleetWork.PLAN, with_csv=True, with_parquet=True), TODAY)
    assert {path.name for path in written.files} == {
        "report.html",
        *(f"{name}.{ending}" for name in TABLES for ending in ("csv", "parquet")),
    }
    folder = fleet / "report"
    by_district = rows_of(folder / "by-district.csv")
    assert [(row["folder"], row["outcome"], row["drills"], row["gap"]) for row in by_district] == [
        ("ash-isd", "done", "50", "0.0"),
        ("elm-isd", "no_plan", "", ""),
        ("fir-isd", "not_worked_on", "", ""),
        ("oak-isd", "done", "17", "0.031"),
    ]
    assert len(rows_of(folder / "by-district-and-requirement.csv")) == len(ASH.mandates) + len(OAK.mandates)
    for name in TABLES:
        columns = pyarrow.parquet.read_table(folder / f"{name}.parquet").to_pylist()
        as_text = [{column: _as_csv(cell) for column, cell in row.items()} for row in columns]
        assert as_text == rows_of(folder / f"{name}.csv"), name


def _as_csv(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None else str(cell)


_COUNTS = st.lists(
    st.builds(
        count,
        st.sampled_from(("TX-01", "TX-02", "TX-03")),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=3,
    unique_by=lambda found: found.mandate_id,
)


@given(st.lists(_COUNTS, min_size=1, max_size=8))
def test_sums_by_district_and_by_requirement_agree(counts: list[list[MandateCount]]) -> None:
    results = [
        ASH.model_copy(update={"folder": f"d{place}", "mandates": tuple(found)})
        for place, found in enumerate(counts)
    ]
    total = roll_up(map(entry, results), FleetWork.PLAN, [result.folder for result in results])
    for name in ("met", "violated", "cannot_tell"):
        expected = sum(getattr(found, name) for of_district in counts for found in of_district)
        assert sum(getattr(row, name) or 0 for row in total.districts) == expected
        assert sum(getattr(row, name) for row in total.mandate_rows) == expected


def test_a_status_is_reported_by_the_states_of_requirements(tmp_path: Path) -> None:
    states = {"late": 1, "at_risk": 2, "on_track": 30}
    result = ASH.model_copy(
        update={"work": FleetWork.STATUS, "mandates": (), "duty_states": states, "as_of": TODAY, "plan": None}
    )
    cells = [[cell.strip() for cell in row] for row in _Rows(page_of(result)).rows["by-district"] if row]
    assert cells[0][1:] == ["3", "done", "1", "2", "30", "6"]
    other = OAK.model_copy(update={"work": FleetWork.STATUS, "mandates": (), "duty_states": {"late": 4}})
    text = " ".join(" ".join(_Rows(page_of(result, other)).texts).split())
    assert "Late 5 requirements At risk 2 requirements On track 30 requirements" in text
    fleet = stored_fleet(tmp_path / "texas", (result, other))
    write_report(fleet_of(fleet), ReportOrder(FleetWork.STATUS, with_csv=True), TODAY)
    late = [row["requirements_late"] for row in rows_of(fleet / "report" / "by-district.csv")]
    assert late == ["1", "", "", "4"]


def test_the_command_says_what_is_missing_and_what_it_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet = stored_fleet(tmp_path / "texas")
    ran = run(capsys, "fleet", "report", fleet)
    assert (ran.code, ran.out.splitlines()) == (
        0,
        [
            "1 of 4 districts have no result, with the reason in the page.",
            "1 of 4 districts not worked on yet, or with another plan since: run 'drillplanner fleet plan' again.",
            "Not known: 7 points. The page says how to answer.",
            f"Written: {fleet / 'report' / 'report.html'}",
        ],
    )
    none = run(capsys, "fleet", "report", fleet, "--of", "audit")
    assert (none.code, "there is no result of 'fleet audit' yet" in none.err) == (2, True)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (fleet / "report" / "report.html").unlink()
    refused = run(capsys, "fleet", "report", fleet, "--parquet")
    assert (refused.code, "pip install 'drillplanner[parquet]'" in refused.err) == (2, True)
    assert not (fleet / "report" / "report.html").exists()


def test_a_result_of_a_plan_that_is_gone_or_was_replaced_counts_for_nothing(tmp_path: Path) -> None:
    kept = ELM.model_copy(update={"outcome": Outcome.KEPT})
    fleet = stored_fleet(tmp_path / "texas", (ASH, OAK, kept))
    (fleet / "ash-isd" / "plan" / "plan.json").unlink()
    (fleet / "oak-isd" / "plan" / "plan.json").write_bytes(b"another")
    (fleet / "elm-isd" / "plan" / "plan.json").write_bytes(b"updated")
    order = ReportOrder(FleetWork.PLAN, with_csv=True)
    total = write_report(fleet_of(fleet), order, TODAY).total
    assert total.not_worked_on == ("ash-isd", "fir-isd", "oak-isd")
    assert (total.mandate_rows, rows_of(fleet / "report" / "by-district-and-requirement.csv")) == ((), [])
    (fleet / "elm-isd" / "plan" / "plan.json").unlink()
    with pytest.raises(api.InputError, match="there is no result"):
        write_report(fleet_of(fleet), order, TODAY)


def test_statuses_of_several_days_are_not_said_to_be_of_one() -> None:
    early, late = (
        ASH.model_copy(update={"folder": name, "work": FleetWork.STATUS, "mandates": (), "as_of": day})
        for name, day in (("a", date(2026, 11, 2)), ("b", TODAY))
    )
    text = " ".join(" ".join(_Rows(page_of(late, early)).texts).split())
    assert "requirements as of November 2, 2026, to December 1, 2026: not all districts on the same day" in text


def test_districts_that_were_not_reached_have_words(tmp_path: Path) -> None:
    crashed = ELM.model_copy(update={"outcome": Outcome.CRASHED, "sentence": ""})
    fleet = stored_fleet(tmp_path / "texas", (crashed,))
    text = write_report(fleet_of(fleet), ReportOrder(FleetWork.PLAN), TODAY).files[0].read_text(encoding="utf-8")
    assert "the program did not finish" in text
    assert "3 districts not worked on yet, or with another plan since:</b> ash-isd, fir-isd, oak-isd" in text
