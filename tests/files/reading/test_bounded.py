"""Every way in which a name may lead to something else than a small plain file ends at once with words."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import FileKind, opened_file, read_file, read_file_if_any
from drillplanner.files.reading.json_text import parse_json
from drillplanner.files.tables.archive import opened_archive
from tests.test_structure import PACKAGE, ROOT

# Windows has no devices and pipes in folders; its names of devices (con, nul) are refused as ids, on every system.
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
SMALL = FileKind(1000, "Save it smaller.")

#: Modules that read data which ships with the program, and the one that reads for all others.
MAY_READ = {
    "drillplanner/files/reading/bounded.py",
    "drillplanner/appropriateness/lines/read_before.py",
    "drillplanner/appropriateness/text/reader/inference.py",
    "drillplanner/appropriateness/text/reader/word_pieces.py",
    "drillplanner/intake/new_workspace/assumed_bells.py",
    "drillplanner/intake/workspace/commitments.py",
    "drillplanner/intake/workspace/language_texts.py",
    "drillplanner/intake/workspace/scenario_files.py",
    "drillplanner/publish/calendars/icalendar_format/time_zone.py",
    "drillplanner/publish/core/html/page.py",
    "drillplanner/publish/core/typst/typeface.py",
    "drillplanner/workflow/example.py",
}
#: These open a file to write it, or a folder to force it to the disk.
#: The journal opens copies of its own, to force them to the disk.
MAY_OPEN = {
    "drillplanner/files/reading/bounded.py",
    "drillplanner/files/atomic_write.py",
    "drillplanner/files/changes/journal.py",
}


def refused(path: Path) -> Problem:
    with pytest.raises(InputError) as caught:
        read_file(path, SMALL)
    return caught.value.problems[0]


def test_a_plain_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\r\n\0x" * 250)
    assert read_file(tmp_path / "a", SMALL) == b"\r\n\0x" * 250


def test_a_file_that_is_too_large_is_refused_with_its_size_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 1001)
    problem = refused(tmp_path / "a")
    assert problem.message == "the file is too large: 1001 bytes"
    assert (problem.allowed, problem.maybe) == ("at most 1000 bytes", "Save it smaller.")


@POSIX
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused_and_never_read(device: str) -> None:
    if not Path(device).exists():
        pytest.skip("this system has no such device")
    assert refused(Path(device)).message == "this is a device, not a file"


@POSIX
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    problem = refused(tmp_path / "pipe")
    assert (problem.message, problem.allowed) == ("this is a pipe, not a file", "a plain file")
    with pytest.raises(InputError), opened_archive(tmp_path / "pipe"):
        pass


@POSIX
def test_a_file_whose_size_the_system_does_not_tell_is_read_up_to_the_limit() -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("this system has no such file")
    assert Path("/proc/self/status").stat().st_size == 0
    assert refused(Path("/proc/self/status")).message.startswith("the file is too large")


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path).message == "this is a folder, not a file"


def test_a_link_that_leads_nowhere_is_told_and_not_taken_for_no_file(tmp_path: Path) -> None:
    assert read_file_if_any(tmp_path / "a") is None
    try:
        (tmp_path / "a").symlink_to(tmp_path / "b")
    except OSError:
        pytest.skip("this user of Windows may make no links")
    with pytest.raises(InputError, match="cannot be read"):
        read_file_if_any(tmp_path / "a")


def test_a_name_with_a_zero_character_is_refused() -> None:
    assert refused(Path("a\0b")).message == "this is not the name of a file"


def test_parts_of_a_file_are_read_within_the_same_limits(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 1001)
    with pytest.raises(InputError, match="too large"), opened_file(tmp_path / "a", SMALL):
        pass


@pytest.mark.parametrize("raw", [b"[" * 200_000, b'{"a": "\xff"}', b"", b"\0", b"{", b"[1,]", b"NaN,"])
def test_json_that_cannot_be_read_is_one_error_with_the_file(raw: bytes) -> None:
    with pytest.raises(InputError) as caught:
        parse_json(raw, "out/published.json", "Delete it.")
    assert caught.value.problems[0].file == "out/published.json"
    assert caught.value.problems[0].maybe == "Delete it."


def _uses(path: Path) -> Iterator[str]:
    """Yield "read" and "open" for each place at which a module reads a file whole, or opens one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Attribute(attr="read_text" | "read_bytes" | "fdopen"):
                yield "read"
            # A part of an archive is opened by the archive's own method, within the limits of its reader.
            case ast.Call(func=ast.Attribute(value=ast.Name(id="archive" | "package"), attr="open")):
                pass
            case ast.Call(func=ast.Name(id="open") | ast.Attribute(attr="open")):
                yield "open"


def test_no_other_module_opens_a_file() -> None:
    uses = {path.relative_to(ROOT).as_posix(): set(_uses(path)) for path in sorted(PACKAGE.rglob("*.py"))}
    assert {name for name, used in uses.items() if "read" in used} == MAY_READ
    assert {name for name, used in uses.items() if "open" in used} == MAY_OPEN
