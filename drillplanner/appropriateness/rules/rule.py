"""Developmental rules: the content of a rule file, and the reading of a folder of them."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from drillplanner.appropriateness.conditions.checks import spelling_suggestion
from drillplanner.appropriateness.conditions.condition import Condition, SwitchIs
from drillplanner.appropriateness.conditions.evaluate_fast import CompiledCondition, compile_condition
from drillplanner.appropriateness.conditions.inputs import depends_on_band
from drillplanner.appropriateness.profiles.profile import SWITCHES
from drillplanner.appropriateness.profiles.sources import (
    SOURCES_FILE,
    Citations,
    DevelopmentalSource,
    Directness,
    RuleSource,
    sources_for,
    unknown_source_problems,
)
from drillplanner.appropriateness.year_checks.named_checks import CHECKS
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import Document, parse_as, read_document
from drillplanner.model import Frozen, Severity

_BUNDLED = Path(__file__).parent


class AppliesTo(StrEnum):
    """The exercises to which a rule applies."""

    STUDENTS = "students"  # a student takes part or is on site
    EVERYONE = "everyone"  # adults alone too
    STAFF_ONLY = "staff_only"  # adults alone, no student on site


class JudgedAt(StrEnum):
    """The stage at which a part of a rule is judged, where the facts that it needs are known."""

    SCENARIO = "scenario"  # judge_scenario: the scenario itself states or commits to it
    PLACEMENT = "placement"  # judge_drill: known for one drill on its day
    YEAR = "year"  # judge_year: seen over the drills of a campus's year


def _known_switch(name: str) -> str:
    if name not in SWITCHES:
        raise ValueError(
            f"no switch is called '{name}'; allowed: {', '.join(SWITCHES)}{spelling_suggestion(name, SWITCHES)}"
        )
    return name


#: The name of a switch of the state profiles.
Switch = Annotated[str, AfterValidator(_known_switch)]


class SwitchedSeverity(Frozen):
    """A different severity if the state's profile has a certain value."""

    when: SwitchIs
    severity: Severity


class RulePart(Frozen):
    """A single requirement of a rule: where it is judged, and the message if it is broken."""

    judged: JudgedAt
    severity: Severity
    switched: tuple[SwitchedSeverity, ...] = ()
    tells: tuple[str, ...] = ()
    violated_when: Condition | None = None
    check: str | None = None
    asks: bool = False
    message: str
    advice: str = ""

    @cached_property
    def depends_on_band(self) -> bool:
        """Whether two bands with the same facts of a scenario can get different answers."""
        return self.violated_when is not None and depends_on_band(self.violated_when)

    @cached_property
    def compiled_condition(self) -> CompiledCondition:
        """Whether the part is broken, as a function of the subject; always False without a condition."""
        return compile_condition(self.violated_when) if self.violated_when is not None else lambda _: False


class AdditionalPartText(Frozen):
    """A further part in a rule's file; missing fields have the values of the rule."""

    judged: JudgedAt = JudgedAt.SCENARIO
    severity: Severity | None = None
    switched: tuple[SwitchedSeverity, ...] = ()
    tells: tuple[Switch, ...] = ()
    violated_when: Condition | None = None
    check: str | None = None
    asks: bool = False
    message: str
    advice: str | None = None

    @model_validator(mode="after")
    def _can_be_judged(self) -> AdditionalPartText:
        _check_way(self.judged, self.violated_when, self.check)
        return self


class RuleText(Frozen):
    """A rule as in its file."""

    id: str = Field(pattern=r"^[A-Z]{2,8}-[0-9]{1,5}$", description="Stable; people cite it.")
    statement: str = Field(description="The rule in one or two sentences of our own.")
    protects: str = Field(description="Whom it protects, in words.")
    severity: Severity
    switched: tuple[SwitchedSeverity, ...] = Field(
        default=(), description="Other severities by the switches of the state's profile; the first that fits."
    )
    tells: tuple[Switch, ...] = Field(
        default=(), description="Switches that a finding names although they decide nothing."
    )
    applies: AppliesTo
    judged: JudgedAt = JudgedAt.SCENARIO
    violated_when: Condition | None = None
    check: str | None = Field(default=None, description="The check of a campus's year that decides it, by name.")
    asks: bool = Field(
        default=False,
        description="What it finds is a question for a person, who is shown each condition's evidence.",
    )
    message: str = Field(description="What a person is told whose scenario breaks it.")
    advice: str = Field(default="", description="What to do instead.")
    also: tuple[AdditionalPartText, ...] = Field(
        default=(), description="Further parts of the rule, of another severity or judged elsewhere."
    )
    note: str = Field(default="", description="Limits and readings of ours that a user of the rule should know.")
    sources: Citations

    @model_validator(mode="after")
    def _can_be_judged(self) -> RuleText:
        _check_way(self.judged, self.violated_when, self.check)
        if not any(getattr(self.sources, directness.value) for directness in Directness):
            raise ValueError("a rule names at least one source")
        return self


class DevelopmentalRule(Frozen):
    """A developmental rule with its sources, and its parts in the order of the file."""

    id: str
    statement: str
    protects: str
    severity: Severity
    applies: AppliesTo
    parts: tuple[RulePart, ...]
    message: str
    advice: str
    note: str
    sources: tuple[RuleSource, ...]

    def judged_at(self, place: JudgedAt) -> tuple[RulePart, ...]:
        """Return the parts that are judged at a stage."""
        return tuple(part for part in self.parts if part.judged is place)


@lru_cache(maxsize=1)
def load_rules() -> tuple[DevelopmentalRule, ...]:
    """Return the rules that come with the program, in the order of their ids."""
    return read_rules(_BUNDLED)


def read_rules(folder: Path) -> tuple[DevelopmentalRule, ...]:
    """Read all rule files (``*.yaml``) of a folder, in the order of their ids; none if there is no folder.

    Rules cite sources by key: those of the program, and those of the folder's own ``sources.yaml``.
    Raises InputError with every problem of every file, including an id that two files share, and a file name that
    does not begin with the rule's id.
    """
    rules: dict[str, DevelopmentalRule] = {}
    problems: list[Problem] = []
    sources = sources_for(folder)
    for path in sorted(folder.glob("*.yaml")):
        if path.name == SOURCES_FILE:
            continue
        name = f"{folder.name}/{path.name}"
        try:
            rule = _read_rule(read_document(path, name), sources)
        except InputError as error:
            problems.extend(error.problems)
            continue
        if not re.match(rf"{re.escape(rule.id)}(?![0-9])", path.stem):
            problems.append(
                Problem(
                    name, 1, "the name of the file does not begin with the rule's id", rule.id, f"{rule.id}-….yaml"
                )
            )
        if rule.id in rules:
            problems.append(Problem(name, 1, "another file has this id already", rule.id, "an id of its own"))
        rules[rule.id] = rule
    if problems:
        raise InputError(problems)
    return tuple(sorted(rules.values(), key=_by_number))


def _read_rule(document: Document, sources: dict[str, DevelopmentalSource]) -> DevelopmentalRule:
    text = parse_as(RuleText, document)
    keys = [key for directness in Directness for key in getattr(text.sources, directness.value)]
    if problems := unknown_source_problems(document, ("sources",), keys, sources):
        raise InputError(problems)
    return DevelopmentalRule(
        **text.model_dump(
            include={"id", "statement", "protects", "severity", "applies", "message", "advice", "note"}
        ),
        parts=(_main_part(text), *(_part(also, text) for also in text.also)),
        sources=text.sources.resolved(sources),
    )


def _main_part(text: RuleText) -> RulePart:
    return RulePart.model_construct(**{name: getattr(text, name) for name in RulePart.model_fields})


def _part(also: AdditionalPartText, text: RuleText) -> RulePart:
    fields = {name: getattr(also, name) for name in RulePart.model_fields}
    fields["severity"] = also.severity or text.severity
    fields["advice"] = text.advice if also.advice is None else also.advice
    return RulePart.model_construct(**fields)


def _check_way(judged: JudgedAt, condition: object, check: str | None) -> None:
    by_condition = judged in {JudgedAt.SCENARIO, JudgedAt.PLACEMENT}
    if by_condition and (condition is None or check is not None):
        raise ValueError(f"what is judged at '{judged}' is decided by 'violated_when'")
    if not by_condition and (condition is not None or check not in CHECKS):
        raise ValueError(f"what is judged at '{judged}' is decided by a 'check'; allowed: {', '.join(CHECKS)}")


def _by_number(rule: DevelopmentalRule) -> tuple[str, int]:
    family, number = rule.id.split("-")
    return family, int(number)
