"""Whether a mandate applies to a campus: its facts, the grades it teaches, and its number of students."""

from __future__ import annotations

from pydantic import Field, field_validator, model_validator

from drillplanner.model import GRADES, Campus, Frozen, parse_grades


class Grades(Frozen):
    """A condition on the grades of a campus, each written as a span: "K-6", "PK,K", "9-12"."""

    any: str | None = Field(default=None, description="The campus teaches one of these grades at least.")
    all: str | None = Field(default=None, description="The campus teaches none but these grades.")
    lowest: str | None = Field(default=None, description="The campus's lowest grade is one of these.")
    highest: str | None = Field(default=None, description="The campus's highest grade is one of these.")

    @field_validator("any", "all", "lowest", "highest")
    @classmethod
    def _are_grades(cls, value: str | None) -> str | None:
        if value is not None:
            parse_grades(value)
        return value

    @model_validator(mode="after")
    def _asks_something(self) -> Grades:
        if not self.model_fields_set:
            raise ValueError("give 'any', 'all', 'lowest' or 'highest'")
        return self

    def holds(self, campus: Campus) -> bool:
        """Check whether the campus's grades meet the condition."""
        taught = set(campus.grades)
        in_order = sorted(taught, key=GRADES.index)
        return (
            (self.any is None or bool(taught & set(parse_grades(self.any))))
            and (self.all is None or taught <= set(parse_grades(self.all)))
            and (self.lowest is None or in_order[0] in parse_grades(self.lowest))
            and (self.highest is None or in_order[-1] in parse_grades(self.highest))
        )


class Applicability(Frozen):
    """Whether a mandate applies; None if a fact that decides it is missing, with the name of that fact."""

    answer: bool | None
    missing: str | None = None


def applicability_of(
    facts: dict[str, bool],
    grades: Grades | None,
    students_from: int | None,
    campus: Campus,
    defaults: dict[str, bool],
) -> Applicability:
    """Return whether a mandate with these conditions applies to the campus.

    ``defaults`` are the values assumed for facts that campuses.csv does not give; each assumption is printed.
    """
    if grades is not None and not grades.holds(campus):
        return Applicability(answer=False)
    missing: str | None = None
    for fact, required in facts.items():
        value = campus.facts.get(fact, defaults.get(fact))
        if value is None:
            missing = missing or fact
        elif value is not required:
            return Applicability(answer=False)
    if students_from is not None:
        if campus.enrollment is None:
            missing = missing or "enrollment"
        elif campus.enrollment < students_from:
            return Applicability(answer=False)
    return Applicability(answer=None if missing else True, missing=missing)
