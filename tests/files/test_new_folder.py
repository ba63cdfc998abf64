from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.files.atomic_write import new_folder
from drillplanner.files.errors import InputError


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
