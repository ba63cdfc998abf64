"""The loss of one person, compared with trying every way to fill a small chart again."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.case.loss_of_one import lost_positions
from drillplanner.audit.charts.record import ChartedPosition, CommandRecord, Occasion
from drillplanner.model import DrillType

POSTS = ("CMD-IC", "CMD-PIO", "CMD-LNO", "PLN-DOC", "LOG-COM")
PEOPLE = ("a", "b", "c", "d")


@st.composite
def charts(draw: st.DrawFn) -> CommandRecord:
    positions = []
    for post in POSTS[: draw(st.integers(2, 5))]:
        line = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True))
        positions.append(ChartedPosition(id=post, people=line[:1], alternates=line[1:]))
    return CommandRecord(occasion=Occasion(drill_type=DrillType.LOCKDOWN), positions=tuple(positions))


def fillable_by_trying(case: ChartCase, away: str) -> bool:
    lines = [
        [person for person in (*position.people, *(position.alternates or ())) if person != away]
        for position in case.opened
    ]
    return any(lawful(case, chosen) for chosen in product(*lines))


def lawful(case: ChartCase, chosen: tuple[str, ...]) -> bool:
    for person in set(chosen):
        posts = [post for post, holder in zip(case.opened, chosen, strict=True) if holder == person]
        charted = sum(person in post.people for post in case.opened)
        if len(posts) > max(2, charted):
            return False
        for first, second in combinations(posts, 2):
            holds_both = person in first.people and person in second.people
            if not holds_both and not case.may_merge(first, second):
                return False
    return True


@settings(max_examples=80, deadline=None)
@given(charts())
def test_the_search_agrees_with_trying_everything(record: CommandRecord) -> None:
    case = ChartCase(record)
    staffed = list(case.opened)
    missed = {person for person, _, is_known in lost_positions(case, staffed) if is_known}
    primaries = {position.people[0] for position in staffed}
    assert missed == {person for person in primaries if not fillable_by_trying(case, person)}
