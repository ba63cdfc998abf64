"""Make a record of one of our own role charts, so that it is judged like any other.

The record holds only what is printed and what the district's files say; who is free, present, and trained is
read again from the staff list. What no file says stays unstated, and the judge then cannot tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from drillplanner.audit.charts.case.chart_case import SCHOOL, Band
from drillplanner.audit.charts.record import (
    ChartedPosition,
    CommandMember,
    CommandRecord,
    CommandTransfer,
    ExerciseRecord,
    HeldCertificate,
    Occasion,
    OutsideAgency,
    Person,
    PositionState,
)
from drillplanner.incident_command.chart.role_chart import Holder, Post, RoleChart
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.model import Audience, Drill, PeriodTag, StaffList, StaffMember

UNIFIED = "CMD-UC"
COMMANDER = "CMD-IC"


def chart_record(
    chart: RoleChart, drill: Drill, staff: StaffList, asked_for: Collection[str] | None = None
) -> CommandRecord:
    """Return what is on paper when the chart is printed, and who else is free at the campus then.

    ``staff`` is the whole district's list; ``asked_for`` are the positions that the drill's scenario opens (None:
    it has no scenario, and the kind of drill decides).
    """
    free = sum(_is_free(member, drill) for member in staff.at(chart.campus_id))
    band: Band | None = load_catalog().band_of(free).band.value if staff.members else None
    return CommandRecord(
        id=chart.drill_id,
        occasion=Occasion(
            name=f"DRILL - {chart.campus_id} - {drill.drill_type.phrase} - {drill.date}",
            number=drill.drill_id,
            campus=chart.campus_id,
            drill_type=drill.drill_type,
            date=drill.date,
            start=drill.start,
            end=drill.end,
            tier=chart.tier,
            who_would=chart.who_would,
            site_band=band,
            transfer=_transfer(chart),
            announced_to_staff=drill.announced,
            announced_to_students=drill.announced,
        ),
        positions=_positions(chart, asked_for),
        people=tuple(_people(chart, drill, staff)),
        agencies=tuple(
            OutsideAgency(
                id=seat.agency_id,
                name=seat.name,
                kind=seat.kind,
                attends=seat.attends,
                takes_command=None if chart.responders is None else seat.takes_command or seat.in_command,
            )
            for seat in chart.agencies
        ),
    )


def named_people_record(chart: RoleChart, drill: Drill, exercise: ExerciseRecord | None) -> CommandRecord:
    """Return only who is named, where, and when: enough to compare the charts of a day."""
    occasion = Occasion(
        campus=chart.campus_id, drill_type=drill.drill_type, date=drill.date, start=drill.start, end=drill.end
    )
    return CommandRecord(id=chart.drill_id, occasion=occasion, positions=_positions(chart), exercise=exercise)


def _transfer(chart: RoleChart) -> CommandTransfer | None:
    """Return what the chart's page says about handing command over or sharing it; None if it stays."""
    plan = chart.responders
    if plan is None or not any(seat.takes_command or seat.in_command for seat in chart.agencies):
        return None
    return CommandTransfer(briefing=True, effective=plan.briefing_at, timed=True, told_to_all=True)


def _positions(chart: RoleChart, asked_for: Collection[str] | None = None) -> tuple[ChartedPosition, ...]:
    return (*_opened(chart), *_on_call(chart), *_absorbed(chart, asked_for))


def _opened(chart: RoleChart) -> Iterator[ChartedPosition]:
    for post in chart.posts:
        if chart.unified and post.position_id == COMMANDER:
            yield _unified(chart, post)
        else:
            yield _position(post, chart, PositionState.OPENED)
    for seat in chart.agencies:
        if not seat.in_command:
            yield ChartedPosition(
                id=f"CMD-AR-{seat.agency_id}",
                role="CMD-AR",
                reports_to=(_supervisor_ids(seat.reports_to, chart),),
                held_by="agency",
            )


def _unified(chart: RoleChart, commander: Post) -> ChartedPosition:
    school = CommandMember(agency=SCHOOL, person=commander.people[0].staff_id if commander.people else None)
    agency_members = tuple(CommandMember(agency=seat.agency_id) for seat in chart.agencies if seat.in_command)
    return ChartedPosition(id=UNIFIED, members=(school, *agency_members), alternates=_ids(commander.alternates))


def _position(post: Post, chart: RoleChart, state: PositionState) -> ChartedPosition:
    return ChartedPosition(
        id=post.position_id,
        title=post.title,
        local_title=post.local_title,
        level=post.level,
        section=post.section,
        state=state,
        reports_to=() if post.supervisor is None else (_supervisor_ids(post.supervisor, chart),),
        people=_ids(post.people),
        alternates=_ids(post.alternates),
        held_by="every_teacher" if post.everyone else None,
    )


def _supervisor_ids(position_id: str, chart: RoleChart) -> str:
    return UNIFIED if chart.unified and position_id == COMMANDER else position_id


def _ids(people: Iterable[Holder]) -> tuple[str, ...]:
    return tuple(person.staff_id for person in people)


def _on_call(chart: RoleChart) -> Iterator[ChartedPosition]:
    for post in chart.on_call:
        yield _position(post, chart, PositionState.ON_CALL)


def _absorbed(chart: RoleChart, asked_for: Collection[str] | None) -> Iterator[ChartedPosition]:
    charted_ids = {post.position_id for post in (*chart.posts, *chart.on_call)}
    for post in chart.posts:
        for position_id in post.absorbs:
            if position_id not in charted_ids:
                yield ChartedPosition(
                    id=position_id,
                    state=PositionState.ABSORBED,
                    absorbed_by=_supervisor_ids(post.position_id, chart),
                    asked_for=None if asked_for is None else position_id in asked_for,
                )


def _is_free(member: StaffMember, drill: Drill) -> bool:
    return member.is_at_work(drill.date, drill.start, drill.end) and not _holds_class(member, drill)


def _holds_class(member: StaffMember, drill: Drill) -> bool:
    """Return whether the person has a class then; a drill without a stated time counts as in a lesson."""
    if not member.teaches or drill.audience is Audience.STAFF:
        return False
    if drill.by_grades:
        of_their_grades = [
            grade_moment for grade_moment in drill.by_grades if set(grade_moment.grades) & set(member.grades)
        ] or drill.by_grades
        lessons = {
            period.name
            for moment in of_their_grades
            for period in moment.periods
            if PeriodTag.INSTRUCTION in period.tags
        }
        return bool(lessons.difference(member.free_periods))
    in_lesson = drill.period_tags is None or PeriodTag.INSTRUCTION in drill.period_tags
    return in_lesson and (drill.period is None or drill.period not in member.free_periods)


def with_exercise_staff(record: CommandRecord, drill: Drill, staff: StaffList) -> CommandRecord:
    """Return the record with its exercise staff among the people, so that their training can be judged."""
    running = {member.person for member in (record.exercise.staff if record.exercise else None) or ()}
    missing = sorted(running & staff.by_id.keys() - record.person_by_id.keys())
    added = (_person(staff.by_id[staff_id], drill, "") for staff_id in missing)
    return record.model_copy(update={"people": (*record.people, *added)})


def _people(chart: RoleChart, drill: Drill, staff: StaffList) -> Iterator[Person]:
    needs: dict[str, set[str]] = {}
    holders: dict[str, Holder] = {}
    for post in (*chart.posts, *chart.on_call):
        for person in (*post.people, *post.alternates):
            # Prefer the entry that names who takes the person's class over entries as an alternate.
            if person.staff_id not in holders or person.class_covered_by is not None:
                holders[person.staff_id] = person
            needs.setdefault(person.staff_id, set()).update(person.needs)
    for staff_id, holder in sorted(holders.items()):
        member = staff.by_id.get(staff_id)
        if member is None:
            yield Person(id=staff_id, name=holder.name, title=holder.job)
            continue
        cover = holder.class_covered_by
        yield _person(member, drill, chart.campus_id).model_copy(
            update={
                "class_covered_by": None if cover is None else cover.staff_id,
                "stated_missing": tuple(sorted(needs[staff_id])),
            }
        )
    for member in staff.at(chart.campus_id):
        if member.staff_id not in holders and _is_free(member, drill):
            yield _person(member, drill, chart.campus_id)


def _person(member: StaffMember, drill: Drill, campus_id: str) -> Person:
    """Return the staff list's facts about a person that day; ``campus_id`` is empty for exercise staff."""
    is_at_work = member.is_at_work(drill.date)
    return Person(
        id=member.staff_id,
        name=member.name,
        title=member.title,
        at_site=is_at_work and (not campus_id or member.campus_id == campus_id),
        active=True,
        on_shift=member.is_at_work(drill.date, drill.start, drill.end),
        holds_class=_holds_class(member, drill),
        absence_groups=member.away_with,
        certificates=tuple(
            HeldCertificate(name=certificate.name, earned=certificate.earned, expires=certificate.expires)
            for certificate in member.dated_certifications
        ),
        borrowed=bool(campus_id) and member.campus_id != campus_id,
    )
