"""Lines of succession that would not be away together, compared with every other line."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.audit.charts.judge import judge_record
from drillplanner.audit.charts.record_sources.role_chart import chart_record
from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.succession import ALTERNATES, name_alternates
from drillplanner.incident_command.assignment.suitability import Candidate, may_hold
from drillplanner.incident_command.chart.remedy import RemedyKind
from drillplanner.incident_command.chart.role_chart import GapKind
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.incident_command.year.organize_district import organize_year
from drillplanner.model import DrillType, StaffList, StaffMember
from tests.builders import campus
from tests.incident_command.assignment.test_succession import staffed
from tests.incident_command.people import person, staff_lists
from tests.incident_command.schools import space_of, year_of

CATALOG = load_catalog()
POSTS = ["CMD-SO", "OPS-SFC", "OPS-STC", "PLN-DOC"]
Lines = dict[str, tuple[Candidate, ...]]


def away(member: StaffMember, *groups: str) -> StaffMember:
    return member.model_copy(update={"away_with": groups})


def groups(candidate: Candidate) -> set[str]:
    return set(candidate.person.away_with or ())


def nearness(leaders: tuple[Candidate, ...], line: tuple[Candidate, ...]) -> int:
    """Return 2 if one group holds everyone, 1 if each alternate shares one with the leaders, else 0."""
    whole_line = [*leaders, *line]
    if line and any(all(name in groups(candidate) for candidate in whole_line) for name in ("trip", "team")):
        return 2
    of_leaders = set.intersection(*map(groups, leaders))
    return int(bool(line) and all(groups(candidate) & of_leaders for candidate in line))


def exposed(staffing: Staffing, lines: Lines) -> set[str]:
    """Return the posts from which no chain of alternates ends at a person without a post."""
    post_of = {leader.staff_id: post for post in lines for leader in staffing.people[post]}
    remaining = set(lines)
    for _ in lines:
        remaining -= {
            post for post in remaining if any(post_of.get(line.staff_id) not in remaining for line in lines[post])
        }
    return remaining


@given(staff_lists(most_people=7), st.sets(st.sampled_from(POSTS), min_size=1))
@settings(max_examples=60, deadline=None)
def test_no_other_line_of_a_post_is_better_spread(people: tuple[StaffMember, ...], posts: set[str]) -> None:
    staffing = staffed(people, *sorted(posts))
    succession = name_alternates(staffing, CATALOG)
    led_posts = [
        post for post in staffing.activated.opened if post in staffing.people and post not in staffing.merged
    ]
    lines: Lines = {post: succession.alternates.get(post, ()) for post in led_posts}
    post_of = {
        leader.staff_id: staffing.host_of(post)
        for post in (*staffing.activated.opened, *staffing.activated.on_call)
        for leader in staffing.people.get(post, ())
    }
    exposed_now = exposed(staffing, lines)
    for post in led_posts:
        suitable = [
            candidate
            for candidate in (*staffing.availability.free, *staffing.availability.out_of_class)
            if all(may_hold(candidate, CATALOG.by_id[name]) for name in staffing.posts_held_with(post))
            and (
                candidate.staff_id not in post_of
                or all(
                    CATALOG.may_be_alternate(held_post, post)
                    for held_post in staffing.posts_held_with(post_of[candidate.staff_id])
                )
            )
        ]
        current = nearness(staffing.people[post], lines[post])
        most_alternates = ALTERNATES if CATALOG.by_id[post].seats == 1 else 1
        for length in range(len(lines[post]), most_alternates + 1):
            for other in combinations(suitable, length):
                if not exposed(staffing, lines | {post: other}) - exposed_now:
                    assert nearness(staffing.people[post], other) >= current, (post, other)
        assert (post in succession.away_together) == (current == 2 or (post == "CMD-IC" and current > 0))


def test_the_first_alternate_for_command_is_not_away_with_the_commander() -> None:
    staff = (
        away(person("pr", "Principal"), "meeting"),
        away(person("ap", "Assistant Principal"), "meeting"),
        person("su", "Supervisor of Science"),
        person("se", "Secretary"),
    )
    succession = name_alternates(staffed(staff, "PLN-DOC"), CATALOG)
    assert [alternate.staff_id for alternate in succession.alternates["CMD-IC"]] == ["su", "ap"]
    assert succession.away_together == {}


def test_if_all_would_be_away_another_person_is_asked_and_the_judge_reports_it() -> None:
    oak = tuple(
        away(member, "meeting") for member in (person("pr", "Principal"), person("ap", "Assistant Principal"))
    )
    elm = (
        away(person("ep", "Assistant Principal", campus_id="elm"), "meeting"),
        away(person("es", "Dean", campus_id="elm")),
    )
    drills = year_of((DrillType.SECURE,))
    chart = organize_year(drills, space_of((*oak, *elm), (campus("elm"),))).chart(drills[0].drill_id)
    gap, *others = [gap for gap in chart.gaps if gap.kind is GapKind.AWAY_TOGETHER]
    # The two name each other, so the other post has the same line.
    assert [other.position_id for other in others] == ["PLN-DOC"]
    assert gap.message == (
        "Incident Commander: Sample pr and Sample ap would be away together (meeting), and nobody else who could "
        "stand in line is at hand."
    )
    asked_ids = [
        remedy.staff_id
        for remedy in chart.remedies
        if remedy.kind is RemedyKind.ASK and "CMD-IC" in remedy.position_ids
    ]
    assert asked_ids == ["es"]
    report = judge_record(chart_record(chart, drills[0], StaffList((*oak, *elm))))
    assert [finding.rule for finding in report.unwaived("violation") if finding.rule == "DEP-04"] == ["DEP-04"]
    without_groups = tuple(member.model_copy(update={"away_with": None}) for member in oak)
    report = judge_record(chart_record(chart, drills[0], StaffList((*without_groups, *elm))))
    assert "DEP-04" in {finding.rule for finding in report.unwaived("cannot_tell")}
