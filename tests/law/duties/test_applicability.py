"""To which school a mandate applies: by its grades, its facts, and its students; what is not known is named."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from drillplanner.law.duties.applicability import Grades, applicability_of
from drillplanner.model import Campus
from tests.builders import campus


@pytest.mark.parametrize(
    ("condition", "taught", "holds"),
    [
        ({"any": "K-6"}, ("6", "7", "8"), True),
        ({"any": "K-6"}, ("7", "8"), False),
        ({"all": "K-6"}, ("K", "1", "6"), True),
        ({"all": "K-1"}, ("K", "1"), True),
        ({"all": "K-6"}, ("6", "7"), False),
        ({"lowest": "9-12"}, ("9", "10", "11", "12"), True),
        ({"lowest": "9-12"}, ("8", "9"), False),
        # The order of the file is not that of the grades.
        ({"lowest": "PK,K"}, ("2", "K", "1"), True),
        ({"highest": "PK,K"}, ("2", "K", "1"), False),
        ({"highest": "10-12"}, ("9", "10"), True),
        ({"highest": "12"}, ("9", "10", "11"), False),
        ({"any": "K-6", "highest": "8"}, ("6", "7", "8"), True),
        ({"any": "K-6", "highest": "8"}, ("7", "8"), False),
        ({"all": "PK-8", "lowest": "PK"}, ("K", "1"), False),
    ],
)
def test_a_mandate_for_grades_is_one_for_schools_that_teach_them(
    condition: dict[str, str], taught: tuple[str, ...], holds: bool
) -> None:
    school = campus("oak", taught)
    assert Grades.model_validate(condition).holds(school) is holds
    found = applicability_of({}, Grades.model_validate(condition), None, school, {})
    assert (found.answer, found.missing) == (holds, None)


def test_a_condition_that_asks_nothing_or_names_no_grade_is_refused() -> None:
    with pytest.raises(ValidationError, match="give 'any', 'all', 'lowest' or 'highest'"):
        Grades.model_validate({})
    for name in ("any", "all", "lowest", "highest"):
        with pytest.raises(ValidationError, match="Q"):
            Grades.model_validate({name: "Q"})


def school(enrollment: int | None = None, **facts: bool) -> Campus:
    return campus("oak").model_copy(update={"facts": facts, "enrollment": enrollment})


@pytest.mark.parametrize(
    ("facts", "known", "assumed", "answer", "missing"),
    [
        ({"buses": True}, {"buses": True}, {}, True, None),
        ({"buses": True}, {"buses": False}, {}, False, None),
        ({"buses": False}, {"buses": False}, {}, True, None),
        ({"buses": True}, {}, {}, None, "buses"),
        # What the file says counts more than what we assume.
        ({"buses": True}, {}, {"buses": True}, True, None),
        ({"buses": True}, {}, {"buses": False}, False, None),
        ({"buses": True}, {"buses": False}, {"buses": True}, False, None),
        # The first fact that is missing is asked for; one that rules it out needs no answer to the others.
        ({"buses": True, "public": True}, {}, {}, None, "buses"),
        ({"buses": True, "public": True}, {"public": True}, {}, None, "buses"),
        ({"buses": True, "public": True}, {"public": False}, {}, False, None),
    ],
)
def test_a_fact_decides_or_is_asked_for(
    facts: dict[str, bool],
    known: dict[str, bool],
    assumed: dict[str, bool],
    answer: bool | None,
    missing: str | None,
) -> None:
    found = applicability_of(facts, None, None, school(**known), assumed)
    assert (found.answer, found.missing) == (answer, missing)


@pytest.mark.parametrize(
    ("enrollment", "answer", "missing"),
    [(100, True, None), (101, True, None), (99, False, None), (None, None, "enrollment")],
)
def test_a_mandate_from_a_number_of_students_on(
    enrollment: int | None, answer: bool | None, missing: str | None
) -> None:
    found = applicability_of({}, None, 100, school(enrollment), {})
    assert (found.answer, found.missing) == (answer, missing)
    unknown = applicability_of({"buses": True}, None, 100, school(enrollment), {})
    assert (unknown.answer, unknown.missing) == ((False, None) if answer is False else (None, "buses"))
