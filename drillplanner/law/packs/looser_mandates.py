"""Mandates of a pack that stricter ones always cover, found on a plain school year without district files."""

from __future__ import annotations

from datetime import date, timedelta

from drillplanner.law.duties.layers import met_through
from drillplanner.law.duties.mandate import Duty
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.packs.law_book import in_force_windows
from drillplanner.law.packs.pack import Pack
from drillplanner.law.window import Setting
from drillplanner.model import GRADES, AcademicCalendar, Campus, DayKind, District, SchoolDay


def looser_mandates(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return, for each looser mandate of the pack, the ids of the mandates that cover it.

    The year runs from September to mid-June with school on every weekday, at a school to which every mandate
    applies. Only mandates with the same conditions on facts, grades, students, and units are compared: whether
    mandates with different conditions bind the same school depends on a workspace.
    """
    setting = plain_setting(pack.reviewed.year)
    by_condition: dict[object, list[Duty]] = {}
    for mandate in pack.mandates:
        source = pack.sources[mandate.sources[0]]
        condition = (
            tuple(sorted(mandate.applies_if.items())),
            mandate.grades,
            mandate.students_from,
            mandate.unit,
        )
        by_condition.setdefault(condition, []).extend(
            Duty(
                duty_id=f"{mandate.mandate_id}/{window.key}",
                mandate=mandate,
                campus_id=setting.campus.campus_id,
                window=window,
                cite=source.cite,
                url=source.url,
            )
            for window in in_force_windows(mandate, setting)
            if window.missing is None
        )
    replaceable = frozenset(
        mandate.requirement.instead_of for mandate in pack.mandates if isinstance(mandate.requirement, StandIn)
    )
    return {
        looser: stricter
        for duties in by_condition.values()
        for looser, stricter in met_through(duties, replaceable).items()
    }


def plain_setting(start_year: int) -> Setting:
    """Return a school of all grades with school on every weekday from September 1 to June 15."""
    first, last = date(start_year, 9, 1), date(start_year + 1, 6, 15)
    days = tuple(
        SchoolDay(date=on, kind=DayKind.FULL)
        for on in (first + timedelta(number) for number in range((last - first).days + 1))
        if on.weekday() < 5
    )
    calendar = AcademicCalendar(first_day=days[0].date, last_day=days[-1].date, days=days)
    year = f"{start_year}-{(start_year + 1) % 100:02d}"
    district = District(name="A plain year", state="US", timezone="UTC", year=year)
    return Setting(Campus(campus_id="school", name="A school", grades=GRADES), calendar, district)
