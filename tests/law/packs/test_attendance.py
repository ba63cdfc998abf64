"""The rules that ``attend`` in district.yaml makes, and the judge's word on drills with and without the agency."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from drillplanner.audit.schedule import judge_schedule
from drillplanner.law import Attendance, LawBook, derive_duties, load_law, pack_of_attendance
from drillplanner.model import (
    AgencyKind,
    ChosenAttendance,
    DrillType,
    DutyStatus,
    Layer,
    Schedule,
    Verdict,
    WantedAgency,
)
from tests.builders import POLICE, calendar, campus, drill, workspace

READ_ON = date(2025, 8, 1)
FIRST = date(2025, 9, 1)
SHERIFF = POLICE.model_copy(update={"agency_id": "sheriff"})


def pack(share: str, *drills: str, agency_id: str | None = None) -> LawBook:
    chosen = ChosenAttendance(agency="police", drills=tuple(map(DrillType, drills)), share=share)
    wanted = WantedAgency(kind=AgencyKind.POLICE, agency_id=agency_id)
    return LawBook(packs=(pack_of_attendance([Attendance(chosen=chosen, agency=wanted)], READ_ON),))


def verdict(
    book: LawBook, visited: int, alone: int, drill_format: str | None = "physical", agency: str = "police"
) -> Verdict:
    """Return the verdict on a year with so many lockdowns with the agency, and so many without any."""
    place = workspace([campus("oak")], calendar(FIRST, date(2025, 9, 30)), agencies=(POLICE, SHERIFF))
    more = {} if drill_format is None else {"format": drill_format}
    drills = tuple(
        drill(
            "oak",
            DrillType.LOCKDOWN,
            FIRST + timedelta(number),
            number,
            agencies=(agency,) if number < visited else (),
            **more,
        )
        for number in range(visited + alone)
    )
    report = judge_schedule(
        Schedule(source="test", drills=drills), place, derive_duties(book, place), {}, None, {}
    )
    (only,) = report.verdicts
    return only


@pytest.mark.parametrize(
    ("share", "visited", "alone", "status"),
    [
        ("all", 3, 0, DutyStatus.MET),
        ("all", 2, 1, DutyStatus.VIOLATED),
        ("all", 0, 0, DutyStatus.MET),
        ("100%", 2, 1, DutyStatus.VIOLATED),
        ("once", 1, 4, DutyStatus.MET),
        ("once", 0, 4, DutyStatus.VIOLATED),
        ("once", 0, 0, DutyStatus.MET),
        ("50%", 2, 1, DutyStatus.MET),
        ("50%", 1, 2, DutyStatus.VIOLATED),
        ("50%", 1, 1, DutyStatus.MET),
        ("33%", 1, 2, DutyStatus.MET),
        ("34%", 1, 2, DutyStatus.VIOLATED),
        ("1%", 0, 1, DutyStatus.VIOLATED),
    ],
)
def test_a_year_is_judged_by_the_share(share: str, visited: int, alone: int, status: DutyStatus) -> None:
    assert verdict(pack(share, "lockdown"), visited, alone).status is status


@pytest.mark.parametrize("share", ["all", "once", "50%"])
def test_drills_before_the_day_of_the_agreement_do_not_count(share: str) -> None:
    entry = {"agency": "police", "drills": ["lockdown"], "share": share}
    agency = WantedAgency(kind=AgencyKind.POLICE)
    for first, status in ((FIRST, DutyStatus.VIOLATED), (FIRST + timedelta(2), DutyStatus.MET)):
        chosen = ChosenAttendance.model_validate(entry | {"from": first})
        book = LawBook(packs=(pack_of_attendance([Attendance(chosen=chosen, agency=agency)], READ_ON),))
        assert verdict(book, visited=0, alone=2).status is status


@pytest.mark.parametrize("share", ["all", "once", "50%"])
def test_a_talk_about_a_lockdown_needs_no_visitor(share: str) -> None:
    assert verdict(pack(share, "lockdown"), 0, 2, drill_format="lesson").status is DutyStatus.MET


def test_a_talk_counts_where_the_entry_names_lessons() -> None:
    assert verdict(pack("all", "lockdown", "instruction"), 0, 1, "lesson").status is DutyStatus.VIOLATED


@pytest.mark.parametrize("share", ["all", "once", "50%"])
def test_the_judge_cannot_tell_of_drills_whose_form_no_one_wrote_down(share: str) -> None:
    found = verdict(pack(share, "lockdown"), 0, 2, drill_format=None)
    assert (found.status, found.missing_fact) == (DutyStatus.CANNOT_TELL, "format of oak-lockdown-00")


@pytest.mark.parametrize("share", ["all", "once", "50%"])
def test_an_agency_by_its_id_is_that_one_alone(share: str) -> None:
    book = pack(share, "lockdown", agency_id="sheriff")
    assert verdict(book, 2, 0, agency="police").status is DutyStatus.VIOLATED
    assert verdict(book, 2, 0, agency="sheriff").status is DutyStatus.MET


@pytest.mark.parametrize(
    ("share", "drills", "mandate_id", "title", "sentence"),
    [
        (
            "all",
            ["lockdown"],
            "ATTEND-police-lockdown",
            "Police at every lockdown drill",
            "every lockdown drill in the school year held with police present",
        ),
        (
            "once",
            ["lockdown", "active_assailant"],
            "ATTEND-police-lockdown.active-assailant",
            "Police at one lockdown or active-assailant drill each school year at every school that holds any",
            "at least 1 lockdown or active-assailant drill with police present in the school year, if any "
            "lockdown or active-assailant drills are held",
        ),
        (
            "40%",
            ["lockdown", "tabletop"],
            "ATTEND-police-lockdown.tabletop",
            "Police at 40% of the lockdown drills or tabletop exercises of every school",
            "at least 2 lockdown drill or tabletop exercise with police present for every 5 lockdown drills or "
            "tabletop exercises in the school year",
        ),
    ],
)
def test_each_entry_is_a_rule_of_the_district(
    share: str, drills: list[str], mandate_id: str, title: str, sentence: str
) -> None:
    book = pack(share, *drills)
    place = workspace([campus("oak")], calendar(FIRST, date(2025, 9, 30)))
    (duty,) = derive_duties(book, place)
    assert (duty.mandate.mandate_id, duty.mandate.title, duty.sentence) == (mandate_id, title, sentence)
    assert (duty.mandate.layer, duty.cite) == (Layer.DISTRICT, "attend in district.yaml")
    assert duty.binds_firmly


def test_the_rules_come_after_all_other_law() -> None:
    chosen = pack("all", "lockdown").packs
    law = load_law("NJ", None, chosen=chosen)
    assert law.packs[-1:] == chosen
    assert law.mandates[-1].mandate_id == "ATTEND-police-lockdown"
