"""The first page and the schools' pages: every link leads somewhere, and nothing comes from a network."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.registry import load_output
from drillplanner.publish.start_page.output import OUTPUT

SCHOOLS = ("burnet", "pena", "high")


class _Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Mapping[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def out(request_: PublishRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    for name in ("icalendar", "year", "tables", "start"):
        list(load_output(name).write(request_, folder))
    return folder


def pages(out: Path) -> list[Path]:
    return [out / "START-HERE.html", *(out / "schools" / f"{campus}.html" for campus in SCHOOLS)]


def links(page: Path) -> list[str]:
    return [str(attrs["href"]) for tag, attrs in _Tags(page.read_text("utf-8")).tags if tag == "a"]


def test_the_first_page_and_a_page_for_each_school_are_written(request_: PublishRequest, tmp_path: Path) -> None:
    files = [path.relative_to(tmp_path).as_posix() for path in OUTPUT.write(request_, tmp_path)]
    assert files == [*(f"schools/{campus}.html" for campus in SCHOOLS), "START-HERE.html"]


def test_every_link_is_relative_and_leads_to_a_file(out: Path) -> None:
    for page in pages(out):
        found = links(page)
        assert found
        for link in found:
            target = unquote(link.partition("#")[0])
            assert not re.match(r"[a-z]+:|/|\\", link), link
            assert (page.parent / target).resolve().is_relative_to(out.resolve())
            assert (page.parent / target).is_file(), link


def test_every_file_that_was_published_is_reached_from_the_first_page(out: Path) -> None:
    reached = {(page.parent / unquote(link)).resolve() for page in pages(out) for link in links(page)} | {
        path.resolve() for path in pages(out)
    }
    written = {path.resolve() for path in out.rglob("*") if path.is_file()}
    assert written - reached == set()


def test_nothing_is_loaded_and_one_script_may_run(out: Path) -> None:
    for page in pages(out):
        text = page.read_text("utf-8")
        tags = _Tags(text).tags
        assert not [tag for tag, attrs in tags if "src" in attrs or tag in {"link", "img", "iframe"}]
        (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"script-src 'sha256-{digest}'" in text
        assert "https://" not in re.sub(r"example\.org", "", script)


def test_the_week_of_the_day_of_publication_is_shown(request_: PublishRequest, tmp_path: Path) -> None:
    def shown(day: date | None) -> str:
        list(OUTPUT.write(replace(request_, as_of=day), tmp_path))
        page = (tmp_path / "START-HERE.html").read_text("utf-8")
        section = page.partition('id="this-week"')[2].partition("</section>")[0]
        return " ".join(re.sub(r"<[^>]*>", " ", section).split())

    assert shown(None).startswith("> Week of Monday, September 8, 2025 3 drills")
    assert "Week of Monday, October 27, 2025" in shown(date(2025, 10, 30))
    assert "Lockdown drill" in shown(date(2025, 10, 30))
    assert "No drill and no task is left this year." in shown(date(2026, 7, 30))


def test_every_part_of_a_calendar_that_was_split_is_linked(request_: PublishRequest, tmp_path: Path) -> None:
    agency = request_.workspace.district.agencies[0].agency_id
    names = [
        f"agencies/{agency}",
        *(f"{stem}.part-{n}" for stem in ("district", f"agencies/{agency}") for n in (2, 10)),
    ]
    for name in names:
        path = tmp_path / "calendars" / f"{name}.ics"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    list(OUTPUT.write(request_, tmp_path))
    found = [link for link in links(tmp_path / "START-HERE.html") if link.endswith(".ics")]
    assert found == [
        *(f"calendars/district.part-{number}.ics" for number in (2, 10)),
        f"calendars/agencies/{agency}.ics",
        *(f"calendars/agencies/{agency}.part-{number}.ics" for number in (2, 10)),
    ]


def test_a_school_s_page_has_its_drills_and_tasks_and_no_other_s(request_: PublishRequest, out: Path) -> None:
    page = (out / "schools" / "burnet.html").read_text("utf-8")
    assert "Burnet Hill Elementary" in page
    assert "日本橋" not in page
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert table.count("<tr>") == sum(drill.campus_id == "burnet" for drill in request_.plan.drills)
    assert "Send the statement of assurance." in page


def test_what_is_written_on_request_is_named_until_it_is_there(request_: PublishRequest, out: Path) -> None:
    page = (out / "START-HERE.html").read_text("utf-8")
    assert "publish DIR --only school-workbook" in page
    list(load_output("school-workbook").write(request_, out))
    try:
        list(OUTPUT.write(request_, out))
        page = (out / "START-HERE.html").read_text("utf-8")
        assert "publish DIR --only school-workbook" not in page
        assert "by-school.xlsx" in page
    finally:
        (out / "tables" / "drills-2025-26-by-school.xlsx").unlink()
        list(OUTPUT.write(request_, out))


def test_the_pages_say_that_they_are_for_staff_and_no_advice(request_: PublishRequest, out: Path) -> None:
    for page in pages(out):
        text = page.read_text("utf-8")
        assert "For staff only." in text
        assert request_.plan.disclaimer in text
        assert request_.plan.version in text
