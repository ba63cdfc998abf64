"""Limits of agencies as candidates: days, hours, visits, and crews, or that none of a kind is listed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from drillplanner.files.counting import counted
from drillplanner.law import Duty
from drillplanner.model import WEEKDAYS, Agency, AgencyKind, ConflictMember, District
from drillplanner.solve.explain.candidates.candidate import ConflictCandidate
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.requirements import attended_matches

#: More visits on a day, or crews at once, than any district needs.
UNLIMITED = 10_000
_WHERE = "district.yaml"


def agency_candidates(case: ConflictCase, spans: Sequence[tuple[date, date]]) -> Iterator[ConflictCandidate]:
    """Yield the limits of each agency that the duties require, or the fact that the district lists none."""
    for kind in kinds_wanted(case.duties):
        agencies = [agency for agency in case.workspace.district.agencies if agency.kind == kind]
        if not agencies:
            yield _none_listed(kind)
        for agency in agencies:
            yield from _limits(agency, spans, case.is_shared)


def kinds_wanted(duties: Sequence[Duty]) -> list[AgencyKind]:
    """Return the kinds of agencies that the duties require."""
    return sorted({match.agency for match in attended_matches(duties) if match.agency is not None})


def _none_listed(kind: AgencyKind) -> ConflictCandidate:
    member = ConflictMember(
        kind="agency", words=f"no {kind.replace('_', ' ')} agency is listed in district.yaml", where=None
    )
    return ConflictCandidate(
        member, lambda case: case.in_district(lambda district: with_another(district, kind)), kind
    )


def with_another(district: District, kind: AgencyKind) -> District:
    """Return the district with an additional agency of the kind, without limits."""
    free = Agency(
        agency_id=f"another-{kind.replace('_', '-')}",
        name=f"another {kind.replace('_', ' ')} agency",
        kind=kind,
        visits_per_day=UNLIMITED,
        crews=UNLIMITED,
        travel_minutes=0,
        weekdays=WEEKDAYS,
    )
    return district.model_copy(update={"agencies": (*district.agencies, free)})


def _limits(agency: Agency, spans: Sequence[tuple[date, date]], shared: bool) -> Iterator[ConflictCandidate]:
    name = agency.name
    if set(agency.weekdays) < set(WEEKDAYS):
        yield _limit(agency, f"{name} comes only on {weekday_list(agency.weekdays)}", weekdays=WEEKDAYS)
    away = [on for on in agency.unavailable if any(first <= on <= last for first, last in spans)]
    if away:
        yield _limit(agency, f"{name} cannot come on {date_list(away)}", unavailable=())
    if agency.available_from is not None or agency.available_until is not None:
        words = f"{name} can come only {hours_phrase(agency)}"
        yield _limit(agency, words, available_from=None, available_until=None)
    if shared:
        number = agency.visits_per_day
        visits = "1 visit" if number == 1 else f"{number} visits"
        words = f"{name} makes at most {visits} a day, over all campuses"
        yield _limit(agency, words, visits_per_day=UNLIMITED)
        crews = "one drill" if agency.crews == 1 else f"{agency.crews} drills"
        words = f"{name} can be at {crews} at a time, with {counted(agency.travel_minutes, 'minute')} of travel"
        yield _limit(agency, words, crews=UNLIMITED, travel_minutes=0)


def _limit(agency: Agency, words: str, **free: object) -> ConflictCandidate:
    member = ConflictMember(kind="agency", words=words, where=_WHERE)
    return ConflictCandidate(
        member, lambda case: case.with_agency(agency.agency_id, **free), (agency, tuple(free))
    )


def weekday_list(weekdays: Sequence[str]) -> str:
    """Return weekdays in words: 'Mondays and Fridays'."""
    days = [f"{weekday.capitalize()}s" for weekday in WEEKDAYS if weekday in weekdays]
    return f"{', '.join(days[:-1])} and {days[-1]}" if len(days) > 1 else "".join(days) or "no day"


def hours_phrase(agency: Agency) -> str:
    """Return the agency's hours in words: 'from 09:00 to 14:30'."""
    phrase = ""
    if agency.available_from is not None:
        phrase += f"from {agency.available_from:%H:%M}"
    if agency.available_until is not None:
        phrase += f" to {agency.available_until:%H:%M}"
    return phrase.strip()


def date_list(dates: Sequence[date]) -> str:
    """Return the first dates, and the number of the others."""
    listed = [on.isoformat() for on in sorted(dates)]
    return ", ".join(listed) if len(listed) < 6 else f"{', '.join(listed[:4])} and {len(listed) - 4} days more"
