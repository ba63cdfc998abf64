"""Windows of requirements word for word; the cases are data (``windows.yaml``)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from drillplanner.law import Setting
from drillplanner.law.kinds.count import Count
from drillplanner.model import DayKind, Event, Term, TermKind
from tests import fast_yaml
from tests.builders import calendar, campus, workspace

CASES = Path(__file__).with_name("windows.yaml")
YEAR = [date(2025, 9, 2), date(2026, 6, 12)]


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["name"]) for case in fast_yaml.load(CASES.read_text(encoding="utf-8"))]
)
def test_the_windows_are_those_of_the_case(case: dict[str, Any]) -> None:
    assert windows(case) == case["expect"]


def windows(case: dict[str, Any]) -> list[str]:
    """Return each window as 'key: first to last, label', with what is missing to draw it."""
    first, last = case.get("year", YEAR)
    year = calendar(
        first, last, {on: DayKind(kind) for on, kind in case.get("days", {}).items()}, case.get("staff")
    )
    terms = tuple(
        Term(kind=TermKind.SEMESTER, number=number, first=ends[0], last=ends[1])
        for number, ends in enumerate(case.get("terms", []), start=1)
    )
    year = year.model_copy(update={"terms": terms, "summer": tuple(case["summer"]) if "summer" in case else None})
    place = workspace([campus("a", **case.get("facts", {}))], year)
    events = tuple(Event.model_validate({"last": event["first"], **event}) for event in case.get("events", []))
    asked = Count.model_validate(
        {"kind": "count", "what": "drill", "match": {"types": ["lockdown"]}, "min": 1, **case["span"]}
    )
    return [
        f"{window.key}: {window.first} to {window.last}, {window.label}"
        + (f"; missing: {window.missing}" if window.missing else "")
        for window in asked.windows(Setting(place.campuses[0], year, place.district, events))
    ]
