"""The verdict on a text, weighed from the lexicon and the reader, and the findings that support it.

The lexicon is exact but knows only its own words; the reader judges whole texts but is never certain. Their
answers are summed with weights (``decision.yaml``) that were fitted on texts that the reader was not taught.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, log
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field

from drillplanner.appropriateness.text.findings import (
    CHECK,
    LIKELY,
    NOTICE,
    QUESTION,
    SURE,
    VIOLATION,
    binding_severity,
    text_finding,
)
from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.input.plain_text import PlainText
from drillplanner.appropriateness.text.lexicon.scope import Scope
from drillplanner.appropriateness.text.reader.inference import WHOLE_SENTENCES, ReaderOutput, ReaderOutputs
from drillplanner.appropriateness.text.settled import NOTHING_SETTLED, SettledRules
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import DevelopmentalFinding, Evidence, Frozen, Severity

_Findings = tuple[DevelopmentalFinding, ...]

DECISION_FILE = Path(__file__).parent / "decision.yaml"
Share = Annotated[float, Field(ge=0.0, le=1.0)]
#: The least distance of a likelihood from 0 and 1 before it is turned into odds.
_LEAST = 1e-4
#: From this likelihood on the reader agrees with the lexicon that the text is a violation.
_AGREES_FROM = 0.5
#: The reader's likeliest rule is named beside those of the lexicon from this likelihood on.
_FIRST_RULE_FROM = 0.05
#: The second likeliest is named from this score on. On passages left out, a right one is named in nine of ten.
_SECOND_RULE_FROM = 0.12
#: From this concern of the reader by itself on, what the lexicon finds in a text that is ok is shown. Without it,
#: one in twelve harmless passages from which no word was chosen would have such a line; so it is one in forty.
_WORTH_A_LOOK_FROM = 0.03
#: Letters speak of opting out in few set words, which the lexicon seldom misreads: they are shown in any case.
_OF_OPTING_OUT = frozenset({"DA-801", "DA-802", "DA-803", "DA-804", "DA-805"})
#: Rules that only recommend, and rules that require a part of the same: silence is not bought, and no one is
#: rewarded or punished for a sound.
_REQUIRED_INSTEAD = {"DA-507": "DA-514"}
#: With fewer words, a passage of the reader says too little by itself, and the whole sentence is shown.
_FEWEST_WORDS = 4
#: If the lexicon finds fewer words, those around them are shown too: without "not", they say the opposite.
_FEWEST_FOUND = 12
#: A sentence of at most so many words is shown whole; of a longer one, so many before and after.
_SHORT_SENTENCE, _WORDS_AROUND = 30, 8
#: Where the network sees less than this, a rule of which the words say that it is kept is not named.
_DOUBTS_FROM = 0.15
#: How much more a rule of the reader counts that the words are about too.
_WORDS_COUNT = 1.5
#: From this likelihood of a violation on, the words settle nothing by speaking of something else.
_EVIDENT_FROM = 0.8


class Weights(Frozen):
    """What each answer adds to the logarithm of the odds of a verdict against ``ok``."""

    always: float
    violation: float = Field(description="For the odds that the network sees a violation.")
    question: float = Field(description="For the odds that it sees an open question.")
    judged_violation: float = Field(description="For the odds of a violation by the judgment on real passages.")
    judged_question: float = Field(description="For the odds of an open question by it.")
    likeliest_rule: float = Field(description="For its score of the rule that it thinks of most.")
    second_rule: float = Field(description="For its score of the next.")
    broken: float = Field(description="For the odds that any rule is broken.")
    evident: float = Field(description="For the odds of the telling pieces.")
    words_question: float = Field(description="Where the lexicon has a question.")
    words_violation: float = Field(description="Where the lexicon finds a violation.")
    words_notice: float = Field(description="Where it finds no more than something not suggested.")

    def score(self, lexicon_answer: str, output: ReaderOutput) -> float:
        """Return the logarithm of the odds for an output of the reader and the answer of the lexicon."""
        return (
            self.always
            + self.violation * log_odds(output.violation)
            + self.question * log_odds(output.question)
            + self.judged_violation * log_odds(output.judged_violation)
            + self.judged_question * log_odds(output.judged_question)
            + self.likeliest_rule * output.likeliest_rule
            + self.second_rule * output.second_rule
            + self.broken * log_odds(output.broken)
            + self.evident * log_odds(output.evident)
            + {
                VIOLATION: self.words_violation,
                QUESTION: self.words_question,
                NOTICE: self.words_notice,
            }.get(lexicon_answer, 0.0)
        )


class VerdictLikelihoods(NamedTuple):
    """The likelihoods, from 0 to 1, that a text is an open question or a violation; the rest is ``ok``."""

    question: float
    violation: float

    @property
    def concern(self) -> float:
        """The evidence against the text as one number; a question counts half, as in the published figures."""
        return self.violation + self.question / 2


class Thresholds(Frozen):
    """How sure, from 0 to 1, one must be for a verdict."""

    violation_from: Share
    question_from: Share = Field(description="Sureness of question and violation together, likewise.")
    asks_from: Share = Field(
        description="A question is put only where the judgment by itself is this sure of one."
    )


class Weighing(Frozen):
    """The weights and thresholds for one kind of text."""

    for_question: Weights
    for_violation: Weights
    thresholds: Thresholds


class Decision(Frozen):
    """How texts are weighed that are like real passages, and texts like the descriptions the network was taught.

    On the latter the network by itself is right most of the time; ordinary prose of schools it takes for a breach.
    Each text is weighed in both ways, which are mixed by how much it is like real passages.
    """

    like_real: Weighing
    like_taught: Weighing
    least_real: Share = Field(
        description="How much every text is weighed as a real one, however invented it seems."
    )
    further_rule: Share = Field(description="A rule this likely is named in addition to others.")

    def likelihoods(self, lexicon_answer: str, reader: ReaderOutputs) -> VerdictLikelihoods:
        """Return the likelihoods of an open question and of a violation.

        The more sentences a text has, the less its whole counts compared with its worst part.
        """
        question, violation = self._scores(lexicon_answer, reader.whole)
        if reader.parts:
            worst = max(
                (self._scores(lexicon_answer, part) for part in reader.parts),
                key=lambda scores: _of_scores(*scores).concern,
            )
            share = min(1.0, WHOLE_SENTENCES / reader.sentences)
            question = share * question + (1.0 - share) * worst[0]
            violation = share * violation + (1.0 - share) * worst[1]
        return _of_scores(question, violation)

    def verdict(self, lexicon_answer: str, reader: ReaderOutputs, settled: SettledRules = NOTHING_SETTLED) -> str:
        """Return the verdict on a text; ``ok`` for a text without words.

        It asks only about what the judgment itself finds likely, not about a word alone. A text is ok too if the
        reader alone sees something in it, and thinks most of all of a rule that the words settle.
        """
        if not reader.whole.rules or self.is_settled(lexicon_answer, reader, settled):
            return "ok"
        likely, least = self.likelihoods(lexicon_answer, reader), self.thresholds(reader)
        if likely.violation >= least.violation_from:
            return VIOLATION
        is_open = likely.violation + likely.question >= least.question_from
        return QUESTION if is_open and self.judged_concern(reader) >= least.asks_from else "ok"

    def is_settled(self, lexicon_answer: str, reader: ReaderOutputs, settled: SettledRules) -> bool:
        """Check whether only the reader sees something, and thinks most of all of a rule that the words settle."""
        strongest = self.strongest_output(reader)
        if lexicon_answer not in {"ok", NOTICE} or not strongest.rules:
            return False
        rule, _ = strongest.rules[0]
        is_doubted = strongest.violation + strongest.question >= _DOUBTS_FROM
        is_evident = self.likelihoods(lexicon_answer, reader).violation >= _EVIDENT_FROM
        return (rule in settled.of_others and not is_evident) or (rule in settled.kept and not is_doubted)

    def judged_concern(self, reader: ReaderOutputs) -> float:
        """Return how sure the judgment by itself is of something wrong or open."""
        strongest = self.strongest_output(reader)
        return strongest.judged_violation + strongest.judged_question

    def is_worth_a_look(self, reader: ReaderOutputs) -> bool:
        """Check whether what the lexicon finds in a harmless text is shown: where the reader has some concern too.

        A text that the reader does not read, such as a bare title, has nobody else to judge it.
        """
        return not reader.whole.rules or self.likelihoods("ok", reader).concern >= _WORTH_A_LOOK_FROM

    def thresholds(self, reader: ReaderOutputs) -> Thresholds:
        """Return the thresholds for a text, between those of the two kinds."""
        real, taught = self.like_real.thresholds, self.like_taught.thresholds
        share = self.share_of_real(reader.whole)
        return Thresholds(
            violation_from=_mixed(share, real.violation_from, taught.violation_from),
            question_from=_mixed(share, real.question_from, taught.question_from),
            asks_from=_mixed(share, real.asks_from, taught.asks_from),
        )

    def strongest_output(self, reader: ReaderOutputs) -> ReaderOutput:
        """Return the output with the most evidence against the text, which names the rules and the passage."""
        outputs = (reader.whole, *reader.parts)
        return max(outputs, key=lambda output: _of_scores(*self._scores("ok", output)).concern)

    def _scores(self, lexicon_answer: str, output: ReaderOutput) -> tuple[float, float]:
        real, taught = self.like_real, self.like_taught
        question = (kind.for_question.score(lexicon_answer, output) for kind in (real, taught))
        violation = (kind.for_violation.score(lexicon_answer, output) for kind in (real, taught))
        share = self.share_of_real(output)
        return _mixed(share, *question), _mixed(share, *violation)

    def share_of_real(self, output: ReaderOutput) -> float:
        """Return how much a text is weighed as those like real passages."""
        return _mixed(self.least_real, 1.0, output.like_real)


def _mixed(share: float, first: float, second: float) -> float:
    """Return the mean of two numbers, of which the first has this share."""
    return share * first + (1.0 - share) * second


def _of_scores(question: float, violation: float) -> VerdictLikelihoods:
    """Convert logarithms of odds against ``ok`` to likelihoods; ``ok`` itself has the score 0."""
    most = max(question, violation, 0.0)
    odds = exp(question - most), exp(violation - most)
    whole = sum(odds) + exp(-most)
    return VerdictLikelihoods(odds[0] / whole, odds[1] / whole)


def log_odds(likelihood: float) -> float:
    """Return the logarithm of the odds of a likelihood, kept finite."""
    bounded = min(max(likelihood, _LEAST), 1.0 - _LEAST)
    return log(bounded / (1.0 - bounded))


@lru_cache(maxsize=1)
def load_decision() -> Decision:
    """Return the weights and thresholds that come with the program."""
    return parse_as(Decision, read_document(DECISION_FILE, DECISION_FILE.name))


def weigh_findings(
    verdict: str,
    lexicon_findings: tuple[DevelopmentalFinding, ...],
    reader: ReaderOutputs,
    plain_text: PlainText,
    scope: Scope,
    settled: SettledRules,
) -> tuple[DevelopmentalFinding, ...]:
    """Return the findings that support a verdict, and notices of what else the lexicon finds.

    The lexicon alone names a wrong rule nineteen times in twenty. So what it finds about a rule that the reader
    does not think of is to be looked at again, and no more than that, unless nothing else supports the verdict.
    Beside a violation, the same holds for a question of the lexicon about a rule that the reader finds unlikely.

    Settled rules are not named if another finding supports the verdict: without any, it would be no alarm. A text
    that is no letter about a drill at a school may have any word in another sense, so nothing in it is sure.
    """
    decision = load_decision()
    found = tuple(_readable(finding, plain_text, scope) for finding in lexicon_findings)
    notices = tuple(finding for finding in found if finding.status == NOTICE)
    others = tuple(finding for finding in found if finding.status != NOTICE)
    if verdict == "ok":
        is_worth_a_look = decision.is_worth_a_look(reader)
        looked_at = (finding for finding in others if is_worth_a_look or finding.rule in _OF_OPTING_OUT)
        return (*notices, *map(_to_look_at, looked_at))
    output = decision.strongest_output(reader)
    shared, alone, unlikely = _by_reader(verdict, others, output)
    cited_rules = {finding.rule for finding in shared if finding.status == verdict}
    words_name = frozenset(finding.rule for finding in found)
    of_reader = _of_reader(verdict, output, plain_text, scope, words_name, has_cited=bool(cited_rules))
    uncited = tuple(finding for finding in of_reader if finding.rule not in cited_rules)
    unsettled = tuple(finding for finding in uncited if finding.rule not in settled.of_others)
    shown = (*shared, *(unsettled if cited_rules or unsettled else uncited))
    if not any(_supports(verdict, finding) for finding in shown):
        shown, alone = (*shown, *alone), ()
    return (
        *notices,
        *map(_to_look_at, (*alone, *unlikely)),
        *(_no_surer_than(_surest(scope), finding) for finding in shown),
    )


def _by_reader(verdict: str, found: _Findings, output: ReaderOutput) -> tuple[_Findings, _Findings, _Findings]:
    """Return the findings of rules that the reader thinks of, of other rules, and questions beside an alarm."""
    likely = dict(output.rules)
    kinds: tuple[list[DevelopmentalFinding], ...] = ([], [], [])
    shared, alone, unlikely = kinds
    for finding in found:
        score = likely.get(finding.rule, 0.0)
        is_beside = verdict == VIOLATION and finding.status == QUESTION
        if score >= (load_decision().further_rule if is_beside else _FIRST_RULE_FROM):
            shared.append(_weighed(verdict, finding, output))
        else:
            (unlikely if is_beside else alone).append(_weighed(verdict, finding, output))
    return tuple(shared), tuple(alone), tuple(unlikely)


def _supports(verdict: str, finding: DevelopmentalFinding) -> bool:
    """Check whether a text has the verdict by this finding alone: a recommendation does not count."""
    return finding.status == verdict and finding.severity is not Severity.RECOMMENDED


def _to_look_at(finding: DevelopmentalFinding) -> DevelopmentalFinding:
    """Return what the lexicon finds beyond the verdict as a notice, which changes no verdict."""
    return finding.model_copy(update={"status": NOTICE, "sureness": CHECK})


def _readable(finding: DevelopmentalFinding, plain_text: PlainText, scope: Scope) -> DevelopmentalFinding:
    """Return a finding of the lexicon with the words around a short passage, such as "opt out"."""
    evidence = finding.evidence
    if evidence.start is None or evidence.end is None or len((evidence.text or "").split()) >= _FEWEST_FOUND:
        return finding
    for annotated in scope.sentences:
        spans = [plain_text.original_span(word.start, word.end) for word in annotated.sentence.words]
        inside = [
            place for place, (start, end) in enumerate(spans) if evidence.start < end and start < evidence.end
        ]
        if inside:
            is_short = len(spans) <= _SHORT_SENTENCE
            around = (
                spans if is_short else spans[max(0, inside[0] - _WORDS_AROUND) : inside[-1] + 1 + _WORDS_AROUND]
            )
            return finding.model_copy(update={"evidence": _evidence(plain_text, around[0][0], around[-1][1])})
    return finding


def _evidence(plain_text: PlainText, start: int, end: int) -> Evidence:
    """Return the passage between two places of the text as it was written."""
    return Evidence(field="text", text=plain_text.original[start:end], start=start, end=end)


def _surest(scope: Scope) -> str:
    """Return how sure a finding can be at most: it depends on whether the text is about a school and a drill."""
    if scope.context != Context():
        return SURE
    is_about = [scope.is_about(subject) for subject in ("about_school", "about_drill")]
    return SURE if all(is_about) else LIKELY if any(is_about) else CHECK


def _no_surer_than(surest: str, finding: DevelopmentalFinding) -> DevelopmentalFinding:
    by_sureness = (SURE, LIKELY, CHECK)
    sureness = max(surest, finding.sureness, key=by_sureness.index)
    return finding.model_copy(update={"sureness": sureness})


def _weighed(verdict: str, finding: DevelopmentalFinding, output: ReaderOutput) -> DevelopmentalFinding:
    """Return a finding of the lexicon with a status no worse than the verdict, and how sure it is.

    We are sure of a rule only if the reader, which sees a violation, finds the same rule likely.
    """
    if QUESTION in {verdict, finding.status}:
        return finding.model_copy(update={"status": QUESTION, "sureness": CHECK})
    likely = dict(output.rules).get(finding.rule, 0.0)
    if likely < _FIRST_RULE_FROM:
        return finding.model_copy(update={"sureness": CHECK})
    agrees = output.violation >= _AGREES_FROM and likely >= load_decision().further_rule
    return finding.model_copy(update={"sureness": SURE if agrees else LIKELY})


def _of_reader(
    status: str,
    output: ReaderOutput,
    plain_text: PlainText,
    scope: Scope,
    words_name: frozenset[str],
    *,
    has_cited: bool,
) -> tuple[DevelopmentalFinding, ...]:
    """Return findings for the reader's rules. A rule that only recommends says so.

    ``words_name`` are the rules that the lexicon finds anything about.
    """
    span = _whole_words(plain_text.plain, output.start, output.end)
    if len(plain_text.plain[slice(*span)].split()) < _FEWEST_WORDS:
        span = _sentence_around(scope, span)
    context = scope.context
    evidence = _evidence(plain_text, *plain_text.original_span(*span))
    severities = {
        rule: binding_severity(rule, context.state, context.standard_drill_type)
        for rule in (*dict(output.rules), *_REQUIRED_INSTEAD.values())
    }
    named = _named_rules(output, words_name, has_cited=has_cited)
    if not has_cited and named and not any(severities[rule] for rule in named):
        named = _with_binding_rule(named, output)
    return tuple(text_finding(rule, severities[rule] or Severity.RECOMMENDED, status, evidence) for rule in named)


def _named_rules(output: ReaderOutput, words_name: frozenset[str], *, has_cited: bool) -> tuple[str, ...]:
    """Return all likely rules, and the two likeliest if they are not far-fetched.

    Of rules about as likely, the first is one that the words are about too. The likeliest is named in any case if
    the lexicon has cited nothing. If the words are about it, the second is wrong nearly always, unless it is
    likely or the words are about it as well.
    """
    likely = load_decision().further_rule
    rules = sorted(
        output.rules,
        key=lambda scored: scored[1] * (_WORDS_COUNT if scored[0] in words_name else 1.0),
        reverse=True,
    )
    first = next((rule for rule, _ in rules), "")
    least = (_FIRST_RULE_FROM if has_cited else 0.0, _SECOND_RULE_FROM)
    return tuple(
        rule
        for place, (rule, score) in enumerate(rules)
        if score >= likely
        or (
            place < len(least)
            and score >= least[place]
            and (place == 0 or first not in words_name or rule in words_name)
        )
    )


def _with_binding_rule(named: tuple[str, ...], output: ReaderOutput) -> tuple[str, ...]:
    """Return rules that only recommend with one that requires the same, or else with the next likely one."""
    required = [_REQUIRED_INSTEAD[rule] for rule in named if rule in _REQUIRED_INSTEAD]
    second = [rule for rule, score in output.rules[1:2] if score >= _SECOND_RULE_FROM and rule not in named]
    return (*named, *(required or second))


def _sentence_around(scope: Scope, span: tuple[int, int]) -> tuple[int, int]:
    """Return the span of the sentence that a passage is in, or the passage if it is in none."""
    for annotated in scope.sentences:
        words = annotated.sentence.words
        if words and words[0].start <= span[0] and span[1] <= words[-1].end:
            return words[0].start, words[-1].end
    return span


def _whole_words(plain: str, start: int, end: int) -> tuple[int, int]:
    """Return the span widened to whole words, without marks around them: the reader points at pieces."""
    while start < end - 1 and not plain[start].isalnum():
        start += 1
    while end > start + 1 and not plain[end - 1].isalnum():
        end -= 1
    while start > 0 and _is_in_a_word(plain, start):
        start -= 1
    while end < len(plain) and _is_in_a_word(plain, end):
        end += 1
    return start, end


def _is_in_a_word(plain: str, place: int) -> bool:
    """Check whether a word goes on from the character before a place to the one at it."""
    return all(letter.isalnum() or letter in "'-" for letter in plain[place - 1 : place + 1])
