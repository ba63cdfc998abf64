"""Words and reader weighed together: what a text is judged to say, and the findings that go with it.

The lexicon knows words and their turns exactly and is blind to what it was not told; the reader has a feeling for
whole texts and is never quite sure. Where the lexicon suspects a text, less of the reader's sureness is
needed. The thresholds are data (``decision.yaml``), found on descriptions that neither was taught from.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from drillplanner.appropriateness.judge import severity_in
from drillplanner.appropriateness.profiles import profile_of
from drillplanner.appropriateness.rules import Rule, load_rules
from drillplanner.appropriateness.text.reader.impression import Impression
from drillplanner.appropriateness.text.reading import Reading
from drillplanner.appropriateness.text.telling import NOTICE, QUESTION, VIOLATION, told
from drillplanner.documents import parse_as, read_document
from drillplanner.model import DevelopmentalFinding, Evidence, Frozen, Severity

_DECISION = Path(__file__).parent / "decision.yaml"
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Thresholds(Frozen):
    """How sure the reader must be, given what the words alone say."""

    violation: Share
    question: Share = Field(description="Of violation and open question together.")


class Decision(Frozen):
    """The thresholds by the verdict of the words alone, and from when on a further rule is named."""

    words_ok: Thresholds
    words_question: Thresholds
    words_violation: Thresholds
    further_rule: Share

    def verdict(self, words: str, impression: Impression) -> str:
        """What the text is judged to say."""
        thresholds = {VIOLATION: self.words_violation, QUESTION: self.words_question}.get(words, self.words_ok)
        if impression.violation >= thresholds.violation:
            return VIOLATION
        return QUESTION if impression.violation + impression.question >= thresholds.question else "ok"


@lru_cache(maxsize=1)
def load_decision() -> Decision:
    """The thresholds that come with the program."""
    return parse_as(Decision, read_document(_DECISION, _DECISION.name))


def weighed(
    verdict: str,
    words: tuple[DevelopmentalFinding, ...],
    impression: Impression,
    reading: Reading,
    state: str | None,
) -> tuple[DevelopmentalFinding, ...]:
    """The findings that a verdict rests on. What speaks against it stays as a notice for a person to look at."""
    kept = tuple(_at_most(verdict, finding) for finding in words)
    if verdict == "ok":
        return kept
    named = {finding.rule for finding in kept if finding.status == verdict}
    found = _of_reader(verdict, impression, reading, state, sure=bool(named))
    return (*kept, *(finding for finding in found if finding.rule not in named))


def _at_most(verdict: str, finding: DevelopmentalFinding) -> DevelopmentalFinding:
    """The finding, no worse than the verdict."""
    order = ("ok", QUESTION, VIOLATION)
    if finding.status == NOTICE or order.index(finding.status) <= order.index(verdict):
        return finding
    status = QUESTION if verdict == QUESTION else NOTICE
    return finding.model_copy(update={"status": status, "message": told(status, _rules()[finding.rule].statement)})


def _of_reader(
    status: str, impression: Impression, reading: Reading, state: str | None, *, sure: bool
) -> tuple[DevelopmentalFinding, ...]:
    """The rules that the reader thinks of: all that are likely, and the likeliest where nothing else names one."""
    start, end = reading.original_span(impression.start, impression.end)
    evidence = Evidence(field="text", text=reading.original[start:end], start=start, end=end)
    binding = [(rule, likely) for rule, likely in impression.rules if _severity(rule, state) is not None]
    likely_rules = [rule for rule, likely in binding if likely >= load_decision().further_rule]
    if not likely_rules and not sure:
        likely_rules = [rule for rule, _ in binding[:1]] or [rule for rule, _ in impression.rules[:1]]
    return tuple(
        DevelopmentalFinding(
            rule=rule,
            severity=_severity(rule, state) or Severity.REQUIRED,
            status=status,
            evidence=evidence,
            message=told(status, _rules()[rule].statement),
            sources=tuple(source.cited for source in _rules()[rule].sources),
        )
        for rule in likely_rules
    )


@lru_cache(maxsize=1024)
def _severity(rule: str, state: str | None) -> Severity | None:
    """The strictest that the rule can be in the state; None where it only ever recommends."""
    profile = profile_of(state)
    severities = {severity_in(part, profile)[0] for part in _rules()[rule].parts}
    return next((one for one in (Severity.PROHIBITED, Severity.REQUIRED) if one in severities), None)


@lru_cache(maxsize=1)
def _rules() -> dict[str, Rule]:
    return {rule.id: rule for rule in load_rules()}
