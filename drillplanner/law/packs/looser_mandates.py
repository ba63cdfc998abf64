"""Which mandates of a pack are looser than others, on a plain school year and without any district's files."""

from __future__ import annotations

from datetime import date, timedelta

from drillplanner.law.duties.layers import met_through
from drillplanner.law.duties.mandate import Duty
from drillplanner.law.kinds import StandIn
from drillplanner.law.packs.law_book import in_force_windows
from drillplanner.law.packs.pack import Pack
from drillplanner.law.window import Setting
from drillplanner.model import GRADES, AcademicCalendar, Campus, DayKind, District, SchoolDay


def looser_mandates(pack: Pack) -> dict[str, tuple[str, ...]]:
    """For each looser mandate of the pack, the ids of those that meet it when they are met.

    Held against a plain year from September to mid-June, ten months, every weekday with school, at a school to
    which every mandate applies. Conditions on facts and grades are left aside: where two mandates speak of
    different schools, only a workspace can tell which bind there.
    """
    setting = plain_setting(pack.reviewed.year)
    alike: dict[object, list[Duty]] = {}
    for mandate in pack.mandates:
        source = pack.sources[mandate.sources[0]]
        condition = (
            tuple(sorted(mandate.applies_if.items())),
            mandate.grades,
            mandate.students_from,
            mandate.unit,
        )
        alike.setdefault(condition, []).extend(
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
        for duties in alike.values()
        for looser, stricter in met_through(duties, replaceable).items()
    }


def plain_setting(starts: int) -> Setting:
    """A school of all grades in a year of weekdays from 1 September to 15 June."""
    first, last = date(starts, 9, 1), date(starts + 1, 6, 15)
    days = tuple(
        SchoolDay(date=on, kind=DayKind.FULL)
        for on in (first + timedelta(number) for number in range((last - first).days + 1))
        if on.weekday() < 5
    )
    calendar = AcademicCalendar(first_day=days[0].date, last_day=days[-1].date, days=days)
    district = District(name="A plain year", state="US", timezone="UTC", year=f"{starts}-{(starts + 1) % 100:02d}")
    return Setting(Campus(campus_id="school", name="A school", grades=GRADES), calendar, district)
