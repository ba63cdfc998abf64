"""Facts on notices to families agree with the packs: one source, every family notice on file, nothing invented."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.law import bundled_states, load_state_pack
from drillplanner.law.family_notices.state_notices import (
    FamilyConsent,
    FamilyNotice,
    HeldWithoutWarning,
    NoticeMoment,
    StateNotices,
    all_state_notices,
    state_notices,
)
from drillplanner.law.kinds.every import Every
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.law.match import Match
from drillplanner.model import Confidence, ToldGroup

STATES = sorted(all_state_notices())
PACKS = {state: load_state_pack(state) for state in bundled_states()}
MANDATES = {mandate.mandate_id: (mandate, pack) for pack in PACKS.values() for mandate in pack.mandates}


def entries(facts: StateNotices) -> tuple[FamilyNotice | FamilyConsent | HeldWithoutWarning, ...]:
    return (*facts.notices, *facts.consent, *facts.unannounced)


@pytest.mark.parametrize("state", STATES)
def test_each_entry_rests_on_a_mandate_and_a_source_of_its_state(state: str) -> None:
    for entry in entries(state_notices(state)):
        mandate, pack = MANDATES[entry.mandate]
        assert pack.pack_id == f"US-{state}"
        source = pack.sources[entry.source or mandate.sources[0]]
        assert source.read >= date(2026, 1, 1)
        assert source.known_by in Confidence
        assert entry.source is None or entry.source in pack.sources


def test_every_notice_to_families_of_a_pack_is_on_file_and_says_when_as_the_pack_does() -> None:
    """One source for the day: an entry names its mandate, and the mandate's own clock is the only one."""
    moments = {notice.mandate: notice.moment for state in STATES for notice in state_notices(state).notices}
    asked = {
        mandate.mandate_id: mandate.requirement
        for mandate, _ in MANDATES.values()
        if isinstance(mandate.requirement, Chore) and ToldGroup.FAMILIES in mandate.requirement.tells
    }
    assert set(asked) <= set(moments)
    for mandate_id, chore in asked.items():
        after = chore.chore == "notify_after"
        assert moments[mandate_id] is (NoticeMoment.AFTER if after else NoticeMoment.BEFORE), mandate_id
    for mandate_id, moment in moments.items():
        requirement = MANDATES[mandate_id][0].requirement
        if moment is NoticeMoment.AT_THE_DRILL:
            assert isinstance(requirement, Every)
            assert requirement.has.announced is True
        else:
            assert isinstance(requirement, Chore)
            assert (requirement.by_drill is None) is (moment is NoticeMoment.IN_GENERAL), mandate_id


def test_every_announcement_that_a_pack_requires_is_on_file() -> None:
    on_file = {
        notice.mandate
        for state in STATES
        for notice in state_notices(state).notices
        if notice.moment is NoticeMoment.AT_THE_DRILL
    }
    assert on_file == {
        mandate.mandate_id
        for mandate, _ in MANDATES.values()
        if isinstance(mandate.requirement, Every) and mandate.requirement.has.announced is True
    }


def test_drills_that_a_pack_wants_without_warning_are_read_from_the_pack_alone() -> None:
    for state in STATES:
        for entry in state_notices(state).unannounced:
            requirement = MANDATES[entry.mandate][0].requirement
            assert not (isinstance(requirement, Every) and requirement.has.announced is False)


@pytest.mark.parametrize("state", STATES)
def test_each_entry_names_its_drills(state: str) -> None:
    facts = state_notices(state)
    for entry in (*facts.consent, *facts.unannounced):
        assert isinstance(entry.match or getattr(MANDATES[entry.mandate][0].requirement, "match", None), Match)
    for consent in facts.consent:
        if consent.answer_by_task:
            requirement = MANDATES[consent.mandate][0].requirement
            assert isinstance(requirement, Chore)
            assert requirement.by_drill is not None
