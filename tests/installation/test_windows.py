"""What can be tested anywhere of drillplanner on Windows: names and lengths of paths, lines, consoles."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path, PureWindowsPath

import pytest

from drillplanner import api
from drillplanner.files.errors import InputError
from drillplanner.files.file_names import LONGEST_ID, is_device_name
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.intake.schools.school_list import slug
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.publish.calendars.feeds import file_stems
from drillplanner.publish.core.manifest import Manifest
from drillplanner.publish.registry import load_output, output_names
from drillplanner.solve.solver import SolverSettings
from tests.intake.small_workspace import write_workspace
from tests.made_once import made_once

#: Where a school office keeps such a folder: 62 characters.
DEEP = r"C:\Users\maria.fernandez\OneDrive - Unified SD\Safety\drills26"
#: The longest name that `init` makes an id of, and one that Windows would not take.
LONG = "Dr. Martin Luther King Junior Academy for Science, Mathematics and the Performing Arts"
SCHOOLS = f"name,grades,enrollment\r\n{LONG},9-12,1200\r\nCon,K-5,300\r\n"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return two schools with everything published, made from a list with the ends of lines of Windows.

    Tests must not change it; they copy it first.
    """

    def publish_everything(folder: Path) -> None:
        schools = folder.parent / "schools.csv"
        schools.write_bytes(SCHOOLS.encode())
        initialize(folder, "IL", year="2025-26", campuses=schools)
        api.plan(api.prepare(folder), SolverSettings())
        list(api.publish(api.prepare(folder), tuple(output_names())))

    return made_once(tmp_path_factory, "windows", publish_everything)


@pytest.fixture
def copy(published: Path, tmp_path: Path) -> Path:
    """Return a copy of the two schools that the test may change."""
    return Path(shutil.copytree(published, tmp_path / "district"))


def _paths(folder: Path) -> list[PureWindowsPath]:
    return [PureWindowsPath(path.relative_to(folder)) for path in folder.rglob("*")]


def test_each_output_is_written_where_it_says(published: Path) -> None:
    """Before the first file is written, publishing looks whether something else is in these places."""
    out = published / "out"
    for name, files in Manifest.read(out).files.items():
        places = load_output(name).places
        outside = [file for file in files if not file.startswith(places)]
        assert (bool(files), outside) == (True, []), name


def test_paths_are_short_in_a_deep_folder(published: Path) -> None:
    longest = max((str(PureWindowsPath(DEEP, path)) for path in _paths(published)), key=len)
    assert len(longest) < 200, longest


def test_no_name_is_one_that_windows_refuses(published: Path) -> None:
    parts = {part for path in _paths(published) for part in path.parts}
    assert [part for part in sorted(parts) if is_device_name(part)] == []
    assert [part for part in sorted(parts) if part != part.rstrip(" .")] == []
    assert [part for part in sorted(parts) if re.search(r'[<>:"|?*\\]|[\x00-\x1f]', part)] == []


def test_no_two_names_differ_in_capitals_only(published: Path) -> None:
    counted = Counter(str(path).casefold() for path in _paths(published))
    assert [path for path, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("name", ["con", "NUL", "Aux", "com1", "LPT9", "con.txt", "nul .pdf"])
def test_device_names_are_known(name: str) -> None:
    assert is_device_name(name)


@pytest.mark.parametrize("name", ["Conway", "con-2", "common", "com10", "lpt", ""])
def test_other_names_are_free(name: str) -> None:
    assert not is_device_name(name)


def test_an_id_is_short_and_no_device_name() -> None:
    assert slug("Con") == "con-school"
    assert slug(LONG) == "dr-martin-luther-king-junior-academy-for"
    assert slug("x" * 90) == "x" * LONGEST_ID
    assert slug("Amos W. Harrison") == "amos-w-harrison"


def test_calendars_of_agencies_are_not_named_after_devices() -> None:
    assert file_stems(["aux", "Police", "police"]) == {"aux": "aux-2", "Police": "Police", "police": "police-2"}


def test_a_device_name_is_refused_as_an_id_with_what_to_write(tmp_path: Path) -> None:
    initialize(tmp_path / "district", "IL", year="2025-26")
    schools = tmp_path / "district" / "campuses.csv"
    schools.write_text("campus_id,name,grades\nNUL,Null Island School,K-5\n", encoding="utf-8")
    done = _drillplanner("check", tmp_path / "district")
    assert done.returncode == 2
    assert b"campuses.csv:2: Windows keeps this name for a device" in done.stderr
    assert b"no name that Windows keeps for itself" in done.stderr


def test_ends_of_lines_change_nothing(copy: Path) -> None:
    before = _drillplanner("check", copy, "--format", "json")
    for path in (*copy.glob("*.yaml"), *copy.glob("*.csv"), *copy.glob("bells/*")):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    after = _drillplanner("check", copy, "--format", "json")
    assert (before.returncode, before.stdout) == (after.returncode, after.stdout)


def test_a_console_of_western_europe_shows_the_check_and_no_traceback(copy: Path) -> None:
    text = (copy / "district.yaml").read_text(encoding="utf-8")
    (copy / "district.yaml").write_text(text.replace("name: ", "name: Łódź 東京 ", 1), encoding="utf-8")
    done = _drillplanner("check", copy, encoding="cp1252")
    shown = done.stdout.decode("cp1252")
    assert b"Traceback" not in done.stderr
    assert done.returncode in {0, 1, 4}
    assert "?" in shown


def _drillplanner(*arguments: object, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    """Run the program as its own process, whose console has the encoding."""
    return subprocess.run(
        [sys.executable, "-m", "drillplanner", *map(str, arguments)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )


@pytest.mark.parametrize(
    ("given", "other"),
    [
        ("nul", "nul-1"),
        ("COM1", "COM1-1"),
        ("doctor-martin-luther-king-junior-academy-of-science", "doctor-martin-luther-king-junior-academy"),
    ],
)
def test_check_refuses_an_id_that_no_file_can_have(given: str, other: str, tmp_path: Path) -> None:
    write_workspace(tmp_path)
    path = tmp_path / "campuses.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("\noak,", f"\n{given},", 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_workspace(tmp_path)
    problem = next(problem for problem in caught.value.problems if problem.value == given)
    assert (problem.file, problem.line) == ("campuses.csv", 2)
    assert problem.maybe == f"Write {other}, here and wherever it stands."


@pytest.mark.parametrize("given", ["con", "an-agency-with-a-name-that-is-much-too-long-for-files"])
def test_check_refuses_an_id_of_an_agency_that_no_file_can_have(given: str, tmp_path: Path) -> None:
    write_workspace(tmp_path)
    path = tmp_path / "district.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("agency_id: police", f"agency_id: {given}"), encoding="utf-8")
    with pytest.raises(InputError, match=r"no file or folder can have it; write con-1|files are named after it"):
        read_workspace(tmp_path)
