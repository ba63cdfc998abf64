"""How likely a single line of a scenario is to break a rule, by the trained network with weights for lines.

The network was taught on descriptions; ``weights.npy`` weighs what it sees in a line. It was found by
``training/lines.py`` on lines written for it and on the bundled scenarios, and the thresholds on watched lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from drillplanner.appropriateness.text.findings import QUESTION, VIOLATION
from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.input.plain_text import to_plain_text
from drillplanner.appropriateness.text.input.sentences import sentences_of
from drillplanner.appropriateness.text.lexicon.families import load_lexicon
from drillplanner.appropriateness.text.lexicon.matching import annotate_sentence
from drillplanner.appropriateness.text.lexicon.scope import Scope
from drillplanner.appropriateness.text.lexicon_findings import lexicon_findings
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Frozen

if TYPE_CHECKING:
    import numpy

    Row = numpy.ndarray[Any, Any]

_FOLDER = Path(__file__).parent
#: Weights of the network's numbers, the constant first.
WEIGHTS_FILE = _FOLDER / "weights.npy"
DECISION_FILE = _FOLDER / "decision.yaml"
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class LineDecision(Frozen):
    """From which likelihood of harm a line is a question or a violation."""

    violation_from: Share
    question_from: Share
    with_lexicon: Share = Field(description="The same where the lexicon finds a violation in the line.")


@dataclass(frozen=True)
class LineReading:
    """What the reader says of a line: violation, cannot_tell, or ok, and the likeliest rules first."""

    status: str
    likelihood: float
    rules: tuple[str, ...]


@lru_cache(maxsize=4096)
def read_line(text: str, context: Context) -> LineReading:
    """Read one line with what is known of its scenario: drill type, grades, whether students are there."""
    plain_text = to_plain_text(text)
    if not any(letter.isalpha() for letter in plain_text.plain):
        return LineReading("ok", 0.0, ())
    from drillplanner.appropriateness.text.reader.meaning import meaning_of

    lexicon = load_lexicon()
    annotated = tuple(annotate_sentence(sentence, lexicon) for sentence in sentences_of(plain_text.plain))
    findings = lexicon_findings(annotated, Scope(annotated, context), plain_text).findings
    named = tuple(dict.fromkeys(finding.rule for finding in findings if finding.status == VIOLATION))
    row, likely = meaning_of(plain_text.plain, context)
    likelihood = likelihood_of(row)
    return LineReading(
        _status(likelihood, in_lexicon=bool(named)), likelihood, tuple(dict.fromkeys((*named, *likely)))
    )


def _status(likelihood: float, *, in_lexicon: bool) -> str:
    decision = load_line_decision()
    if likelihood >= (decision.with_lexicon if in_lexicon else decision.violation_from):
        return VIOLATION
    return QUESTION if likelihood >= decision.question_from else "ok"


def likelihood_of(row: Row) -> float:
    """Return the likelihood of harm, from 0 to 1, for a line's numbers."""
    import numpy

    weights = _weights()
    return float(1.0 / (1.0 + numpy.exp(-(weights[0] + row @ weights[1:]))))


@lru_cache(maxsize=1)
def _weights() -> Row:
    import numpy

    weights: Row = numpy.load(WEIGHTS_FILE, allow_pickle=False)
    return weights


@lru_cache(maxsize=1)
def load_line_decision() -> LineDecision:
    """Return the thresholds that come with the program."""
    return parse_as(LineDecision, read_document(DECISION_FILE, DECISION_FILE.name))
