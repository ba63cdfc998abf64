"""Sites of ``district.yaml`` and the campuses that use them; each mistake is reported with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import Site
from tests.intake.small_workspace import CAMPUSES, DISTRICT, the_problem, write_workspace

SITES = """\
sites:
  - {site_id: gym, name: Town gymnasium}
  - {site_id: hall, name: Hall, drills_at_once: 2, minutes_between: 0}
"""
LINES = len(DISTRICT.splitlines())


def with_sites(*cells: str) -> str:
    """Return the small workspace's campuses with these cells at the end."""
    head, *lines = CAMPUSES.splitlines()
    written = [f"{line},{cell}" for line, cell in zip(lines, cells, strict=True)]
    return "\n".join([f"{head},evacuation_site", *written]) + "\n"


def test_sites_are_read_and_campuses_name_them(tmp_path: Path) -> None:
    files = {"district.yaml": DISTRICT + SITES, "campuses.csv": with_sites("gym", "")}
    read = read_workspace(write_workspace(tmp_path, files))
    assert read.district.sites == (
        Site(site_id="gym", name="Town gymnasium", drills_at_once=1, minutes_between=30),
        Site(site_id="hall", name="Hall", drills_at_once=2, minutes_between=0),
    )
    assert [campus.evacuation_site for campus in read.campuses] == ["gym", None]


@pytest.mark.parametrize(
    ("sites", "allowed", "maybe"),
    [(SITES, "gym, hall", "Maybe you meant 'gym'."), ("", "none: district.yaml lists no 'sites'", None)],
)
def test_an_unlisted_site_is_refused(tmp_path: Path, sites: str, allowed: str, maybe: str | None) -> None:
    found = the_problem(tmp_path, {"district.yaml": DISTRICT + sites, "campuses.csv": with_sites("gmy", "")})
    assert (found.file, found.line, found.value) == ("campuses.csv", 2, "gmy")
    assert found.message == "evacuation_site: there is no such site"
    assert (found.allowed, found.maybe) == (allowed, maybe)


def test_two_sites_with_one_id_are_refused(tmp_path: Path) -> None:
    twice = SITES + "  - {site_id: gym, name: Another}\n"
    found = the_problem(tmp_path, {"district.yaml": DISTRICT + twice})
    assert (found.file, found.line, found.value) == ("district.yaml", LINES + 4, "gym")
    assert found.message == f"two sites have one id (first on line {LINES + 2})"


def test_a_site_without_capacity_is_refused(tmp_path: Path) -> None:
    none = "sites:\n  - {site_id: gym, name: Gym, drills_at_once: 0}\n"
    found = the_problem(tmp_path, {"district.yaml": DISTRICT + none})
    assert (found.file, found.line, found.value) == ("district.yaml", LINES + 2, "0")
