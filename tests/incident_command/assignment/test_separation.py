"""Lines of succession that would not be away together, against trying every other line."""

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

CATALOGUE = load_catalog()
POSTS = ["CMD-SO", "OPS-SFC", "OPS-STC", "PLN-DOC"]
Lines = dict[str, tuple[Candidate, ...]]


def away(one: StaffMember, *groups: str) -> StaffMember:
    return one.model_copy(update={"away_with": groups})


def groups(one: Candidate) -> set[str]:
    return set(one.person.away_with or ())


def nearness(leaders: tuple[Candidate, ...], line: tuple[Candidate, ...]) -> int:
    """2 where one group holds all, 1 where each alternate shares a group with the leaders, else 0: by counting."""
    everybody = [*leaders, *line]
    if line and any(all(name in groups(one) for one in everybody) for name in ("trip", "team")):
        return 2
    of_leaders = set.intersection(*map(groups, leaders))
    return int(bool(line) and all(groups(one) & of_leaders for one in line))


def exposed(staffing: Staffing, lines: Lines) -> set[str]:
    """Posts from which no chain of alternates ends at somebody without a post."""
    own = {one.staff_id: post for post in lines for one in staffing.people[post]}
    left = set(lines)
    for _ in lines:
        left -= {post for post in left if any(own.get(line.staff_id) not in left for line in lines[post])}
    return left


@given(staff_lists(most=7), st.sets(st.sampled_from(POSTS), min_size=1))
@settings(max_examples=60, deadline=None)
def test_no_other_line_of_a_post_stands_further_apart(people: tuple[StaffMember, ...], posts: set[str]) -> None:
    staffing = staffed(people, *sorted(posts))
    made = name_alternates(staffing, CATALOGUE)
    led = [one for one in staffing.activated.opened if one in staffing.people and one not in staffing.merged]
    lines: Lines = {post: made.alternates.get(post, ()) for post in led}
    own = {
        one.staff_id: staffing.host_of(post)
        for post in (*staffing.activated.opened, *staffing.activated.on_call)
        for one in staffing.people.get(post, ())
    }
    open_now = exposed(staffing, lines)
    for post in led:
        fit = [
            one
            for one in (*staffing.availability.free, *staffing.availability.out_of_class)
            if all(may_hold(one, CATALOGUE.by_id[name]) for name in staffing.posts_held_with(post))
            and (
                one.staff_id not in own
                or all(
                    CATALOGUE.may_be_alternate(held, post) for held in staffing.posts_held_with(own[one.staff_id])
                )
            )
        ]
        now = nearness(staffing.people[post], lines[post])
        most = ALTERNATES if CATALOGUE.by_id[post].seats == 1 else 1
        for long in range(len(lines[post]), most + 1):
            for other in combinations(fit, long):
                if not exposed(staffing, lines | {post: other}) - open_now:
                    assert nearness(staffing.people[post], other) >= now, (post, other)
        assert (post in made.away_together) == (now == 2 or (post == "CMD-IC" and now > 0))


def test_the_first_to_take_over_command_does_not_go_where_the_commander_goes() -> None:
    here = (
        away(person("pr", "Principal"), "meeting"),
        away(person("ap", "Assistant Principal"), "meeting"),
        person("su", "Supervisor of Science"),
        person("se", "Secretary"),
    )
    made = name_alternates(staffed(here, "PLN-DOC"), CATALOGUE)
    assert [alternate.staff_id for alternate in made.alternates["CMD-IC"]] == ["su", "ap"]
    assert made.away_together == {}


def test_where_all_would_be_away_somebody_is_asked_who_would_not_and_the_judge_says_so() -> None:
    here = tuple(away(one, "meeting") for one in (person("pr", "Principal"), person("ap", "Assistant Principal")))
    elm = (
        away(person("ep", "Assistant Principal", campus_id="elm"), "meeting"),
        away(person("es", "Dean", campus_id="elm")),
    )
    drills = year_of((DrillType.SECURE,))
    chart = organize_year(drills, space_of((*here, *elm), (campus("elm"),))).chart(drills[0].drill_id)
    (gap,) = [gap for gap in chart.gaps if gap.kind is GapKind.AWAY_TOGETHER]
    assert gap.message == (
        "Incident Commander: Sample pr and Sample ap would be away together (meeting), and nobody else who could "
        "stand in line is at hand."
    )
    asked = [
        remedy.staff_id
        for remedy in chart.remedies
        if remedy.kind is RemedyKind.ASK and "CMD-IC" in remedy.position_ids
    ]
    assert asked == ["es"]
    report = judge_record(chart_record(chart, drills[0], StaffList((*here, *elm))))
    assert [one.rule for one in report.unwaived("violation") if one.rule == "DEP-04"] == ["DEP-04"]
    unsaid = tuple(one.model_copy(update={"away_with": None}) for one in here)
    report = judge_record(chart_record(chart, drills[0], StaffList((*unsaid, *elm))))
    assert "DEP-04" in {one.rule for one in report.unwaived("cannot_tell")}
