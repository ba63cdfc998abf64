"""``site.yaml``: read for each school, with what holds everywhere; each mistake with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.intake.workspace.site_file import MOST_MAP_BYTES
from drillplanner.model import NearHospital, SchoolSite
from tests.intake.small_workspace import CAMPUSES, DISTRICT, the_problem, write_workspace

SITE = """\
every_school:
  hospitals:
    - {name: General Hospital (invented), telephone: 555-0150, minutes_by_road: 9, burn_center: no}
  ambulance:
    name: Town ambulance (invented)
    advanced_life_support: yes
    telephone:
  letters_signed_by: {name: , title: Superintendent, telephone: 555-0199}
schools:
  oak:
    command_post: Main office
    aeds: [Front hall, Gym]
    first_aid:
      - Nurse's office
      -
    letters_signed_by: {title: Principal}
    telephones:
      - {who: Police and fire, number: 911}
  elm:
    # command_post:
"""
WITH_MAP = SITE.replace("command_post: Main office", "map: map.png")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def test_each_school_has_its_own_facts_and_those_of_every_school(tmp_path: Path) -> None:
    read = read_workspace(write_workspace(tmp_path, {"site.yaml": SITE}))
    oak, elm = read.site_of("oak"), read.site_of("elm")
    assert (oak.command_post, oak.aeds, oak.first_aid) == (
        "Main office",
        ("Front hall", "Gym"),
        ("Nurse's office",),
    )
    assert oak.telephones[0].number == "911"
    hospital = NearHospital(
        name="General Hospital (invented)", telephone="555-0150", minutes_by_road=9, burn_center=False
    )
    assert oak.hospitals == elm.hospitals == (hospital,)
    assert oak.ambulance.advanced_life_support is True
    assert oak.ambulance.telephone == ""
    # What a school says takes the place of what holds everywhere, as a whole.
    assert (oak.letters_signed_by.title, oak.letters_signed_by.telephone) == ("Principal", "")
    assert (elm.letters_signed_by.title, elm.letters_signed_by.telephone) == ("Superintendent", "555-0199")
    assert elm.command_post == ""


def test_without_the_file_nothing_is_known(tmp_path: Path) -> None:
    read = read_workspace(write_workspace(tmp_path))
    assert read.school_sites == {}
    assert read.site_of("oak") == SchoolSite()


@pytest.mark.parametrize("empty", ["", "# nothing yet\n", "schools:\n  oak:\n    command_post:\n  elm:\n"])
def test_a_template_that_nobody_filled_in_says_nothing(tmp_path: Path, empty: str) -> None:
    read = read_workspace(write_workspace(tmp_path, {"site.yaml": empty}))
    assert read.site_of("oak") == SchoolSite()


def test_the_file_does_not_count_among_the_inputs_of_a_plan(tmp_path: Path) -> None:
    before = read_workspace(write_workspace(tmp_path)).inputs_hash
    files: dict[str, str | bytes | None] = {"site.yaml": WITH_MAP, "map.png": PNG}
    assert read_workspace(write_workspace(tmp_path, files)).inputs_hash == before


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "maybe"),
    [
        ("    aeds", "    aed", 12, "'aed' is not known here", "Maybe you meant 'aeds'."),
        ("555-0150", "unknown", 3, "this telephone number has no digit; leave the value empty", None),
        ("[Front hall, Gym]", "Front hall", 12, "'schools.oak.aeds': this must be a list", None),
        ("Main office", "M" * 121, 11, "'schools.oak.command_post': this is too long; at most 120 letters", None),
        ("minutes_by_road: 9", "minutes_by_road: 0", 3, "this must be at least 1", None),
    ],
)
def test_a_mistake_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str, maybe: str | None
) -> None:
    found = the_problem(tmp_path, {"site.yaml": SITE.replace(old, new, 1)})
    assert (found.file, found.line) == ("site.yaml", line)
    assert message in found.message
    assert found.maybe == maybe


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (None, "there is no such file"),
        (b"GIF89a", "the map is neither a picture nor a PDF"),
        (PNG + b"\0" * MOST_MAP_BYTES, "the map is too large: 2,000,048 bytes"),
    ],
)
def test_a_map_is_a_picture_or_a_pdf_in_the_folder(tmp_path: Path, raw: bytes | None, message: str) -> None:
    files: dict[str, str | bytes | None] = {"site.yaml": WITH_MAP, "map.png": raw}
    found = the_problem(tmp_path, files)
    assert (found.file, found.line, found.message, found.value) == ("site.yaml", 11, message, "map.png")


def test_a_map_outside_the_folder_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"site.yaml": SITE.replace("command_post: Main office", "map: ../map.png")})
    assert found.message == "a path outside the workspace"


def test_a_school_that_is_not_on_the_list_is_named(tmp_path: Path) -> None:
    """A school that was closed in the year may stay in the file, and a slip in an id looks the same."""
    read = read_workspace(write_workspace(tmp_path, {"site.yaml": SITE.replace("  oak:", "  oka:")}))
    sentence = (
        "site.yaml: the campus list has no school 'oka', so its places are on no paper. Maybe you meant 'oak'."
    )
    assert sentence in read.assumptions
    assert read.site_of("oak").command_post == ""


def test_an_id_of_digits_is_an_id(tmp_path: Path) -> None:
    campuses = CAMPUSES.replace("\noak,", "\n12,")
    files = {
        "campuses.csv": campuses,
        "staff.csv": None,
        "district.yaml": DISTRICT.replace("staff: staff.csv\n", ""),
    }
    read = read_workspace(write_workspace(tmp_path, {**files, "site.yaml": SITE.replace("  oak:", "  12:")}))
    assert read.site_of("12").command_post == "Main office"
