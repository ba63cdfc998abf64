"""The year on one page: what a wall may show, on one page, and readable aloud."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from benchmarks.pdf_checkers import complaints
from drillplanner.model import Audience, Campus, DrillFormat, DrillType
from drillplanner.publish.calendars.output import calendar_feeds
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.year_pages.output import OUTPUT, year_jobs
from tests.publish.conftest import changed, make_drill


@pytest.fixture(scope="module")
def pages(request_: PublishRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("out")
    return {path.relative_to(folder).as_posix(): path for path in OUTPUT.write(request_, folder)}


def values(request: PublishRequest, name: str) -> dict[str, Any]:
    (job,) = (job for job in year_jobs(request) if job.path.name == name)
    read: dict[str, Any] = json.loads(job.content)
    return read


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_each_school_and_the_district_have_one_page_that_can_be_read_aloud(pages: Mapping[str, Path]) -> None:
    assert list(pages) == ["year/burnet.pdf", "year/pena.pdf", "year/high.pdf", "year/all-schools.pdf"]
    for path in pages.values():
        (page,) = PdfReader(path).pages
        assert (page.mediabox.width, page.mediabox.height) == (792, 612)
        assert complaints(path) == ()
    assert "Burnet Hill Elementary" in text_of(pages["year/burnet.pdf"])


def test_a_wall_shows_the_days_that_families_read_and_no_hour(
    request_: PublishRequest, pages: Mapping[str, Path]
) -> None:
    feeds = {feed.stem: feed for feed in calendar_feeds(request_)}
    for campus in ("burnet", "pena", "high"):
        events = Calendar.from_ical(feeds[f"families/en/{campus}"].content).events
        told = sorted(event.start for event in events if "drill" in event.categories)
        shown = values(request_, f"{campus}.pdf")["months"]
        days = [(month["title"], drill["day"].split()[1]) for month in shown for drill in month["drills"]]
        assert days == [(f"{on:%B} {on.year}", str(on.day)) for on in told]
        assert not re.search(r"\d:\d\d|AM|PM", text_of(pages[f"year/{campus}.pdf"]))


def test_staff_practice_is_counted_and_not_shown(request_: PublishRequest) -> None:
    secret = make_drill("x", "burnet", DrillType.LOCKDOWN, date(2026, 2, 4), audience=Audience.STAFF)
    request = replace(request_, plan=request_.plan.model_copy(update={"drills": (secret,)}))
    page = values(request, "burnet.pdf")
    assert not any(month["drills"] for month in page["months"])
    assert "1 more activity is not on this page" in " ".join(page["remarks"])
    district = values(request, "all-schools.pdf")
    assert not any(marks for row in district["rows"] for marks in row["months"])


def test_a_wall_calls_a_drill_what_families_read(request_: PublishRequest) -> None:
    """Children read walls: an active assailant drill has a gentler name in letters, and had not on the wall."""
    drills = (
        make_drill("a", "burnet", DrillType.ACTIVE_ASSAILANT, date(2026, 2, 4)),
        make_drill("b", "burnet", DrillType.LOCKDOWN, date(2026, 2, 11), format=DrillFormat.LESSON),
    )
    request = replace(request_, plan=request_.plan.model_copy(update={"drills": drills}))
    names = [drill["what"] for month in values(request, "burnet.pdf")["months"] for drill in month["drills"]]
    assert names == ["Safety drill for a person who might do harm", "Safety lesson"]
    district = values(request, "all-schools.pdf")
    assert district["legend"] == [["A", names[0]], ["IN", names[1]]]
    assert [marks for row in district["rows"] for marks in row["months"] if marks] == [["A 4", "IN 11"]]


def test_a_page_with_the_hour_of_a_go_home_drill_does_not_say_that_it_has_none(request_: PublishRequest) -> None:
    drill = make_drill("x", "burnet", DrillType.EARLY_DISMISSAL, date(2026, 2, 4), time(13, 15))
    page = values(replace(request_, plan=request_.plan.model_copy(update={"drills": (drill,)})), "burnet.pdf")
    assert "1:15 PM" in [one["at"] for month in page["months"] for one in month["drills"]]
    assert "no hour" not in page["small_print"]
    assert "only what families may know" in page["small_print"]


def test_sixty_drills_fit_one_page(request_: PublishRequest, tmp_path: Path) -> None:
    first = date(2025, 9, 8)
    drills = tuple(
        make_drill(f"d-{number}", "burnet", DrillType.EVACUATION_OTHER, first + timedelta(number * 4), time(10))
        for number in range(60)
    )
    request = replace(request_, plan=request_.plan.model_copy(update={"drills": drills}))
    path = next(iter(OUTPUT.write(request, tmp_path)))
    assert len(PdfReader(path).pages) == 1
    assert text_of(path).count("Evacuation drill") == 60


def test_a_large_district_goes_on_with_its_heading_on_each_page(request_: PublishRequest, tmp_path: Path) -> None:
    campuses = tuple(Campus(campus_id=f"c-{n}", name=f"School number {n}", grades=("K",)) for n in range(60))
    workspace = changed(request_.workspace, campuses=campuses)
    plan = request_.plan.model_copy(update={"drills": (), "tasks": ()})
    *_, path = OUTPUT.write(replace(request_, plan=plan, workspace=workspace), tmp_path)
    pages = [page.extract_text() for page in PdfReader(path).pages]
    assert len(pages) > 1
    assert all("School" in page and "Sep" in page for page in pages)
    assert complaints(path) == ()
