from __future__ import annotations

import os
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.reading.bounded import MAXIMUM_BYTES


def refused(files: InputFolder, link: Link) -> Problem:
    with pytest.raises(InputError) as caught:
        files.read(link)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    "target",
    [
        "/etc/passwd",
        "../other/campuses.csv",
        "bells/../../x",
        "..",
        "C:\\data\\x.csv",
        "C:x.csv",
        "..\\x.csv",
        "\\\\server\\x",
    ],
)
def test_a_path_outside_the_workspace_is_refused(tmp_path: Path, target: str) -> None:
    found = refused(InputFolder(tmp_path), Link(target, "district.yaml", 7))
    assert (found.file, found.line, found.value) == ("district.yaml", 7, target)
    assert found.message == "a path outside the workspace"
    assert found.allowed == "a name inside the workspace folder, for example calendar.ics"
    assert found.maybe == "Maybe copy the file into the workspace."


@pytest.mark.parametrize("target", ["", "  ", "a\0b"])
def test_a_target_that_is_not_a_name_is_refused(tmp_path: Path, target: str) -> None:
    assert (
        refused(InputFolder(tmp_path), Link(target, "district.yaml", 1)).message
        == "this is not the name of a file"
    )


def test_a_symbolic_link_may_not_lead_out(tmp_path: Path) -> None:
    inside, outside = tmp_path / "ws", tmp_path / "secret.csv"
    inside.mkdir()
    outside.write_text("secret")
    (inside / "campuses.csv").symlink_to(outside)
    found = refused(InputFolder(inside), Link("campuses.csv"))
    assert found.file == "campuses.csv"
    assert found.message == "a path outside the workspace: a symbolic link leads out of the folder"


def test_a_folder_that_is_a_symbolic_link_may_not_lead_out(tmp_path: Path) -> None:
    inside, outside = tmp_path / "ws", tmp_path / "elsewhere"
    inside.mkdir()
    outside.mkdir()
    (outside / "a.yaml").write_text("name: x")
    (inside / "bells").symlink_to(outside)
    files = InputFolder(inside)
    with pytest.raises(InputError, match="symbolic link leads out"):
        files.names_in(Link("bells"))
    assert "symbolic link" in refused(files, Link("bells/a.yaml")).message


def test_symbolic_links_within_the_workspace_are_followed(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("x")
    (tmp_path / "campuses.csv").symlink_to("real.csv")
    real = tmp_path / "real"
    real.mkdir()
    assert InputFolder(tmp_path).read(Link("campuses.csv")) == b"x"


def test_a_symbolic_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    assert refused(InputFolder(tmp_path), Link("loop.csv")).file == "loop.csv"


def test_the_workspace_itself_may_be_a_symbolic_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_text("x")
    (tmp_path / "link").symlink_to("real")
    assert InputFolder(tmp_path / "link").read(Link("a")) == b"x"


def test_a_missing_file_is_reported_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "campusses.csv").write_text("x")
    found = refused(InputFolder(tmp_path), Link("campuses.csv", "district.yaml", 4))
    assert str(found).splitlines() == [
        "district.yaml:4: there is no such file",
        "    found:   campuses.csv",
        "    Maybe you meant 'campusses.csv'.",
    ]


def test_a_folder_is_not_a_file_and_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").write_text("")
    files = InputFolder(tmp_path)
    assert refused(files, Link("a")).message == "this is a folder, not a file"
    with pytest.raises(InputError, match="this is not a folder"):
        files.names_in(Link("b"))
    with pytest.raises(InputError, match="there is no such folder"):
        files.names_in(Link("c"))


# Windows has no pipes in folders, so that nobody can leave one there for a command to wait at.
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "calendar.ics")
    assert refused(InputFolder(tmp_path), Link("calendar.ics")).message == "this is a pipe, not a file"


def test_a_file_over_the_limit(tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("wb") as stream:
        stream.truncate(MAXIMUM_BYTES + 1)
    found = refused(InputFolder(tmp_path), Link("big.csv"))
    assert found.message == f"the file is too large: {MAXIMUM_BYTES + 1} bytes"
    assert found.allowed == f"at most {MAXIMUM_BYTES} bytes"


def test_a_missing_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        InputFolder(tmp_path / "nowhere")
    found = caught.value.problems[0]
    assert (found.file, found.message) == (str(tmp_path / "nowhere"), "there is no such folder")
    assert found.maybe is not None and "drillplanner init" in found.maybe


def test_names_are_sorted_and_hidden_ones_omitted(tmp_path: Path) -> None:
    for name in ("b", "a", ".hidden"):
        (tmp_path / name).write_text("")
    assert InputFolder(tmp_path).names_in(Link(".")) == ("a", "b")


def test_the_digest_depends_on_names_bytes_and_file_boundaries(tmp_path: Path) -> None:
    def digest(**files: str) -> str:
        read = InputFolder(tmp_path)
        for name, text in files.items():
            read.remember(name, text.encode())
        return read.digest()

    same = digest(a="1", b="2")
    assert same == digest(b="2", a="1")
    assert (
        len({same, digest(a="1"), digest(a="12"), digest(a="1", c="2"), digest(a="1", b="2\n"), digest(ab="12")})
        == 6
    )
    assert digest(a="1\n") != digest(a="1\r\n")
