"""Frozen values: strict about fields, equal by fields, and copied without cached properties."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from drillplanner.model import Campus
from tests.builders import calendar, campus, workspace


def test_a_copy_drops_cached_properties_of_the_original() -> None:
    place = workspace([campus("a")], calendar(date(2025, 9, 2), date(2025, 9, 5)))
    assert set(place.campus_by_id) == {"a"}
    other = place.model_copy(update={"campuses": (campus("b"),)})
    assert set(other.campus_by_id) == {"b"}
    assert set(place.campus_by_id) == {"a"}


def test_a_value_does_not_change_and_takes_no_unknown_field() -> None:
    value = campus("a")
    with pytest.raises(ValidationError):
        value.name = "other"  # type: ignore[misc]  # must fail
    with pytest.raises(ValidationError):
        Campus.model_validate({"campus_id": "a", "name": "A", "grades": ["K"], "grade": "K"})
