"""What every chart must satisfy, checked by counting, from the staff list and the catalog alone."""

from __future__ import annotations

from itertools import combinations

from drillplanner.incident_command.assignment.availability import Availability, availability_of
from drillplanner.incident_command.chart.role_chart import GapKind, Post, RoleChart
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.model import Drill, StaffMember

MOST_POSTS = {"L1": 3, "L2": 2, "L3": 2}


def assert_lawful(chart: RoleChart, drill: Drill, staff: tuple[StaffMember, ...]) -> None:
    """Fail if the chart breaks unity of command, an exclusion, or availability, or hides what it lacks."""
    catalog = load_catalog()
    people = {member.staff_id: member for member in staff if member.campus_id == drill.campus_id}
    order = [post.position_id for post in chart.posts]
    assert order[0] == "CMD-IC"
    assert len(order) == len(set(order))
    assert len(chart.by_id["CMD-IC"].people) <= 1
    for post in chart.posts:
        supervisor = post.supervisor
        assert (supervisor is None) == (post.position_id == "CMD-IC")
        assert supervisor is None or order.index(supervisor) < order.index(post.position_id)
    _people_are_there(chart, drill, people)
    _one_supervisor_and_no_excluded_pair(chart)
    for post in chart.posts:
        assert len(post.people) <= post.seats
        named = [person.staff_id for person in (*post.people, *post.alternates)]
        assert len(named) == len(set(named))
        assert bool(post.vacancy) == (not post.everyone and len(post.people) < post.seats)
        if post.vacancy:
            assert _has_gap(chart, GapKind.VACANT, post.position_id)
    for position_id in chart.closed:
        assert position_id not in chart.by_id
        assert any(position_id in post.absorbs for post in chart.posts)
        assert _has_gap(chart, GapKind.CLOSED, position_id)
        absorbed_up_to = catalog.by_id[position_id].absorbed_up_to
        assert absorbed_up_to is not None
        assert chart.tier <= absorbed_up_to
    _one_absence(chart)
    for seat in chart.agencies:
        assert seat.reports_to in chart.by_id


def _has_gap(chart: RoleChart, kind: GapKind, position_id: str) -> bool:
    return any(gap.kind is kind and gap.position_id == position_id for gap in chart.gaps)


def _people_are_there(chart: RoleChart, drill: Drill, people: dict[str, StaffMember]) -> None:
    posts = (*chart.posts, *chart.on_call)
    leaders = {person.staff_id for post in posts for person in post.people}
    named_ids = leaders | {alternate.staff_id for post in posts for alternate in post.alternates}
    covers: dict[str, str] = {}
    # Where two adults are at work, one may stand in for the other with the class beside.
    at_work = [member for member in people.values() if availability_of(member, drill) is not Availability.AWAY]
    only_two = len(at_work) == 2
    for post in posts:
        for holder in (*post.people, *post.alternates):
            availability = availability_of(people[holder.staff_id], drill)
            assert availability is not Availability.AWAY
            has_class = availability is Availability.WITH_CLASS
            if not (only_two and has_class and holder in post.alternates):
                assert (holder.class_covered_by is not None) == has_class
            if holder.class_covered_by is not None:
                covers[holder.staff_id] = holder.class_covered_by.staff_id
        if any(availability_of(people[person.staff_id], drill) is Availability.STANDBY for person in post.people):
            raise AssertionError("a teacher on standby leads")
    # A person who takes a class has one, takes only one more, and has no post.
    assert len(set(covers.values())) == len(covers)
    for keeper in covers.values():
        assert availability_of(people[keeper], drill) is Availability.WITH_CLASS
        assert keeper not in named_ids


def _one_supervisor_and_no_excluded_pair(chart: RoleChart) -> None:
    catalog = load_catalog()
    posts_of: dict[str, list[Post]] = {}
    for post in (*chart.posts, *chart.on_call):
        for person in post.people:
            posts_of.setdefault(person.staff_id, []).append(post)
    for posts in posts_of.values():
        assert len({post.supervisor for post in posts}) == 1
        assert len(posts) <= MOST_POSTS[chart.tier]
        ids = {post.position_id for post in posts}
        for first, second in combinations(sorted(ids), 2):
            assert catalog.may_merge(first, second)
            assert not catalog.excludes(first, second)
        for post in posts:
            assert set(post.merged_with) == ids - {post.position_id}


def _one_absence(chart: RoleChart) -> None:
    """Try each absence: the named people can lead what was led, or the chart says that they cannot."""
    led_posts = [post for post in chart.posts if post.people]
    exposed = {gap.position_id for gap in chart.gaps if gap.kind is GapKind.ONE_ABSENCE}
    for missing_id in sorted({person.staff_id for post in led_posts for person in post.people}):
        held_posts = {
            post.position_id for post in led_posts if any(person.staff_id == missing_id for person in post.people)
        }
        if held_posts & exposed:
            assert not _can_be_led(chart, led_posts, missing_id)
        else:
            assert _can_be_led(chart, led_posts, missing_id), (missing_id, held_posts)


def _can_be_led(chart: RoleChart, led_posts: list[Post], missing_id: str) -> bool:
    """Return whether the posts' people and alternates without the missing one can fill them: augmenting paths."""
    units = {}
    for post in led_posts:
        key = tuple(sorted((post.position_id, *post.merged_with)))
        names = [person.staff_id for person in post.people]
        for seat in range(len(names)):
            units[key, seat] = [
                name for name in (*names, *(a.staff_id for a in post.alternates)) if name != missing_id
            ]
    holder: dict[str, tuple[tuple[str, ...], int]] = {}

    def place(unit: tuple[tuple[str, ...], int], seen: set[str]) -> bool:
        for name in units[unit]:
            if name not in seen:
                seen.add(name)
                if name not in holder or place(holder[name], seen):
                    holder[name] = unit
                    return True
        return False

    return all(place(unit, set()) for unit in units)
