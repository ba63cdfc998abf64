"""A wish of the district that takes no day off the list of days without drills is an error with its remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.workflow.assumptions import religious_holidays_not_on_file
from drillplanner.workflow.prepare import prepare
from tests.intake.small_workspace import DISTRICT, write_workspace


def test_a_wish_that_takes_nothing_off_the_list(tmp_path: Path) -> None:
    place = write_workspace(
        tmp_path, {"district.yaml": DISTRICT + "not_avoided: [Diwalli, testing, 2026-04-20]\n"}
    )
    with pytest.raises(InputError) as refused:
        prepare(place)
    (problem,) = refused.value.problems
    assert problem.value == "Diwalli"
    assert "a date (2026-04-20), or: remembrance, anniversary, election" in str(problem)
    assert "Maybe you meant 'Diwali'." in str(problem)


def test_wishes_by_name_kind_and_date(tmp_path: Path) -> None:
    place = write_workspace(tmp_path, {"district.yaml": DISTRICT + "not_avoided: [Diwali, testing, 2026-04-20]\n"})
    assert prepare(place).workspace.district.not_avoided == ("Diwali", "testing", "2026-04-20")


def test_schools_without_test_days_are_told_once(tmp_path: Path) -> None:
    def about_tests(files: dict[str, str]) -> list[str]:
        prepared = prepare(write_workspace(tmp_path, files))
        return [sentence for sentence in prepared.assumptions if "DA-1012" in sentence]

    (sentence,) = about_tests({})
    assert sentence.startswith("Neither the calendar nor events.csv lists test days of any school.")
    event = "kind,first,last,campus_ids,drill_type,note\nstate_assessment,2026-05-11,2026-05-15,{},,invented\n"
    assert about_tests({"events.csv": event.format("")}) == []
    (some,) = about_tests({"events.csv": event.format("oak")})
    assert "test days of" in some
    assert "any school" not in some


def test_a_school_year_without_dates_of_religious_holidays_is_told(tmp_path: Path) -> None:
    workspace = prepare(write_workspace(tmp_path, {})).workspace
    assert religious_holidays_not_on_file(workspace) == ()
    far = workspace.calendar.model_copy(update={"last_day": date(2036, 6, 20)})
    (sentence,) = religious_holidays_not_on_file(workspace.model_copy(update={"calendar": far}))
    assert "are not on file" in sentence
