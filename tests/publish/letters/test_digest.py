"""The monthly digest: which letters it replaces, that each is in time and not too early, what it discloses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.model import Drill, DrillType, LetterChoices, LetterDigest, Task, ToldGroup
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.letters.digest import monthly_digests
from drillplanner.publish.letters.letter import Letter
from drillplanner.publish.letters.output import campus_letters
from drillplanner.publish.letters.schedule import due_letters
from tests.publish.calendars.events.test_families import drill, in_state
from tests.publish.conftest import changed
from tests.publish.letters.test_output import FAMILIES, notice_task, text_of

NOVEMBER = date(2025, 11, 4)


def month_of_drills(
    request_: PublishRequest,
    drills: Iterable[Drill],
    tasks: Iterable[Task],
    digest: LetterDigest,
    **choices: object,
) -> PublishRequest:
    own = replace(request_, plan=changed(request_.plan, drills=tuple(drills), tasks=tuple(tasks)))
    own = in_state(own, "NJ", **choices)
    district = changed(own.workspace.district, letters=LetterChoices(digest=digest))
    return replace(own, workspace=changed(own.workspace, district=district))


def on(day: int, kind: DrillType, **more: object) -> Drill:
    fields = {"drill_id": f"drill-{day}", "date": NOVEMBER + timedelta(day)} | more
    return changed(drill(kind), **fields)


def notice_of(drill_: Drill, days_before: int, number: int = 1, **more: object) -> Task:
    due = drill_.date - timedelta(days_before)
    fields = {
        "drill_id": drill_.drill_id,
        "task_id": f"XX-{number}/{drill_.drill_id}/{more.get('kind', 'notify')}",
    }
    return changed(notice_task(FAMILIES, str(more.pop("kind", "notify")), due, number), **(fields | more))


def letters_of(request_: PublishRequest, language: str = "en") -> list[Letter]:
    return list(campus_letters(request_)["burnet"].letter_sets[f"families-{language}"].letters)


def test_one_letter_tells_of_the_drills_of_a_month(request_: PublishRequest) -> None:
    drills = [on(0, DrillType.FIRE_EVACUATION), on(9, DrillType.LOCKDOWN), on(30, DrillType.FIRE_EVACUATION)]
    tasks = [notice_of(one, 1) for one in drills] + [notice_of(drills[1], 0, kind="notify_after")]
    single = letters_of(month_of_drills(request_, drills, tasks, LetterDigest.NONE))
    assert len(single) == 4
    digest, after, december = letters_of(month_of_drills(request_, drills, tasks, LetterDigest.MONTHLY))
    assert digest.subject == "Drills in November 2025 at Burnet Hill Elementary"
    assert [part.heading for part in digest.parts if part.heading][:2] == [
        "Fire drill: Tuesday, November 4, 2025",
        "Lockdown drill: Thursday, November 13, 2025",
    ]
    assert "The fire alarm sounds." in text_of(digest)
    assert after.subject.startswith("After the practice")
    # A digest of one drill would be its letter.
    assert december.subject == "Fire drill on Thursday, December 4, 2025"
    spanish = letters_of(month_of_drills(request_, drills, tasks, LetterDigest.MONTHLY), "es")[0]
    assert spanish.subject == "Simulacros de noviembre de 2025 en Burnet Hill Elementary"
    (row, *_) = campus_letters(month_of_drills(request_, drills, tasks, LetterDigest.MONTHLY))["burnet"].cover.rows
    assert row.send_by == NOVEMBER - timedelta(1)
    assert row.what == "Drills of November 2025: Fire drill 11/04/2025 and Lockdown drill 11/13/2025"
    assert any("XX-1" in requirement for requirement in row.requirements)


def test_a_notice_that_counts_only_later_has_a_letter_of_its_own(request_: PublishRequest) -> None:
    drills = [on(0, DrillType.FIRE_EVACUATION), on(3, DrillType.HOLD), on(14, DrillType.LOCKDOWN)]
    week_before = drills[2].date - timedelta(7)
    tasks = [notice_of(drills[0], 1), notice_of(drills[1], 1), notice_of(drills[2], 1, not_before=week_before)]
    subjects = [
        letter.subject for letter in letters_of(month_of_drills(request_, drills, tasks, LetterDigest.MONTHLY))
    ]
    assert subjects == [
        "Drills in November 2025 at Burnet Hill Elementary",
        "Lockdown drill on Tuesday, November 18, 2025",
    ]


def test_a_digest_says_nothing_of_drills_that_families_must_not_know_of(request_: PublishRequest) -> None:
    drills = [
        on(0, DrillType.FIRE_EVACUATION),
        on(3, DrillType.HOLD, announced=False),
        on(6, DrillType.SECURE),
        on(9, DrillType.LOCKDOWN, agencies=("police",)),
    ]
    tasks = [notice_of(one, 1) for one in drills]
    own = month_of_drills(request_, drills, tasks, LetterDigest.MONTHLY, withhold=["secure"])
    digest, *others = letters_of(own)
    text = text_of(digest)
    assert "Fire drill" in text
    assert "Lockdown drill" in text
    for secret in ("Hold", "Secure", "9:40", "Police", "November 7", "November 10"):
        assert secret not in text, secret
    # A type that the district keeps out of open calendars has its letter, for the office to decide.
    assert [letter.subject for letter in others] == ["Secure drill on Monday, November 10, 2025"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_notice_is_in_one_letter_in_time_and_not_too_early(
    request_: PublishRequest, data: st.DataObject
) -> None:
    days = data.draw(st.lists(st.integers(0, 60), min_size=1, max_size=8, unique=True))
    drills = [on(day, data.draw(st.sampled_from([DrillType.LOCKDOWN, DrillType.HOLD]))) for day in days]
    tasks = []
    for one in drills:
        lead = data.draw(st.integers(0, 20))
        first = data.draw(st.none() | st.integers(0, 10))
        not_before = None if first is None else one.date - timedelta(lead + first)
        tasks.append(notice_of(one, lead, not_before=not_before))
    own = month_of_drills(request_, drills, tasks, LetterDigest.MONTHLY)
    disclosures = FamilyDisclosures(own)
    due = due_letters(map(own.details, drills), ToldGroup.FAMILIES, own.basis)
    single, digests = monthly_digests(due, disclosures)
    sent = [(letter, letter.send_by) for letter in single]
    sent += [(letter, digest.send_by) for digest in digests for letter in digest.letters]
    assert sorted(letter.drill.drill_id for letter, _ in sent) == sorted(one.drill_id for one in drills)
    for letter, day in sent:
        assert day <= letter.send_by
        assert letter.not_before is None or letter.not_before <= day
    for digest in digests:
        assert len({(letter.drill.date.year, letter.drill.date.month) for letter in digest.letters}) == 1
        assert len(digest.letters) >= 2


@pytest.mark.parametrize("value", ["weekly", True])
def test_another_digest_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="digest"):
        LetterChoices.model_validate({"digest": value})
