"""How well a person fits a post: by everyday title first, then by what is on record of their training.

The order is ours (a design choice, as are all preferred titles): NIMS says that incident titles and everyday
titles are two things, and leaves to each jurisdiction who takes which course.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from drillplanner.incident_command.positions.catalog import OrganizationLevel, Position
from drillplanner.incident_command.positions.training import load_training
from drillplanner.model import Drill, PeriodTag, StaffMember, TouchedPeriod

#: One place further down a post's list of preferred titles outweighs any training that is missing.
POINTS_PER_PLACE = 100
#: A certificate that the post wants (first aid for the first-aid post) weighs more than a course of its tier.
POINTS_PER_CERTIFICATE = 12
POINTS_PER_COURSE = 5
#: A title that the post does not ask for stands behind all that it does; a classroom teacher's behind those.
PLACES_FOR_OTHER_TITLE = 3
PLACES_FOR_TEACHER = 5


#: How much a fit counts where people are shared out among posts: command first, then its staff and the chiefs.
_WEIGHTS = {
    OrganizationLevel.COMMAND: 4,
    OrganizationLevel.DEPUTY: 2,
    OrganizationLevel.OFFICER: 2,
    OrganizationLevel.CHIEF: 2,
}


def weight_of(position: Position) -> int:
    """How much a fit for this post counts beside a fit for another."""
    return _WEIGHTS.get(position.level, 1)


@dataclass(frozen=True)
class Candidate:
    """A person as the assignment sees them."""

    person: StaffMember
    family: str | None
    held: frozenset[str]

    @property
    def staff_id(self) -> str:
        """The person's id."""
        return self.person.staff_id


def candidate_of(person: StaffMember, on: date | None = None) -> Candidate:
    """Read a person's everyday title, and the certificates that count on a date (None: all that are entered)."""
    entries = tuple(one.name for one in person.dated_certifications if on is None or one.counts_on(on))
    family, held = _read(person.title, entries)
    return Candidate(person, family, held)


@lru_cache(maxsize=4096)
def _read(title: str, certifications: tuple[str, ...]) -> tuple[str | None, frozenset[str]]:
    training = load_training()
    return training.family_of(title), training.held(certifications)


def holds_class(person: StaffMember, drill: Drill) -> bool:
    """Whether the person has a class in front of them during the drill.

    A drill that does not say in what kind of period it falls is taken to fall into a lesson. Where grades have
    bells of their own, those of the person's grades count; of a person who names none, those of all.
    """
    if not person.teaches:
        return False
    if drill.by_grades:
        return any(
            period.in_class and period.name not in person.free_periods for period in periods_for(person, drill)
        )
    return drill.period_tags is None or PeriodTag.INSTRUCTION in drill.period_tags


def periods_for(person: StaffMember, drill: Drill) -> tuple[TouchedPeriod, ...]:
    """The periods of the person's grades that the drill touches, where grades have bells of their own."""
    own = [one for one in drill.by_grades if not set(person.grades).isdisjoint(one.grades)]
    return tuple(period for moment in own or drill.by_grades for period in moment.periods)


def is_free(person: StaffMember, drill: Drill) -> bool:
    """Whether a teacher has nobody to look after: a free period, or grades that are not at school then."""
    if drill.by_grades:
        return all(period.name in person.free_periods for period in periods_for(person, drill))
    return drill.period is not None and drill.period in person.free_periods


def may_hold(candidate: Candidate, position: Position) -> bool:
    """Whether the post can be given to this person at all (a first-aid post needs a nurse or a certificate)."""
    required = position.requires_one_of
    if required is None:
        return True
    return candidate.family in required.titles or bool(candidate.held & set(required.certifications))


def fits_by_title(candidate: Candidate, position: Position) -> bool:
    """Whether the everyday title is one that the post asks for."""
    return candidate.family in position.preferred_titles


def missing_training(candidate: Candidate, position: Position) -> tuple[str, ...]:
    """Recommended courses and certificates, in words, that the staff list does not show for the person."""
    training = load_training()
    wanted = (*training.tiers[position.training_tier], *position.certifications)
    return tuple(training.names.get(code, code) for code in wanted if code not in candidate.held)


def courses_held(candidate: Candidate) -> tuple[str, ...]:
    """Courses and certificates of a person as they are printed, courses first."""
    names = load_training().names
    return tuple(sorted(names.get(code, code) for code in candidate.held))


def cost(candidate: Candidate, position: Position) -> int:
    """Points against giving the post to this person; fewer is better, never below 0."""
    return _cost(
        candidate.family,
        candidate.held,
        candidate.person.teaches,
        position.preferred_titles,
        position.training_tier,
        position.certifications,
    )


@lru_cache(maxsize=65536)
def _cost(
    family: str | None,
    held: frozenset[str],
    teaches: bool,
    preferred: tuple[str, ...],
    tier: str,
    certifications: tuple[str, ...],
) -> int:
    courses = sum(code not in held for code in load_training().tiers[tier])
    certificates = sum(code not in held for code in certifications)
    if family in preferred:
        place = preferred.index(family)
    else:
        place = len(preferred) + (PLACES_FOR_TEACHER if teaches else PLACES_FOR_OTHER_TITLE)
    return POINTS_PER_PLACE * place + POINTS_PER_COURSE * courses + POINTS_PER_CERTIFICATE * certificates
