"""Campuses that differ, and have the same conflict, are told once; others get a conflict of their own."""

from __future__ import annotations

from typing import Any

import pytest

from drillplanner.model import Conflict, ForbiddenDays, Workspace
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder, build_problems
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.explain.conflicts import campuses
from drillplanner.solve.explain.conflicts.campuses import campus_conflicts
from drillplanner.solve.explain.conflicts.quickxplain import MinimalConflict
from tests.solve.brute_force.boundary_pairs import MONDAY, days
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, POLICE, count, law, year_of

#: No fire agency is listed, so nobody can attend.
BOOK = law(count("fire_evacuation", agency="fire"))


def place(*forbidden: ForbiddenDays) -> Workspace:
    """Three campuses, each with bells of its own, so that no two are alike to the solver."""
    found = days(8, campuses=3, agencies=(POLICE,), scenarios=(FRONT, LOCKDOWN))
    own = [campus.model_copy(update={"bell_schedule": campus.campus_id}) for campus in found.campuses]
    district = found.district.model_copy(update={"forbidden": forbidden})
    bells = {campus.campus_id: found.bells["regular"] for campus in own}
    return found.model_copy(update={"campuses": tuple(own), "bells": bells, "district": district})


def conflicts(workspace: Workspace, book: Any = BOOK) -> tuple[Conflict, ...]:
    year = year_of(workspace, book)
    return campus_conflicts(build_problems(year), ProblemBuilder(year))


def test_one_conflict_names_all_campuses_that_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    narrowed = []
    real = campuses._narrowed

    def counted(case: ConflictCase) -> MinimalConflict:
        narrowed.append(case.campus_ids)
        return real(case)

    monkeypatch.setattr(campuses, "_narrowed", counted)
    (conflict,) = conflicts(place())
    assert conflict.campuses == ("c0", "c1", "c2")
    assert conflict.confirmed
    assert narrowed == [("c0",)]


def test_a_campus_with_another_conflict_has_its_own() -> None:
    shut = ForbiddenDays.model_validate(
        {"from": MONDAY, "to": days(8).calendar.last_day, "campuses": ["c1"], "reason": "Works"}
    )
    found = conflicts(place(shut), law(count("fire_evacuation", agency="fire"), count("lockdown")))
    assert [conflict.campuses for conflict in found if "fire agency" in str(conflict)] == [("c0", "c2"), ("c1",)]
    forbidden = [conflict for conflict in found if any(member.kind == "forbidden" for member in conflict.members)]
    assert [conflict.campuses for conflict in forbidden] == [("c1",)]


def test_campuses_with_a_plan_are_never_among_them() -> None:
    assert conflicts(place(), law(count("fire_evacuation"))) == ()
