"""The conditions that a rule file may contain: a small, declarative set.

Why declarative conditions instead of an expression language: a psychologist of a district can read and write
them without Python, a rule file can never run code, and each condition can report which fact it needs, where it
looked, and what it saw. So an answer has three values (yes, no, cannot tell), and every finding points at its
evidence. The set is as small as the rules need. A new kind of condition is one class here and one case each in
``evaluate.py`` and ``evaluate_fast.py``::

    {fact: simulation, is: true}                          the fact has this value
    {fact: hazard_theme, is: [fire, weather]}             ... or one of these
    {fact: ladder_level, at_least: 8}                     a number, this or more
    {fact: hidden_minutes, above: hidden_minutes_most}    more than this; a name is that of a limit or a switch
    {fact: planning_team, contains: [nurse, teacher]}     a list of words contains one of these
    {fact: props, any_item: {stands_for: weapon}}         one item of the list has these fields; its numbers are
                                                          tested with {at_least: 24}, 'above' or 'at_most'
    {band: [PK-K, 1-2]}                                   the children are of these grade bands
    {script: [say, do, close], has_any_of: [gun, die]}    lines for the band contain one of these words
                                                          ... in another language with {language: es}
    {script: [say], has_each_of: [[open], [voice]], has_none_of: [not]}   one line contains a word of each group
    {script: [say], sentence_words_above: 14}             a sentence is longer; also 'reading_grade_above'
    {script: [day_before, say], says_call: true}          a word that the speaker calls out is said to the children
    {language: es}                                        the band has a script in this language
    {switch: opt_out_required, is: true}                  the state's profile has this value
    {term: about_violence}                                a named condition of terms.yaml
    {any: [...]}  {all: [...]}  {not: ...}                any of them, all of them, not this
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from drillplanner.appropriateness.conditions import facts as vocabulary
from drillplanner.appropriateness.conditions.checks import (
    Bound,
    Value,
    check_name,
    check_number,
    check_values,
    operator_for,
    type_of_fact,
)
from drillplanner.appropriateness.profiles.profile import SWITCHES
from drillplanner.files.yaml_document import Document, read_document
from drillplanner.model import ENGLISH, Frozen, GradeBand
from drillplanner.model.scenarios.lines import Purpose
from drillplanner.model.scenarios.scenario import LanguageCode

_TERMS = Path(__file__).parent / "terms.yaml"


@lru_cache(maxsize=1)
def terms_document() -> Document:
    """Return the file of named conditions, with its conditions not yet parsed."""
    return read_document(_TERMS, _TERMS.name)


def term_names() -> tuple[str, ...]:
    """Return the names of the named conditions, in order."""
    return tuple(sorted(terms_document().data))


Values: TypeAlias = Value | tuple[Value, ...]


def as_tuple(values: Values) -> tuple[Value, ...]:
    """Return one value or several as a tuple."""
    return values if isinstance(values, tuple) else (values,)


class FactIs(Frozen):
    """Holds if the fact has the value, or one of the values."""

    fact: str
    is_: Values = Field(alias="is")

    @model_validator(mode="after")
    def _checks(self) -> FactIs:
        fact_type = type_of_fact(self.fact)
        if fact_type.kind in {"items", "words", "names"}:
            raise ValueError(f"'{self.fact}' is a list; ask it with '{operator_for(fact_type)}'")
        check_values(self.fact, fact_type, as_tuple(self.is_))
        return self


class FactAtLeast(Frozen):
    """Holds if the fact is a number that is at least this one."""

    fact: str
    at_least: Bound

    @model_validator(mode="after")
    def _checks(self) -> FactAtLeast:
        check_number(self.fact, type_of_fact(self.fact), self.at_least)
        return self


class FactAbove(Frozen):
    """Holds if the fact is a number greater than this one."""

    fact: str
    above: Bound

    @model_validator(mode="after")
    def _checks(self) -> FactAbove:
        check_number(self.fact, type_of_fact(self.fact), self.above)
        return self


class FactContains(Frozen):
    """Holds if the list of words or names contains this one, or one of these."""

    fact: str
    contains: Values

    @model_validator(mode="after")
    def _checks(self) -> FactContains:
        fact_type = type_of_fact(self.fact)
        if fact_type.kind not in {"words", "names"}:
            raise ValueError(f"'{self.fact}' is not a list of words; ask it with '{operator_for(fact_type)}'")
        check_values(self.fact, fact_type, as_tuple(self.contains))
        return self


class ItemNumber(Frozen):
    """A bound for a number of a list item: at least, above, or at most."""

    at_least: Bound | None = None
    above: Bound | None = None
    at_most: Bound | None = None

    @model_validator(mode="after")
    def _checks(self) -> ItemNumber:
        if len([bound for bound in (self.at_least, self.above, self.at_most) if bound is not None]) != 1:
            raise ValueError("a number is asked with one of 'at_least', 'above' and 'at_most'")
        return self

    @property
    def bound(self) -> Bound:
        """The number, or the name of one, to compare with."""
        return next(bound for bound in (self.at_least, self.above, self.at_most) if bound is not None)


class FactHasItem(Frozen):
    """Holds if one item of the list has each of these fields with this value, or one of the values."""

    fact: str
    any_item: dict[str, Values | ItemNumber] = Field(min_length=1)

    @model_validator(mode="after")
    def _checks(self) -> FactHasItem:
        lists = [name for name, fact_type in vocabulary.known_facts().items() if fact_type.kind == "items"]
        if self.fact not in lists:
            raise ValueError(f"'{self.fact}' is not a list of things; allowed: {', '.join(lists)}")
        fields = vocabulary.fields_of_items(self.fact)
        for field, wanted in self.any_item.items():
            check_name(field, fields, f"'{self.fact}' has no field '{field}'")
            name = f"{self.fact}.{field}"
            if isinstance(wanted, ItemNumber):
                check_number(name, fields[field], wanted.bound)
            else:
                check_values(name, fields[field], as_tuple(wanted))
        return self


class BandIs(Frozen):
    """Holds if the children are of one of these grade bands."""

    band: tuple[GradeBand, ...] = Field(min_length=1)


class ScriptHas(Frozen):
    """Holds if lines for the band contain one of these words or phrases: whole words, in any case.

    ``script`` names the purposes of the lines, which are keys of a scenario file (``say``, ``for_families``).
    """

    script: tuple[Purpose, ...] = Field(min_length=1)
    language: LanguageCode = ENGLISH
    has_any_of: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _checks(self) -> ScriptHas:
        if any(not any(character.isalnum() for character in phrase) for phrase in self.has_any_of):
            raise ValueError("a word in 'has_any_of' has no letter")
        return self


class LineHas(Frozen):
    """Holds if one line for the band contains a word of each group, and none of the words that clear it.

    So a rule can forbid "open the door if the police knock" and pass "do not open, not even for the police". A
    long text is tested sentence by sentence.
    """

    script: tuple[Purpose, ...] = Field(min_length=1)
    language: LanguageCode = ENGLISH
    has_each_of: tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...] = Field(min_length=1)
    has_none_of: tuple[str, ...] = ()


class SentencesHarder(Frozen):
    """Holds if a spoken sentence for the band has more words than this; English only."""

    script: tuple[Purpose, ...] = Field(min_length=1)
    sentence_words_above: Bound


class ReadingHarder(Frozen):
    """Holds if the lines for the band, taken together, need a higher school grade than this; English only.

    The grade is that of Flesch and Kincaid, in whole grades.
    """

    script: tuple[Purpose, ...] = Field(min_length=1)
    reading_grade_above: Bound


class SaysCall(Frozen):
    """Holds if lines for the band say a word that the speaker calls out when the drill begins.

    The words are those of the scenario's announcements (``announcements.begin``), in the same language or in
    English, so they are the district's own where it has chosen some. Without an announcement it holds.
    """

    script: tuple[Purpose, ...] = Field(min_length=1)
    language: LanguageCode = ENGLISH
    says_call: Literal[True]


class LanguageIs(Frozen):
    """Holds if the band has a script in this language."""

    language: LanguageCode


class SwitchIs(Frozen):
    """Holds if the state's profile has this value, or one of these."""

    switch: str
    is_: Values = Field(alias="is")

    @model_validator(mode="after")
    def _checks(self) -> SwitchIs:
        check_name(self.switch, SWITCHES, f"no switch is called '{self.switch}'")
        return self


class TermHolds(Frozen):
    """Holds if the condition of this name in ``terms.yaml`` holds."""

    term: str

    @model_validator(mode="after")
    def _checks(self) -> TermHolds:
        check_name(self.term, term_names(), f"no term is called '{self.term}'")
        return self


class AnyOf(Frozen):
    """Holds if at least one of the conditions holds."""

    any: tuple[Condition, ...] = Field(min_length=1)


class AllOf(Frozen):
    """Holds if all of the conditions hold; the first with evidence provides it."""

    all: tuple[Condition, ...] = Field(min_length=1)


class Negation(Frozen):
    """Holds if the condition does not hold."""

    not_: Condition = Field(alias="not")


_KEYS: tuple[tuple[str, type[Frozen]], ...] = (
    ("any", AnyOf),
    ("all", AllOf),
    ("not", Negation),
    ("switch", SwitchIs),
    ("term", TermHolds),
    ("is", FactIs),
    ("at_least", FactAtLeast),
    ("above", FactAbove),
    ("contains", FactContains),
    ("any_item", FactHasItem),
    ("band", BandIs),
    ("has_any_of", ScriptHas),
    ("has_each_of", LineHas),
    ("says_call", SaysCall),
    ("sentence_words_above", SentencesHarder),
    ("reading_grade_above", ReadingHarder),
    ("language", LanguageIs),
)


def _kind_of(value: object) -> str | None:
    if isinstance(value, dict):
        return next((key for key, _ in _KEYS if key in value), None)
    return next((key for key, class_ in _KEYS if isinstance(value, class_)), None)


Condition = Annotated[
    Annotated[AnyOf, Tag("any")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[Negation, Tag("not")]
    | Annotated[SwitchIs, Tag("switch")]
    | Annotated[TermHolds, Tag("term")]
    | Annotated[FactIs, Tag("is")]
    | Annotated[FactAtLeast, Tag("at_least")]
    | Annotated[FactAbove, Tag("above")]
    | Annotated[FactContains, Tag("contains")]
    | Annotated[FactHasItem, Tag("any_item")]
    | Annotated[BandIs, Tag("band")]
    | Annotated[ScriptHas, Tag("has_any_of")]
    | Annotated[LineHas, Tag("has_each_of")]
    | Annotated[SaysCall, Tag("says_call")]
    | Annotated[SentencesHarder, Tag("sentence_words_above")]
    | Annotated[ReadingHarder, Tag("reading_grade_above")]
    | Annotated[LanguageIs, Tag("language")],
    Discriminator(
        _kind_of,
        custom_error_type="condition",
        custom_error_message=(
            "this is not a condition; allowed: 'any', 'all', 'not', 'band', 'language', 'switch', 'term', 'fact' "
            "with 'is', 'at_least', 'above', 'contains' or 'any_item', or 'script' with 'has_any_of', "
            "'has_each_of', 'says_call', 'sentence_words_above' or 'reading_grade_above'"
        ),
    ),
]

for _inner in (AnyOf, AllOf, Negation):
    _inner.model_rebuild()
