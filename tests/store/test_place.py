"""Where records are kept: in the folder, or at an address that is never shown with its password."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from drillplanner.files.errors import InputError
from drillplanner.store.database import open_database
from drillplanner.store.network_drive import is_shared_folder, refuse_network_drive
from drillplanner.store.place import FILE_VARIABLE, VARIABLE, RecordsPlace, place_of

ADDRESS = "postgresql://office:secret-word@records.example:5432/drills"


def test_records_are_in_the_folder_or_at_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert place_of(tmp_path).file == tmp_path / "records" / "drills.sqlite"
    assert not place_of(tmp_path).exists
    monkeypatch.setenv(VARIABLE, ADDRESS)
    assert place_of(tmp_path).shown == "postgresql://records.example/drills"
    monkeypatch.delenv(VARIABLE)
    kept = tmp_path / "address.txt"
    kept.write_text(f"{ADDRESS}\n", encoding="utf-8-sig")  # as Notepad writes it
    monkeypatch.setenv(FILE_VARIABLE, str(kept))
    assert place_of(tmp_path).address == ADDRESS
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "missing.txt"))
    with pytest.raises(InputError, match="cannot be read"):
        place_of(tmp_path)


def test_an_address_of_something_else_is_refused_without_showing_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords = ("se%cret-word", "se[cret-word", "se/cret-word", "se@cret-word", "se#cret-word", "se℀cret-word")
    for address in (
        *(f"postgresql://office:{password}@host/drills" for password in passwords),
        "mysql://office:secret-word@host/drills",
        "postgresql:///drills",
        "postgresql://office:secret-word@host",
        "postgresql://office:secret-word:5432/drills",
        "postgresql://office@host:secret-word/drills",
        f"postgresql://office:secret-word@host/{'x' * 64}",
        "secret-word",
    ):
        monkeypatch.setenv(VARIABLE, address)
        with pytest.raises(InputError, match="no address of a PostgreSQL database") as caught:
            place_of(tmp_path)
        assert "cret-word" not in str(caught.value)


def test_a_network_drive_is_refused_and_a_disk_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_network_drive(tmp_path / "drills.sqlite")
    assert is_shared_folder(r"\\server\share\district") and is_shared_folder(r"\\?\UNC\server\share")
    assert not is_shared_folder("\\\\?\\C:\\a long name\\district") and not is_shared_folder("C:\\district")
    disk = psutil.disk_partitions(all=True)[0]
    # No test machine has a network drive: what the system would say of one is given.

    def partitions_of(kind: str, options: str) -> Callable[..., list[object]]:
        mounted = disk._replace(mountpoint=str(tmp_path), fstype=kind, opts=options)
        return lambda **_: [disk, mounted]

    for kind, options in (("nfs4", "rw"), ("cifs", "rw"), ("NTFS", "rw,remote")):
        monkeypatch.setattr(psutil, "disk_partitions", partitions_of(kind, options))
        with pytest.raises(InputError, match="network drive"):
            refuse_network_drive(tmp_path / "records" / "drills.sqlite")


def test_a_setting_that_postgresql_does_not_know_is_an_error(tmp_path: Path) -> None:
    place = RecordsPlace(tmp_path / "drills.sqlite", f"{ADDRESS}?secret-word=1")
    with pytest.raises(InputError, match="a setting after") as caught:
        open_database(place)
    assert "secret-word" not in str(caught.value)
