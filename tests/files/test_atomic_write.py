"""Files and folders that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from drillplanner.files.atomic_write import new_folder, write_all, write_bytes, write_text
from drillplanner.files.errors import InputError


def test_makes_parents_and_keeps_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file.txt"
    write_text(path, "ä\r\nb\nc\r")
    assert path.read_bytes() == "ä\r\nb\nc\r".encode()
    assert [item.name for item in path.parent.iterdir()] == ["file.txt"]


def test_replaces_the_old_content_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"a much longer content than the new one")
    path.chmod(0o640)
    write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_is_readable_as_the_user_has_set_it_up(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_bytes(tmp_path / "file", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="cannot be written: No space left on device"):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_path_that_cannot_be_written_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError) as caught:
        write_bytes(tmp_path / "file" / "below", b"x")
    assert str(caught.value) == f"{tmp_path / 'file' / 'below'}: cannot be written: File exists" or (
        "cannot be written: Not a directory" in str(caught.value)
    )


def test_a_folder_in_place_of_the_file_is_reported_and_no_temporary_file_remains(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(InputError, match="cannot be written: Is a directory"):
        write_bytes(tmp_path / "taken", b"x")
    assert [item.name for item in tmp_path.iterdir()] == ["taken"]


def test_a_name_as_long_as_the_file_system_allows(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 251 + ".csv")
    write_bytes(path, b"x")
    assert path.read_bytes() == b"x"


def test_a_link_is_replaced_and_what_it_points_to_stays(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"somebody else's")
    link = tmp_path / "link"
    link.symlink_to(target)
    write_bytes(link, b"ours")
    assert target.read_bytes() == b"somebody else's"
    assert not link.is_symlink()
    assert link.read_bytes() == b"ours"


def test_many_files_are_written_and_unchanged_ones_are_not_touched(tmp_path: Path) -> None:
    files = [(tmp_path / folder / f"{number}.txt", b"%d" % number) for folder in "ab" for number in range(40)]
    write_all(files)
    assert all(path.read_bytes() == data for path, data in files)
    assert len(list(tmp_path.rglob("*"))) == 82
    stamps = {path: path.stat().st_ino for path, _ in files}
    files[3] = (files[3][0], b"new")
    write_all(files)
    assert [path for path, _ in files if path.stat().st_ino != stamps[path]] == [files[3][0]]
    assert files[3][0].read_bytes() == b"new"


def test_when_one_of_many_cannot_be_written_none_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [(tmp_path / f"{number}.txt", b"old") for number in range(10)]
    write_all(files)
    calls = iter(range(100))
    force = os.fsync

    def full(handle: int) -> None:
        if next(calls) == 4:
            raise OSError(28, "No space left on device")
        force(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="cannot be written: No space left on device"):
        write_all([(path, b"new") for path, _ in files])
    assert all(path.read_bytes() == b"old" for path, _ in files)
    assert len(list(tmp_path.iterdir())) == 10


def test_the_folder_appears_whole(tmp_path: Path) -> None:
    place = tmp_path / "not" / "there" / "yet"
    with new_folder(place) as draft:
        (draft / "a").write_text("1")
        assert not place.exists()
    assert (place / "a").read_text() == "1"
    assert [path.name for path in place.parent.iterdir()] == ["yet"]
    assert [path.name for path in tmp_path.iterdir()] == ["not"]


def test_after_an_error_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), new_folder(tmp_path / "x" / "y") as draft:
        (draft / "a").write_text("1")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_stays_the_same_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "ws"
    place.mkdir()
    monkeypatch.chdir(place)
    before = place.stat().st_ino
    with new_folder(Path()) as draft:
        (draft / "bells").mkdir()
        (draft / "bells" / "a").write_text("1")
        (draft / "b").write_text("2")
    assert place.stat().st_ino == before
    assert sorted(path.relative_to(place).as_posix() for path in place.rglob("*")) == ["b", "bells", "bells/a"]


def test_an_empty_folder_is_empty_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), new_folder(tmp_path) as draft:
        (draft / "a").write_text("1")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_moved_entries_are_moved_back_if_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "ws"
    place.mkdir()
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if target == place / "b":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(InputError, match="cannot be written: No space left on device"), new_folder(place) as draft:
        (draft / "a").write_text("1")
        (draft / "b").write_text("2")
    assert list(place.iterdir()) == []


def test_a_folder_that_is_not_empty_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(InputError) as caught, new_folder(tmp_path):
        pytest.fail("the folder must be refused before anything is written")
    found = caught.value.problems[0]
    assert found.file == str(tmp_path)
    assert found.message == "the folder is not empty, and nothing in it is overwritten"
    assert found.maybe == "Maybe choose another name, or move away what is in it."
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_with_the_folder_s_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    with pytest.raises(InputError, match="this is a file"), new_folder(tmp_path / "f"):
        pytest.fail("unreachable")
