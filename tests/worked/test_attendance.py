"""A district that asks police to every lockdown in New York, where no law does: the whole way to the paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.incident_command.year.organize_district import organize_year
from drillplanner.model import DrillType, DutyStatus
from tests.worked.district import district, planned, statuses


def asking(folder: Path, entry: str) -> Path:
    place = district(folder, "NY")
    file = place / "district.yaml"
    file.write_text(f"{file.read_text()}attend:\n  - {entry}\n")
    return place


def test_visits_by_choice_are_planned_judged_and_published(tmp_path: Path) -> None:
    place = asking(tmp_path, "{agency: police, drills: [lockdown], share: all}")
    outcome = planned(place)
    lockdowns = outcome.drills(DrillType.LOCKDOWN)
    assert len(lockdowns) == 4
    assert [drill.agencies for drill in outcome.drills() if drill.agencies] == [("police",)] * 4
    assert statuses(outcome.report, "ATTEND-police-lockdown") == {DutyStatus.MET}
    # The agency's limits hold: its weekdays, its hours, and the days on which it cannot come.
    (police,) = [agency for agency in outcome.prepared.workspace.district.agencies if agency.kind == "police"]
    assert all(police.can_come_on(drill.date) for drill in lockdowns)
    assert police.available_from and police.available_until
    assert all(
        drill.start and drill.end and police.available_from <= drill.start and drill.end <= police.available_until
        for drill in lockdowns
    )

    assert list(api.publish(outcome.prepared, ("icalendar",)))
    feed = (place / "out/calendars/agencies/police.ics").read_text().replace("\n ", "")
    assert feed.count("SUMMARY:Lockdown drill") == 4
    charts = organize_year(outcome.plan.drills, outcome.prepared.workspace)
    seats = [[seat.agency_id for seat in charts.chart(drill.drill_id).agencies] for drill in lockdowns]
    assert seats == [["police"]] * 4

    # A schedule with somebody else at one lockdown is not as the district asked; an empty cell says nothing.
    table = (place / "plan/schedule.csv").read_text()
    for instead, status in (("fire", DutyStatus.VIOLATED), ("", DutyStatus.CANNOT_TELL)):
        (place / "by-hand.csv").write_text(table.replace(",police,", f",{instead},", 1))
        report = api.audit(outcome.prepared, place / "by-hand.csv")
        assert statuses(report, "ATTEND-police-lockdown") == {status}


@pytest.mark.parametrize(("share", "visits"), [("once", 1), ("50%", 2), ("51%", 3)])
def test_a_share_of_the_lockdowns_adds_no_drill(tmp_path: Path, share: str, visits: int) -> None:
    outcome = planned(asking(tmp_path, f"{{agency: police, drills: [lockdown], share: {share}}}"))
    assert [drill.agencies for drill in outcome.drills(DrillType.LOCKDOWN)].count(("police",)) == visits
    assert len(outcome.drills(DrillType.LOCKDOWN)) == 4
    assert not [drill for drill in outcome.drills() if drill.agencies and drill.drill_type != DrillType.LOCKDOWN]
