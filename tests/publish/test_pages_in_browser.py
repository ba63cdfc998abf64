"""The pages of the planned example in Chromium: WCAG 2.2 AA by axe, narrow windows, filters, and print.

Without Chromium these tests are skipped; ``.ci/run`` sees to it that there is one.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from drillplanner import api
from drillplanner.fleet.report.report import ReportOrder, write_report
from drillplanner.fleet.result import FleetWork
from drillplanner.fleet.workspaces import fleet_of
from tests.fleet.report.stored_fleet import stored_fleet
from tests.made_once import made_once

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
PAGES = ("START-HERE.html", "schools/burnet-hill.html", "report.html")
#: The narrowest window of WCAG 1.4.10, a phone, and a desk, in pixels.
WIDTHS = (320, 390, 1280)
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

#: Of parts of a page that are built of the same elements, axe sees two: the report has 13,000 elements.
_SHORTEN = """() => {
  const built = (element) =>
    `${element.tagName}.${element.className}(${[...new Set([...element.children].map(built))].sort().join()})`;
  const seen = new Map();
  for (const element of document.querySelectorAll("section, details, tbody > tr, li, dl > div")) {
    if (!element.isConnected) continue;
    const key = built(element.parentElement.cloneNode(false)) + built(element);
    seen.set(key, (seen.get(key) ?? 0) + 1);
    if (seen.get(key) > 2) element.remove();
  }
}"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"no browser is installed; one of {', '.join(BROWSERS)} runs this test")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def out(planned_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    def publish_pages(folder: Path) -> None:
        shutil.copytree(planned_example, folder)
        list(api.publish(api.prepare(folder), ("report", "start")))

    return made_once(tmp_path_factory, "livingston-with-pages", publish_pages) / "out"


def opened(browser: Browser, page: Path, width: int = 1280, *, is_dark: bool = False) -> Page:
    size: ViewportSize = {"width": width, "height": 900}
    shown = browser.new_page(viewport=size, color_scheme="dark" if is_dark else "light")
    shown.goto(page.as_uri())
    return shown


@pytest.mark.parametrize("name", PAGES)
def test_a_page_passes_axe_and_fits_its_window(browser: Browser, out: Path, name: str) -> None:
    _passes_axe_and_fits(browser, out / name)


def test_the_report_of_a_state_passes_axe_fits_its_window_and_finds_rows(browser: Browser, tmp_path: Path) -> None:
    fleet = stored_fleet(tmp_path / "texas")
    (path,) = write_report(fleet_of(fleet), ReportOrder(FleetWork.PLAN), date(2026, 12, 1)).files
    _passes_axe_and_fits(browser, path)
    page = opened(browser, path)
    rows = page.locator("#by-district tbody tr")
    page.get_by_label("Find a district").fill("oak DONE")
    expect(page.locator("#by-district-shown")).to_have_text("1 of 4 shown")
    expect(rows.filter(visible=True)).to_contain_text("Oak <ISD> & Sons")
    page.close()


def _passes_axe_and_fits(browser: Browser, path: Path) -> None:
    name = path.name
    for is_dark in (False, True):
        page = opened(browser, path, is_dark=is_dark)
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") == width, f"{name} is wider than {width}"
        page.evaluate(_SHORTEN)
        # A dark look changes colors and nothing else.
        rules = ["color-contrast"] if is_dark else LEVELS
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
            assert found.violations_count == 0, f"{width} px, dark: {is_dark}: {found.generate_report()}"
        page.close()


def test_the_report_shows_what_its_filters_choose(browser: Browser, out: Path) -> None:
    page = opened(browser, out / "report.html")
    rows = page.locator("table.drills tbody tr")
    everything = rows.count()
    expect(page.locator("#shown")).to_have_text(f"{everything} of {everything} shown")

    page.get_by_role("combobox", name="School").select_option(label="Burnet Hill Elementary School")
    assert page.locator("section.campus:visible h3").all_inner_texts()
    at_the_school = rows.locator("visible=true").count()
    assert 0 < at_the_school < everything
    expect(page.locator("#shown")).to_have_text(f"{at_the_school} of {everything} shown")

    page.get_by_role("combobox", name="Kind").select_option(label="Lockdown drill")
    page.get_by_role("combobox", name="Month").select_option(label="October 2025")
    shown = rows.locator("visible=true").all_inner_texts()
    assert len(shown) < at_the_school
    assert all("Lockdown" in row and "Oct" in row for row in shown)

    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#shown")).to_have_text(f"{everything} of {everything} shown")
    assert rows.locator("visible=true").count() == everything
    page.close()


def test_a_link_opens_the_part_it_leads_to(browser: Browser, out: Path) -> None:
    page = opened(browser, out / "report.html")
    expect(page.locator("#cost table")).to_be_hidden()
    page.get_by_role("link", name="What was weighed").click()
    expect(page.locator("#cost table")).to_be_visible()
    page.close()


def test_the_report_prints_on_two_pages_and_one_for_each_school(browser: Browser, out: Path) -> None:
    page = opened(browser, out / "report.html")
    schools = page.locator("section.campus").count()
    assert schools == 9
    printed = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed) <= 2 + schools
    page.close()


def test_the_first_page_leads_to_a_school_and_back(browser: Browser, out: Path) -> None:
    page = opened(browser, out / "START-HERE.html", 390)
    page.get_by_role("link", name="Burnet Hill Elementary School").first.click()
    expect(page).to_have_url(re.compile(r"/schools/burnet-hill\.html"))
    page.locator("a[href*='START-HERE']").first.click()
    expect(page).to_have_url(re.compile(r"/START-HERE\.html"))
    page.close()
