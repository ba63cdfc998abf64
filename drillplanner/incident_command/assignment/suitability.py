"""How well a person fits a post: by everyday title first, then by training on record.

The order, like all preferred titles, is our design choice: NIMS treats incident titles and everyday titles as
separate, and each jurisdiction decides who takes which course.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from drillplanner.incident_command.positions.catalog import OrganizationLevel, Position, Qualification
from drillplanner.incident_command.positions.training import load_training
from drillplanner.model import Drill, PeriodTag, StaffMember, TouchedPeriod

#: One place down a post's list of preferred titles outweighs all missing training.
POINTS_PER_PLACE = 100
#: A certificate that the post wants (first aid for the first-aid post) counts more than a course of its tier.
POINTS_PER_CERTIFICATE = 12
POINTS_PER_COURSE = 5
#: A title that the post does not ask for ranks after all that it asks for; a classroom teacher's ranks last.
PLACES_FOR_OTHER_TITLE = 3
PLACES_FOR_TEACHER = 5
#: How much a fit counts when people are distributed over posts: command first, then its staff and the chiefs.
_WEIGHTS = {
    OrganizationLevel.COMMAND: 4,
    OrganizationLevel.DEPUTY: 2,
    OrganizationLevel.OFFICER: 2,
    OrganizationLevel.CHIEF: 2,
}


def position_weight(position: Position) -> int:
    """Return how much a fit for this post counts compared with other posts."""
    return _WEIGHTS.get(position.level, 1)


@dataclass(frozen=True)
class Candidate:
    """A person as the assignment sees them: title family, and codes of courses and certificates."""

    person: StaffMember
    family: str | None
    credentials: frozenset[str]

    @property
    def staff_id(self) -> str:
        """The person's id."""
        return self.person.staff_id


def candidate_of(person: StaffMember, on: date | None = None) -> Candidate:
    """Read a person's everyday title and the certificates valid on a date (None: all that are listed)."""
    entries = tuple(
        certificate.name for certificate in person.dated_certifications if on is None or certificate.counts_on(on)
    )
    family, codes = _read(person.title, entries)
    return Candidate(person, family, codes)


@lru_cache(maxsize=4096)
def _read(title: str, certifications: tuple[str, ...]) -> tuple[str | None, frozenset[str]]:
    training = load_training()
    return training.family_of(title), training.codes_in(certifications)


def holds_class(person: StaffMember, drill: Drill) -> bool:
    """Return whether the person has a class during the drill.

    A drill that does not state its type of period counts as in a lesson. If grades have their own bell
    schedules, those of the person's grades count; for a person without grades, all count.
    """
    if not person.teaches:
        return False
    if drill.by_grades:
        return any(
            period.in_class and period.name not in person.free_periods for period in periods_for(person, drill)
        )
    return drill.period_tags is None or PeriodTag.INSTRUCTION in drill.period_tags


def periods_for(person: StaffMember, drill: Drill) -> tuple[TouchedPeriod, ...]:
    """Return the periods of the person's grades that the drill touches, if grades have their own bells."""
    of_their_grades = [
        grade_moment for grade_moment in drill.by_grades if not set(person.grades).isdisjoint(grade_moment.grades)
    ]
    return tuple(period for moment in of_their_grades or drill.by_grades for period in moment.periods)


def is_free(person: StaffMember, drill: Drill) -> bool:
    """Return whether a teacher has no students: a free period, or grades that are not at school then."""
    if drill.by_grades:
        return all(period.name in person.free_periods for period in periods_for(person, drill))
    return drill.period is not None and drill.period in person.free_periods


def may_hold(candidate: Candidate, position: Position) -> bool:
    """Return whether this person can hold the post at all (first aid needs a nurse or a certificate)."""
    required = position.requires_one_of
    if required is None:
        return True
    return candidate.family in required.titles or bool(candidate.credentials & set(required.certifications))


def fits_by_title(candidate: Candidate, position: Position) -> bool:
    """Return whether the post asks for the person's everyday title."""
    return candidate.family in position.titles_in_order


def qualifies(candidate: Candidate, position: Position) -> bool:
    """Return whether the person's everyday title qualifies for the post, by the hard rules of the catalog."""
    return position.qualifies(candidate.family)


def may_practice(candidate: Candidate, holder: Candidate, position: Position) -> bool:
    """Return whether a person may lead a post for practice in place of its holder.

    In a post for children, nobody practices whose title stands lower in the rule of who qualifies.
    """
    rule = position.qualification
    if rule is not None and rule.child_critical and _place_in(rule, candidate) > _place_in(rule, holder):
        return False
    return may_hold(candidate, position)


def _place_in(rule: Qualification, candidate: Candidate) -> int:
    return rule.titles.index(candidate.family) if candidate.family in rule.titles else len(rule.titles)


def missing_training(candidate: Candidate, position: Position) -> tuple[str, ...]:
    """Return recommended courses and certificates, as printed, that the staff list does not show."""
    training = load_training()
    codes = (*training.tiers[position.training_tier], *position.certifications)
    return tuple(training.names.get(code, code) for code in codes if code not in candidate.credentials)


def courses_held(candidate: Candidate) -> tuple[str, ...]:
    """Return a person's courses and certificates as printed, sorted."""
    names = load_training().names
    return tuple(sorted(names.get(code, code) for code in candidate.credentials))


def suitability_cost(candidate: Candidate, position: Position) -> int:
    """Return penalty points for giving the post to this person: 0 or more, lower is better."""
    return _cost(
        candidate.family,
        candidate.credentials,
        candidate.person.teaches,
        position.titles_in_order,
        position.training_tier,
        position.certifications,
    )


@lru_cache(maxsize=65536)
def _cost(
    family: str | None,
    codes: frozenset[str],
    teaches: bool,
    preferred: tuple[str, ...],
    tier: str,
    certifications: tuple[str, ...],
) -> int:
    courses = sum(code not in codes for code in load_training().tiers[tier])
    certificates = sum(code not in codes for code in certifications)
    if family in preferred:
        place = preferred.index(family)
    else:
        place = len(preferred) + (PLACES_FOR_TEACHER if teaches else PLACES_FOR_OTHER_TITLE)
    return POINTS_PER_PLACE * place + POINTS_PER_COURSE * courses + POINTS_PER_CERTIFICATE * certificates
