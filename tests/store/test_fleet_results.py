"""The results of whole states, on SQLite and on a PostgreSQL server that keeps those of several."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from drillplanner.store.database import close_database
from drillplanner.store.fleet_results import StoredResult, fleet_results
from drillplanner.store.open_store import new_store
from drillplanner.store.place import VARIABLE, DistrictOfRecords, RecordsPlace
from drillplanner.workflow.bundle.recorded import is_recorded_on_server
from tests.intake.small_workspace import DISTRICT, write_workspace
from tests.store.test_record_store import append, event


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep records in the folder, or on the server."""
    if request.param == "postgresql":
        monkeypatch.setenv(VARIABLE, request.getfixturevalue("server"))
    else:
        monkeypatch.delenv(VARIABLE, raising=False)


def result(folder: str, words: str) -> StoredResult:
    return StoredResult("plan", folder, "key", words, 1, False, 0.5)


def stored(folder: Path, of_list: str = "") -> list[tuple[str, str]]:
    with fleet_results(folder, of_list) as results:
        return [(row.folder, row.result) for row in results.each_of("plan")]


@pytest.mark.usefixtures("database")
def test_the_latest_result_of_each_district_is_kept_in_order(tmp_path: Path) -> None:
    with fleet_results(tmp_path) as results:
        for folder, words in (("oak", "first"), ("ash", "only"), ("oak", "second")):
            results.put(result(folder, words))
    assert stored(tmp_path) == [("ash", "only"), ("oak", "second")]


@pytest.mark.usefixtures("database")
def test_folders_of_one_name_and_lists_in_one_folder_share_nothing(tmp_path: Path) -> None:
    places = [
        (tmp_path / "a" / "texas", ""),
        (tmp_path / "b" / "texas", ""),
        (tmp_path / "a" / "texas", "some.txt"),
    ]
    for number, (folder, of_list) in enumerate(places):
        folder.mkdir(parents=True, exist_ok=True)
        with fleet_results(folder, of_list) as results:
            results.put(result("oak", str(number)))
    assert [stored(*place) for place in places] == [[("oak", str(number))] for number in range(len(places))]


def test_drills_that_were_recorded_on_the_server_from_elsewhere_are_known(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"Elsewhere {secrets.token_hex(4)} (invented)"
    folder = tmp_path / "district"
    write_workspace(folder, {"district.yaml": DISTRICT.replace("Test District (invented)", name)})
    monkeypatch.delenv(VARIABLE, raising=False)
    assert not is_recorded_on_server(folder)
    monkeypatch.setenv(VARIABLE, server)
    assert not is_recorded_on_server(folder)
    place = RecordsPlace(folder / "records" / "drills.sqlite", server)
    append(new_store(place, DistrictOfRecords(name, "NJ", "2025-26"), ("drill_id", "status")), event(1))
    close_database(place)
    assert is_recorded_on_server(folder)
    assert not (folder / "records").exists()
