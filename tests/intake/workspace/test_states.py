from __future__ import annotations

from zoneinfo import ZoneInfo

from drillplanner.intake.workspace.states import states


def test_there_are_fifty_states_and_the_district_of_columbia() -> None:
    assert len(states()) == 51
    assert all(len(code) == 2 and code.isupper() for code in states())
    assert len({entry.name for entry in states().values()}) == 51


def test_every_zone_exists_and_is_american() -> None:
    for entry in states().values():
        for zone in (entry.timezone, *entry.also):
            assert ZoneInfo(zone).key.startswith(("America/", "Pacific/Honolulu"))
        assert entry.timezone not in entry.also
