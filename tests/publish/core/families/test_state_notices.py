"""What families decide about a drill, and which drills get no dated notice, by state."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.law import MatchContext
from drillplanner.law.family_notices.state_notices import (
    CampusNotices,
    ConsentMode,
    NoticeForce,
    NoticeMoment,
    state_notices,
)
from drillplanner.model import Audience, Drill, DrillType
from drillplanner.publish.core.families.disclosure import DisclosureLevel, FamilyDisclosures
from drillplanner.publish.core.request import PublishRequest
from tests.publish.calendars.events.test_families import drill, in_state
from tests.publish.conftest import make_drill


def at_burnet(request_: PublishRequest, state: str) -> CampusNotices:
    return FamilyDisclosures(in_state(request_, state)).notices_at("burnet")


CONSENT = [
    ("IL", drill(DrillType.LOCKDOWN), (ConsentMode.OPT_OUT, NoticeForce.OWED)),
    ("IL", drill(DrillType.LOCKDOWN, audience=Audience.STAFF), None),
    ("IL", drill(DrillType.FIRE_EVACUATION), None),
    ("MN", drill(DrillType.ACTIVE_ASSAILANT), (ConsentMode.OPT_OUT, NoticeForce.OWED)),
    ("MN", drill(DrillType.LOCKDOWN), None),
    ("GA", drill(DrillType.ACTIVE_ASSAILANT), (ConsentMode.OPT_OUT, NoticeForce.IF_ADOPTED)),
    ("NY", drill(DrillType.FULL_SCALE), (ConsentMode.OPT_IN, NoticeForce.OWED)),
    ("NY", drill(DrillType.FULL_SCALE, audience=Audience.STAFF), None),
    ("NY", drill(DrillType.LOCKDOWN), None),
    ("OH", drill(DrillType.FULL_SCALE), (ConsentMode.OPT_IN, NoticeForce.ADVISED)),
    ("NJ", drill(DrillType.LOCKDOWN), None),
    ("TX", drill(DrillType.ACTIVE_ASSAILANT), None),
    # On file with nothing: nothing is said.
    ("WY", drill(DrillType.LOCKDOWN), None),
]


@pytest.mark.parametrize(("state", "planned", "expected"), CONSENT)
def test_families_decide_only_where_a_text_says_so(
    request_: PublishRequest, state: str, planned: Drill, expected: tuple[ConsentMode, NoticeForce] | None
) -> None:
    found = at_burnet(request_, state).consent(planned)
    assert (None if found is None else (found[0].mode, found[0].force)) == expected


def test_a_state_that_begins_from_drills_without_warning_gets_no_dated_notice(request_: PublishRequest) -> None:
    fire, lockdown = drill(DrillType.FIRE_EVACUATION), drill(DrillType.LOCKDOWN)
    early = make_drill("early", "burnet", DrillType.FIRE_EVACUATION, date(2025, 9, 8))
    for state, planned, level in (
        ("MA", fire, DisclosureLevel.NOTHING),
        ("MA", lockdown, DisclosureLevel.DAY),
        ("DC", fire, DisclosureLevel.NOTHING),
        # The first fire drill of the year is announced in the District of Columbia.
        ("DC", early, DisclosureLevel.DAY),
        ("NJ", fire, DisclosureLevel.DAY),
    ):
        disclosure = FamilyDisclosures(in_state(request_, state)).of(planned)
        assert disclosure.level is level, (state, planned.drill_id)
        assert disclosure.by_law is (level is DisclosureLevel.NOTHING)


def test_the_reason_cites_the_text_that_says_it(request_: PublishRequest) -> None:
    """Of Massachusetts, the older rule says so, and not the first source of the mandate."""
    reason = FamilyDisclosures(in_state(request_, "MA")).of(drill(DrillType.FIRE_EVACUATION)).reason
    assert "by the rule that was replaced" in reason
    assert reason.endswith("(527 CMR 10.09 (predecessor of 527 CMR 1.00))")


def test_a_mandate_that_does_not_bind_a_school_says_nothing_of_it(request_: PublishRequest) -> None:
    """Private schools of Minnesota are not bound by its law on active-shooter drills."""
    own = in_state(request_, "MN")
    planned = drill(DrillType.ACTIVE_ASSAILANT)
    bound = CampusNotices(state_notices("MN"), own.duties, MatchContext(), ())
    free = CampusNotices(
        state_notices("MN"),
        [duty for duty in own.duties if duty.mandate.mandate_id != "MN-05"],
        MatchContext(),
        (),
    )
    assert bound.consent(planned) is not None
    assert free.consent(planned) is None
    assert bound.notices(planned, NoticeMoment.BEFORE)
    assert not free.notices(planned, NoticeMoment.BEFORE)
