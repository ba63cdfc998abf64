"""Check training: courses of the tier, certificates valid on the day, how courses were taken."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.case.months import months_later
from drillplanner.audit.charts.record import (
    ChartedPosition,
    CourseDelivery,
    ExerciseRole,
    HeldCertificate,
    Person,
)
from drillplanner.audit.charts.rules.chart_rules import ChartSeverity
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import known_positions, organization_table
from drillplanner.incident_command.positions.catalog import Tier
from drillplanner.incident_command.positions.training import load_training
from drillplanner.model import StaffMember


def codes_of(certificate: HeldCertificate) -> frozenset[str]:
    """Return the codes of the courses and certificates that an entry names, however it is spelled."""
    return _codes_in(certificate.name)


@lru_cache(maxsize=4096)
def _codes_in(name: str) -> frozenset[str]:
    entry = StaffMember(staff_id="", name="", campus_id="", title="", certifications=(name,))
    return load_training().codes_held_by(entry)


def courses_held(person: Person) -> frozenset[str] | None:
    """Return the codes of everything on record for a person, or None if nothing is stated."""
    if person.certificates is None:
        return None
    return frozenset().union(*(codes_of(certificate) for certificate in person.certificates))


def tier_of(case: ChartCase, position: ChartedPosition) -> str:
    """Return the training tier of a position: the district's, else that of large drills, else the catalog's."""
    table = organization_table()
    role = table.trained_like.get(position.role_id, position.role_id)
    district_tier = case.record.settings.training_tiers.get(role)
    if district_tier is not None:
        return district_tier
    known = known_positions().get(role)
    catalog_tier = known.training_tier if known else "T0"
    return table.tiers_in_large_drills.get(role, catalog_tier) if case.tier is Tier.L3 else catalog_tier


def courses_of_tier(tier: str) -> tuple[str, ...]:
    """Return the courses of a tier."""
    return load_training().tiers[tier]


def _holders(case: ChartCase) -> Iterator[tuple[Person, tuple[ChartedPosition, ...]]]:
    """Yield our own people who hold opened positions, with these positions."""
    for person_id, positions in case.held_by_person.items():
        person = case.person(person_id)
        if person.agency is None:
            yield person, positions


def courses_of_the_tier(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """TRN-01: each holder has the courses of the highest tier among their positions."""
    required = case.record.settings.training_is_required
    unstated: list[str] = []
    for person, positions in _holders(case):
        highest = max((tier_of(case, position), position.id) for position in positions)
        courses = courses_of_tier(highest[0])
        if not courses:
            continue
        held_courses = courses_held(person)
        if held_courses is None:
            unstated.append(person.id)
        elif missing := [course for course in courses if course not in held_courses]:
            title = case.title(case.by_id[highest[1]])
            yield CheckFault(
                f"{person.name or person.id}, {title}, has no record of {', '.join(missing)} (tier {highest[0]}).",
                (person.id, highest[1]),
                ChartSeverity.ERROR if required else ChartSeverity.WARNING,
            )
    if unstated:
        yield MissingFact("which courses are on record", tuple(unstated))


def valid_certificates(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """TRN-02: special certificates are held, and valid on the day."""
    names = load_training().names
    for person, positions in _holders(case):
        for position in positions:
            known = case.catalog_entry(position)
            for code in known.certifications if known else ():
                yield from _certificate(case, person, position, code, names.get(code, code))


def _certificate(
    case: ChartCase, person: Person, position: ChartedPosition, code: str, name: str
) -> Iterator[CheckFault | MissingFact]:
    who, subjects = person.name or person.id, (person.id, position.id)
    if person.certificates is None:
        yield MissingFact("which certificates are on record", subjects)
        return
    matching = [certificate for certificate in person.certificates if code in codes_of(certificate)]
    if not matching:
        yield CheckFault(f"{who}, {case.title(position)}, has no record of {name}.", subjects)
        return
    ends = [certificate.expires for certificate in matching]
    known_ends = [end for end in ends if end is not None]
    day = case.occasion.date
    if day is None:
        yield (
            MissingFact("the day of the drill", subjects)
            if known_ends
            else MissingFact(f"until when {name} holds", subjects)
        )
    elif any(end >= day for end in known_ends):
        return
    elif len(known_ends) < len(ends):
        if code in organization_table().certificates_that_expire:
            yield MissingFact(f"until when {name} holds", subjects)
    else:
        yield CheckFault(f"{who}, {case.title(position)}: {name} runs out on {max(known_ends)}.", subjects)


def refreshed_courses(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """TRN-03: no course of the person's tiers is older than the district's interval."""
    years = case.record.settings.refresh_years
    if years is None:  # the judge skips the rule in this case
        return
    for person, positions in _holders(case):
        courses = {course for position in positions for course in courses_of_tier(tier_of(case, position))}
        for course in sorted(courses):
            dates = [
                certificate.earned for certificate in person.certificates or () if course in codes_of(certificate)
            ]
            if not dates:
                continue
            earned = max((day for day in dates if day is not None), default=None)
            if earned is None or case.occasion.date is None:
                yield MissingFact(f"when {course} was taken, and the day of the drill", (person.id,))
            elif months_later(earned, 12 * years) < case.occasion.date:
                yield CheckFault(
                    f"{person.name or person.id} took {course} on {earned}, more than {years} years before.",
                    (person.id,),
                )


def led_by_an_instructor(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """TRN-04: ICS-300 and ICS-400 are not recorded as self-paced."""
    for person in case.record.people:
        for certificate in person.certificates or ():
            instructor_led = sorted(codes_of(certificate) & set(organization_table().instructor_led))
            if instructor_led and certificate.delivery is CourseDelivery.SELF_PACED:
                yield CheckFault(
                    f"{person.name or person.id}: {certificate.name} is recorded as self-paced online.",
                    (person.id,),
                )


def school_editions(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """TRN-05: a course held under another name or edition is not called missing."""
    for person in case.record.people:
        held_courses = courses_held(person) or frozenset()
        for course in person.stated_missing:
            codes = codes_of(HeldCertificate(name=course))
            if not codes or not codes <= held_courses:
                continue
            names = [
                certificate.name for certificate in person.certificates or () if codes & codes_of(certificate)
            ]
            yield CheckFault(
                f"{person.name or person.id} is said to lack {course} and has {', '.join(names)}.", (person.id,)
            )


def exercise_staff_courses(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """TRN-06: courses of the exercise director, lead evaluator, and evaluators."""
    exercise = case.record.exercise
    if exercise is None:
        return
    if exercise.staff is None:
        yield MissingFact("who directs and evaluates the exercise", (exercise.id,))
        return
    courses_by_role = organization_table().courses_of_exercise_staff
    for member in exercise.staff:
        courses = courses_by_role.get(ExerciseRole(member.role), ())
        if not courses:
            continue
        held_courses = courses_held(case.person(member.person))
        if held_courses is None:
            yield MissingFact("which courses are on record", (member.person,))
        elif missing := [course for course in courses if course not in held_courses]:
            yield CheckFault(
                f"{case.name(member.person)}, {member.role.replace('_', ' ')}, has no record of "
                f"{', '.join(missing)}.",
                (member.person,),
            )


CHECKS = {
    "TRN-01": courses_of_the_tier,
    "TRN-02": valid_certificates,
    "TRN-03": refreshed_courses,
    "TRN-04": led_by_an_instructor,
    "TRN-05": school_editions,
    "TRN-06": exercise_staff_courses,
}
