"""Developmental rules: what one rule file holds, and reading a folder of them."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from drillplanner.appropriateness.conditions import Condition
from drillplanner.documents import parse_as, read_document
from drillplanner.errors import InputError, Problem
from drillplanner.model import Frozen, Severity

_BUNDLED = Path(__file__).parent / "rules"


class Applies(StrEnum):
    """To which exercises a rule speaks."""

    STUDENTS = "students"  # a student takes part or is on site
    EVERYONE = "everyone"  # adults alone too
    STAFF_ONLY = "staff_only"  # adults alone, no student on site


class Directness(StrEnum):
    """How near a source comes to the rule."""

    SAYS_IT = "says_it"
    SAYS_PART = "says_part"
    INFERRED = "inferred"


class Known(StrEnum):
    """How the source was read: its words, at second hand, or not at all."""

    TEXT = "text"
    SUMMARY = "summary"
    UNREAD = "unread"


class RuleSource(Frozen):
    """A public source of a rule."""

    name: str
    address: str = Field(pattern=r"^https?://\S+$")
    directness: Directness
    known: Known

    @property
    def cited(self) -> str:
        """Name and address, as findings print them."""
        return f"{self.name}, {self.address}"


class Rule(Frozen):
    """One rule: what may not be, for whom, and on whose word."""

    id: str = Field(pattern=r"^[A-Z]{2,8}-[0-9]{1,5}$", description="Stable; people cite it.")
    statement: str = Field(description="The rule in one or two sentences of our own.")
    protects: str = Field(description="Whom it protects, in words.")
    severity: Severity
    applies: Applies
    violated_when: Condition
    message: str = Field(description="What a person is told whose scenario breaks it.")
    advice: str = Field(default="", description="What to do instead.")
    note: str = Field(default="", description="Limits and readings of ours that a user of the rule should know.")
    sources: tuple[RuleSource, ...] = Field(min_length=1)


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """The rules that come with the program, in the order of their ids."""
    return read_rules(_BUNDLED)


def read_rules(folder: Path) -> tuple[Rule, ...]:
    """All rule files (``*.yaml``) of a folder, in the order of their ids; none where there is no folder.

    Raises InputError with every problem of every file, and for an id that two files claim or that the name
    of its file does not begin with.
    """
    found: dict[str, Rule] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        name = f"{folder.name}/{path.name}"
        try:
            rule = parse_as(Rule, read_document(path, name))
        except InputError as error:
            problems.extend(error.problems)
            continue
        if not re.match(rf"{re.escape(rule.id)}(?![0-9])", path.stem):
            problems.append(
                Problem(
                    name, 1, "the name of the file does not begin with the rule's id", rule.id, f"{rule.id}-….yaml"
                )
            )
        if rule.id in found:
            problems.append(Problem(name, 1, "another file has this id already", rule.id, "an id of its own"))
        found[rule.id] = rule
    if problems:
        raise InputError(problems)
    return tuple(sorted(found.values(), key=_by_number))


def _by_number(rule: Rule) -> tuple[str, int]:
    family, number = rule.id.split("-")
    return family, int(number)
