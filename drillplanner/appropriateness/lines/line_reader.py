"""How likely a single line of a scenario is to break a rule, by the trained network with upper layers for lines.

The network was taught on descriptions; ``line_layers.npz`` reads on from its middle. Those layers were taught
by ``training/lines.py`` on lines written for it and on the bundled scenarios, and the thresholds chosen on others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from drillplanner.appropriateness.lines.word_for_word import in_english_words
from drillplanner.appropriateness.text.findings import QUESTION, VIOLATION
from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.input.plain_text import PlainText, to_plain_text
from drillplanner.appropriateness.text.input.sentences import sentences_of
from drillplanner.appropriateness.text.lexicon.families import load_lexicon
from drillplanner.appropriateness.text.lexicon.matching import annotate_sentence
from drillplanner.appropriateness.text.lexicon.scope import Scope
from drillplanner.appropriateness.text.lexicon_findings import lexicon_findings
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import ENGLISH, Frozen

if TYPE_CHECKING:
    from drillplanner.appropriateness.text.reader.inner_states import InnerStates
    from drillplanner.appropriateness.text.reader.network import Tables

_FOLDER = Path(__file__).parent
#: The layers for lines, after those that they share with the network for descriptions.
LAYERS_FILE = _FOLDER / "line_layers.npz"
_OWN_LAYERS = 2
DECISION_FILE = _FOLDER / "decision.yaml"
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class LineDecision(Frozen):
    """From which likelihood of harm a line is a question or a violation."""

    violation_from: Share
    question_from: Share
    with_lexicon: Share = Field(description="A violation, where the lexicon finds one in the line too.")
    word_for_word_from: Share = Field(description="A question, in a line that is read word for word.")


@dataclass(frozen=True)
class LineReading:
    """What the reader says of a line: violation, cannot_tell, or ok; the rules of a doubt, the likeliest first."""

    status: str
    likelihood: float
    rules: tuple[str, ...]


@lru_cache(maxsize=4096)
def read_line(text: str, context: Context, language: str = ENGLISH) -> LineReading:
    """Read one line with what is known of its scenario: drill type, grades, whether students are there.

    Another language is read word for word in English; raises ValueError if the language has no word list.
    """
    words = text if language == ENGLISH else in_english_words(text, language)
    plain_text = to_plain_text(words)
    if not any(letter.isalpha() for letter in plain_text.plain):
        return LineReading("ok", 0.0, ())
    from drillplanner.appropriateness.text.reader.inner_states import inner_states_of, likely_rules_of

    # The lexicon looks for turns of English that words in another order do not have.
    named = _rules_in_lexicon(plain_text, context) if language == ENGLISH else ()
    inner = inner_states_of(plain_text.plain, context)
    likelihood = likelihood_of(inner)
    status = _status(likelihood, in_lexicon=bool(named), word_for_word=language != ENGLISH)
    rules = () if status == "ok" else (*named, *likely_rules_of(inner))
    return LineReading(status, likelihood, tuple(dict.fromkeys(rules)))


def _rules_in_lexicon(plain_text: PlainText, context: Context) -> tuple[str, ...]:
    lexicon = load_lexicon()
    annotated = tuple(annotate_sentence(sentence, lexicon) for sentence in sentences_of(plain_text.plain))
    findings = lexicon_findings(annotated, Scope(annotated, context), plain_text).findings
    return tuple(dict.fromkeys(finding.rule for finding in findings if finding.status == VIOLATION))


def _status(likelihood: float, *, in_lexicon: bool, word_for_word: bool) -> str:
    decision = load_line_decision()
    if likelihood >= (decision.with_lexicon if in_lexicon else decision.violation_from):
        return VIOLATION
    asked_from = decision.word_for_word_from if word_for_word else decision.question_from
    return QUESTION if likelihood >= asked_from else "ok"


def likelihood_of(inner: InnerStates) -> float:
    """Return the likelihood of harm, from 0 to 1, for what the network sees in a line."""
    from drillplanner.appropriateness.text.reader.network import harm_of, through_layers

    tables = _layers()
    score = harm_of(tables, through_layers(tables, inner.states, range(_OWN_LAYERS)), inner.is_text)
    return 1.0 / (1.0 + exp(-score))


@lru_cache(maxsize=1)
def _layers() -> Tables:
    from drillplanner.appropriateness.text.reader.network import tables_in

    return tables_in(LAYERS_FILE)


@lru_cache(maxsize=1)
def load_line_decision() -> LineDecision:
    """Return the thresholds that come with the program."""
    return parse_as(LineDecision, read_document(DECISION_FILE, DECISION_FILE.name))
