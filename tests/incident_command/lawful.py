"""What every chart must keep, checked from the staff list and the catalogue alone, by counting."""

from __future__ import annotations

from itertools import combinations

from drillplanner.incident_command.assignment.availability import Availability, availability_of
from drillplanner.incident_command.chart.role_chart import GapKind, Post, RoleChart
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.model import Drill, StaffMember

MOST_POSTS = {"L1": 3, "L2": 2, "L3": 2}


def assert_lawful(chart: RoleChart, drill: Drill, staff: tuple[StaffMember, ...]) -> None:
    """Fails where the chart breaks unity of command, an exclusion, presence, or is silent about what it lacks."""
    catalog = load_catalog()
    people = {member.staff_id: member for member in staff if member.campus_id == drill.campus_id}
    order = [post.position_id for post in chart.posts]
    assert order[0] == "CMD-IC"
    assert len(order) == len(set(order))
    assert len(chart.by_id["CMD-IC"].people) <= 1
    for post in chart.posts:
        above = post.supervisor
        assert (above is None) == (post.position_id == "CMD-IC")
        assert above is None or order.index(above) < order.index(post.position_id)
    _people_are_there(chart, drill, people)
    _one_supervisor_and_no_excluded_pair(chart)
    for post in chart.posts:
        assert len(post.people) <= post.seats
        everybody = [person.staff_id for person in (*post.people, *post.alternates)]
        assert len(everybody) == len(set(everybody))
        assert bool(post.vacancy) == (not post.everyone and len(post.people) < post.seats)
        if post.vacancy:
            assert _told(chart, GapKind.VACANT, post.position_id)
    for position_id in chart.closed:
        assert position_id not in chart.by_id
        assert any(position_id in post.absorbs for post in chart.posts)
        assert _told(chart, GapKind.CLOSED, position_id)
        most = catalog.by_id[position_id].absorbed_up_to
        assert most is not None
        assert chart.tier <= most
    _one_absence(chart)
    for seat in chart.agencies:
        assert seat.reports_to in chart.by_id


def _told(chart: RoleChart, kind: GapKind, position_id: str) -> bool:
    return any(gap.kind is kind and gap.position_id == position_id for gap in chart.gaps)


def _people_are_there(chart: RoleChart, drill: Drill, people: dict[str, StaffMember]) -> None:
    posts = (*chart.posts, *chart.on_call)
    leaders = {person.staff_id for post in posts for person in post.people}
    named = leaders | {alternate.staff_id for post in posts for alternate in post.alternates}
    covers: dict[str, str] = {}
    for post in posts:
        for one in (*post.people, *post.alternates):
            standing = availability_of(people[one.staff_id], drill)
            assert standing is not Availability.AWAY
            assert (one.class_covered_by is not None) == (standing is Availability.WITH_CLASS)
            if one.class_covered_by is not None:
                covers[one.staff_id] = one.class_covered_by.staff_id
        if any(availability_of(people[person.staff_id], drill) is Availability.STANDBY for person in post.people):
            raise AssertionError("a teacher on standby leads")
    # Whoever takes a class has one, takes no second of those who leave, and is in no post.
    assert len(set(covers.values())) == len(covers)
    for keeper in covers.values():
        assert availability_of(people[keeper], drill) is Availability.WITH_CLASS
        assert keeper not in named


def _one_supervisor_and_no_excluded_pair(chart: RoleChart) -> None:
    catalog = load_catalog()
    held: dict[str, list[Post]] = {}
    for post in (*chart.posts, *chart.on_call):
        for person in post.people:
            held.setdefault(person.staff_id, []).append(post)
    for posts in held.values():
        assert len({post.supervisor for post in posts}) == 1
        assert len(posts) <= MOST_POSTS[chart.tier]
        ids = {post.position_id for post in posts}
        for first, second in combinations(sorted(ids), 2):
            assert catalog.may_merge(first, second)
            assert not catalog.excludes(first, second)
        for post in posts:
            assert set(post.merged_with) == ids - {post.position_id}


def _one_absence(chart: RoleChart) -> None:
    """Try each absence: what was led can be led by those named, or the chart says that it cannot."""
    led = [post for post in chart.posts if post.people]
    exposed = {gap.position_id for gap in chart.gaps if gap.kind is GapKind.ONE_ABSENCE}
    for lost in sorted({person.staff_id for post in led for person in post.people}):
        own = {post.position_id for post in led if any(person.staff_id == lost for person in post.people)}
        if own & exposed:
            assert not _can_be_led(chart, led, lost)
        else:
            assert _can_be_led(chart, led, lost), (lost, own)


def _can_be_led(chart: RoleChart, led: list[Post], lost: str) -> bool:
    """Whether the posts can be filled by their people and alternates without ``lost``: augmenting paths."""
    units = {}
    for post in led:
        key = tuple(sorted((post.position_id, *post.merged_with)))
        names = [person.staff_id for person in post.people]
        for seat in range(len(names)):
            units[key, seat] = [name for name in (*names, *(a.staff_id for a in post.alternates)) if name != lost]
    holder: dict[str, tuple[tuple[str, ...], int]] = {}

    def place(unit: tuple[tuple[str, ...], int], seen: set[str]) -> bool:
        for one in units[unit]:
            if one not in seen:
                seen.add(one)
                if one not in holder or place(holder[one], seen):
                    holder[one] = unit
                    return True
        return False

    return all(place(unit, set()) for unit in units)
