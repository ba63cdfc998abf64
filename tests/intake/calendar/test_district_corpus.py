"""The invented calendars of differently worded districts: what is read, asked, and wrong without a question.

``python -m benchmarks.district_calendars`` prints them; a change of wording that loses one fails here.
"""

from __future__ import annotations

import pytest

from drillplanner.files.yaml_document import parse_document
from drillplanner.intake.calendar.academic_calendar import academic_calendar_of
from tests.intake.calendar.district_corpus import CorpusDistrict, Outcome, districts, reading_of

TUNED = districts()


@pytest.mark.parametrize(("name", "district"), TUNED, ids=[name for name, _ in TUNED])
def test_no_day_is_wrong_without_a_question(name: str, district: CorpusDistrict) -> None:
    found = reading_of(district)
    silent = [event.title for event, _, outcome in found.outcomes if outcome is Outcome.WRONG_IN_SILENCE]
    assert silent == []
    assert found.wrong_days_in_silence == ()
    asked_in_vain = [
        event.title
        for event, _, outcome in found.outcomes
        if outcome is Outcome.WRONG_ASKED
        or (outcome is Outcome.ASKED and event.means != "ask" and not event.may_ask)
    ]
    assert len(asked_in_vain) <= 2, asked_in_vain


def test_a_settled_title_is_never_asked_again() -> None:
    name, corpus_district = TUNED[0]
    raw, district, campuses = (
        corpus_district.as_icalendar(),
        corpus_district.as_district,
        corpus_district.as_campuses,
    )
    asked = {question.title for question in academic_calendar_of(raw, name, district, campuses).questions}
    assert asked
    lines = "".join(f"  - {{title: {title!r}, kind: ignore}}\n" for title in sorted(asked))
    document = parse_document(f"understood:\n{lines}".encode(), "calendar.yaml")
    assert academic_calendar_of(raw, name, district, campuses, document).questions == ()
