"""Find the weights and thresholds of ``decision.yaml``. ``make_reader.py`` calls it:

python training/decide.py read learnable --out FOLDER    a part or watched set, by the reader in place now
python training/decide.py find --out FOLDER              prints the figures and the decision
python training/decide.py find --out FOLDER --write      also writes it to decision.yaml

Each part must be read by a reader that was not taught it: to decide on what it was taught would flatter. The
weights are a logistic regression of the three verdicts, for two kinds of texts at once. The thresholds are chosen
for the watched sets, for real passages, and for the watched sets again. The first lines printed are
cross-validated: each part of the real passages (no site is in two), with weights and thresholds from the other
parts and the watched sets, by reader and lexicon together and by each alone.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy
import yaml
from numpy import bool_, float64, str_
from numpy.typing import NDArray
from sets import PARTS, REAL, VERDICTS, WATCHED, labels_in, watched_file, words_before
from sklearn.linear_model import LogisticRegression

from benchmarks.page import write_between
from benchmarks.real_passages import PAGE, shares
from drillplanner.appropriateness.text.input.descriptions import Description
from drillplanner.appropriateness.text.reader import ReaderOutputs
from drillplanner.appropriateness.text.screening import analyze_descriptions
from drillplanner.appropriateness.text.settled import NOTHING_SETTLED, SettledRules, settled_rules
from drillplanner.appropriateness.text.weighing import (
    DECISION_FILE,
    Decision,
    Thresholds,
    Weighing,
    Weights,
    log_odds,
)

#: The answers that the weights multiply, in their order.
NETWORK = ("violation", "question", "broken", "evident")
JUDGMENT, RULES = ("judged_violation", "judged_question"), ("likeliest_rule", "second_rule")
LEXICON = ("words_question", "words_violation", "words_notice")
ANSWERS = (*NETWORK, *JUDGMENT, *RULES, *LEXICON)
#: What is compared: is each of the three worth its keep?
WHOLE_MACHINE = "all"
MACHINES = {
    WHOLE_MACHINE: ANSWERS,
    "without the lexicon": (*NETWORK, *JUDGMENT, *RULES),
    "without the judgment": (*NETWORK, *LEXICON),
    "judgment alone": (*JUDGMENT, *RULES),
    "network alone": NETWORK,
    "lexicon alone": LEXICON,
}
#: The newest parts, which are harder than the others.
NEWEST = 3
#: How often a real passage counts in the regression, against a watched description: there are four times as many.
REAL_COUNTS = 0.84
#: How freely the weights may grow.
FREEDOM = 0.5
#: The scores of rules are small numbers, which this brings into the range of the other answers.
RULE_SPREAD = 4.0
#: Harmless texts that may be called violations or asked about: for real passages, the aims for texts that no one
#: has seen.
REAL_MOST, WATCHED_MOST = (0.05, 0.10), (0.03, 0.05)
#: What a false alarm, or a needless question, beyond that takes from the recall.
ALARM_PRICE, ASKED_PRICE = 10.0, 3.0
#: The thresholds that are tried.
STEPS = [step / 40 for step in range(1, 30)]
ASKS_FROM = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5)
#: How much every text is weighed as a real one: a line or two may seem invented and yet be from a letter.
LEAST_REAL = 0.3
#: A rule that the reader thinks this likely is named in addition to others.
FURTHER_RULE = 0.35


@dataclass(frozen=True)
class Read:
    """A labeled text with the answer of the lexicon and the outputs of the reader.

    ``is_agreed`` says whether all readings of a real passage gave the same verdict.
    """

    label: str
    words: str
    seen: ReaderOutputs
    settled: SettledRules
    is_agreed: bool

    @property
    def answers(self) -> list[float]:
        """The values that the weights multiply, in the order of ``ANSWERS``."""
        whole = self.seen.whole
        return [
            *(log_odds(getattr(whole, name)) for name in (*NETWORK, *JUDGMENT)),
            *(RULE_SPREAD * getattr(whole, name) for name in RULES),
            float(self.words == "cannot_tell"),
            float(self.words == "violation"),
            float(self.words == "notice"),
        ]


def read(labels: Sequence[dict[str, Any]]) -> list[Read]:
    """Return lexicon verdict and outputs for labeled texts, before they are weighed.

    The lexicon has words that were chosen after reading real passages, so it is too right about them. What it
    answered before is what it is worth on others.
    """
    given = [{name: label[name] for name in ("id", "text", "context") if name in label} for label in labels]
    analyses = analyze_descriptions([Description.model_validate(fields) for fields in given])
    return [
        Read(
            label=label["verdict"],
            words=words_before().get(label["id"], analysis.lexicon_answer),
            seen=analysis.reader,
            settled=settled_rules(analysis.lexicon, analysis.scope),
            is_agreed=len({reading["verdict"] for reading in label.get("readings", [label])}) == 1,
        )
        for label, analysis in zip(labels, analyses, strict=True)
    ]


@dataclass(frozen=True)
class Figures:
    """Shares of a set: verdicts right, recall (a question counts half), harmless texts alarmed and asked about."""

    right: float
    recall: float
    alarms: float
    asked: float

    def worth(self, alarms_most: float, asked_most: float) -> float:
        """Return the recall, less the price of too many alarms and questions."""
        alarmed = ALARM_PRICE * max(0.0, self.alarms - alarms_most)
        return self.recall - alarmed - ASKED_PRICE * max(0.0, self.asked - asked_most)

    def __str__(self) -> str:
        return f"right {self.right:.3f} recall {self.recall:.3f} alarms {self.alarms:.3f} asked {self.asked:.3f}"


def labels_of(items: list[Read]) -> NDArray[str_]:
    """Return the labels of texts."""
    return numpy.array([item.label for item in items])


def figures(labels: NDArray[str_], verdicts: Sequence[str] | NDArray[str_]) -> Figures:
    """Return the figures of a set for the verdicts given."""
    given = numpy.asarray(verdicts)
    wrong, careful = given[labels == "violation"], given[labels == "ok"]
    return Figures(
        right=float((labels == given).mean()),
        recall=float(((wrong == "violation") + 0.5 * (wrong == "cannot_tell")).mean()),
        alarms=float((careful == "violation").mean()),
        asked=float((careful == "cannot_tell").mean()),
    )


def weighings_for(real: list[Read], watched: list[Read], used: Sequence[str]) -> tuple[Weighing, Weighing]:
    """Return the weighings of texts like real passages, and of those like taught descriptions, without thresholds.

    One regression finds both: each answer counts for each kind by how much the text is of that kind.
    """
    items = [*real, *watched]
    counts = [REAL_COUNTS] * len(real) + [1.0] * len(watched)
    answers = numpy.array([item.answers for item in items]) * [float(name in used) for name in ANSWERS]
    share = numpy.array([[item.seen.whole.like_real] for item in items])
    model = LogisticRegression(C=FREEDOM, max_iter=5000)
    model.fit(
        numpy.concatenate([answers * share, answers * (1.0 - share), share], axis=1),
        [VERDICTS.index(item.label) for item in items],
        sample_weight=counts,
    )
    against_ok = numpy.column_stack([model.coef_, model.intercept_])[1:] - [*model.coef_[0], model.intercept_[0]]
    count = len(ANSWERS)
    none = Thresholds(violation_from=0.0, question_from=0.0, asks_from=0.0)
    like_real = [_weights(row[-1] + row[-2], row[:count]) for row in against_ok]
    like_taught = [_weights(row[-1], row[count : 2 * count]) for row in against_ok]
    real_weighing, taught_weighing = (
        Weighing(for_question=question, for_violation=violation, thresholds=none)
        for question, violation in (like_real, like_taught)
    )
    return real_weighing, taught_weighing


def _weights(always: float, fitted: NDArray[float64]) -> Weights:
    spread = [RULE_SPREAD if name in RULES else 1.0 for name in ANSWERS]
    weights = {name: round(float(weight), 3) for name, weight in zip(ANSWERS, fitted * spread, strict=True)}
    return Weights(always=round(float(always), 3), **weights)


@dataclass(frozen=True)
class Likely:
    """What a decision finds likely of some texts, before any threshold: an array with a value for each text."""

    violation: NDArray[float64]
    concern: NDArray[float64]
    judged_concern: NDArray[float64]
    like_real: NDArray[float64]
    settled: NDArray[bool_]

    def verdicts(self, like_real: Thresholds, like_taught: Thresholds) -> NDArray[str_]:
        """Return the verdicts by the thresholds of the two kinds of texts."""
        least = {
            name: self.like_real * getattr(like_real, name) + (1.0 - self.like_real) * getattr(like_taught, name)
            for name in Thresholds.model_fields
        }
        is_open = (self.concern >= least["question_from"]) & (self.judged_concern >= least["asks_from"])
        is_violation = self.violation >= least["violation_from"]
        given = numpy.where(is_violation, "violation", numpy.where(is_open, "cannot_tell", "ok"))
        return numpy.where(self.settled, "ok", given)


def likely_in(decision: Decision, items: list[Read]) -> Likely:
    """Return what a decision finds likely of texts."""
    likelihoods = [decision.likelihoods(item.words, item.seen) for item in items]
    return Likely(
        violation=numpy.array([likely.violation for likely in likelihoods]),
        concern=numpy.array([likely.violation + likely.question for likely in likelihoods]),
        judged_concern=numpy.array([decision.judged_concern(item.seen) for item in items]),
        like_real=numpy.array([decision.share_of_real(item.seen.whole) for item in items]),
        settled=numpy.array([decision.is_settled(item.words, item.seen, item.settled) for item in items]),
    )


def decide(real: list[Read], watched: list[Read], used: Sequence[str] = ANSWERS) -> Decision:
    """Return weights and thresholds: those for watched texts, then those for real passages, then the first again.

    A text is weighed by both, so those of one kind depend on those of the other.
    """
    like_real, like_taught = weighings_for(real, watched, used)
    untuned = Decision(
        like_real=like_real, like_taught=like_taught, least_real=LEAST_REAL, further_rule=FURTHER_RULE
    )
    asks_from = ASKS_FROM if set(JUDGMENT) <= set(used) else (0.0,)
    tried = [
        Thresholds(violation_from=violation, question_from=question, asks_from=asks)
        for violation, question, asks in product(STEPS, STEPS, asks_from)
        if question <= violation
    ]
    found, labels = likely_in(untuned, watched), labels_of(watched)
    taught = max(tried, key=lambda least: figures(labels, found.verdicts(least, least)).worth(*WATCHED_MOST))
    found_real, real_labels = likely_in(untuned, real), labels_of(real)
    best = max(tried, key=lambda least: figures(real_labels, found_real.verdicts(least, taught)).worth(*REAL_MOST))
    taught = max(tried, key=lambda least: figures(labels, found.verdicts(best, least)).worth(*WATCHED_MOST))
    return Decision(
        like_real=like_real.model_copy(update={"thresholds": best}),
        like_taught=like_taught.model_copy(update={"thresholds": taught}),
        least_real=LEAST_REAL,
        further_rule=FURTHER_RULE,
    )


def verdicts(decision: Decision, items: list[Read]) -> list[str]:
    """Return the verdicts on texts."""
    return [decision.verdict(item.words, item.seen, item.settled) for item in items]


def without_lexicon(items: list[Read]) -> list[Read]:
    """Return texts as the reader alone sees them."""
    return [replace(item, words="ok", settled=NOTHING_SETTLED) for item in items]


def file_of(part: str) -> Path:
    """Return the file of a part of the real passages, or of a watched set."""
    return next((path for path in REAL if path.stem == part), watched_file(part))


def find(folder: Path, *, write: bool) -> None:
    """Print cross-validated figures and the decision from all, and write it if that is asked for."""
    read_sets = {
        part: pickle.loads((folder / f"{part}.read").read_bytes())  # noqa: S301 - written by this script
        for part in (*PARTS, *WATCHED)
    }
    parts = {part: read_sets[part] for part in PARTS}
    watched = [item for part in WATCHED for item in read_sets[part]]
    lines = ["| machine | recall (a question counts half) | harmless, alarmed | harmless, asked about |"]
    lines += ["| --- | --- | --- | --- |"]
    for machine, used in MACHINES.items():
        given: list[tuple[Read, str]] = []
        newest: list[tuple[Read, str]] = []
        has_lexicon = set(LEXICON) <= set(used)
        by_part = parts if has_lexicon else {part: without_lexicon(items) for part, items in parts.items()}
        also = watched if has_lexicon else without_lexicon(watched)
        for held, items in by_part.items():
            others = [item for part, found in by_part.items() if part != held for item in found]
            verdicts_given = verdicts(decide(others, also, used), items)
            print(held, "by the others,", machine, figures(labels_of(items), verdicts_given))
            given += zip(items, verdicts_given, strict=True)
            newest += zip(items, verdicts_given, strict=True) if held in PARTS[-NEWEST:] else ()
        lines.append(_row(machine, given))
        if machine == WHOLE_MACHINE:
            alike = [(item, verdict) for item, verdict in given if item.is_agreed]
            lines.append(_row(f"{machine}, on the {len(alike):,} that all readings judge alike", alike))
            lines.append(_row(f"{machine}, on the {len(newest)} of the newest {NEWEST} files", newest))
    left_out = "\n".join([*lines, ""])
    print(left_out)
    if write:
        write_between(PAGE, "left out", left_out)
    real = [item for items in parts.values() for item in items]
    decision = decide(real, watched)
    for name, items in {**parts, "watched": watched}.items():
        print(name, figures(labels_of(items), verdicts(decision, items)))
    decided = yaml.safe_dump(decision.model_dump(), sort_keys=False, width=115)
    head = (
        "# How lexicon and reader are weighed, and how sure (0 to 1) one must be. Written by training/decide.py,\n"
        "# from real passages and watched sets, each read by a judgment that was not fitted on it.\n"
    )
    text = head + decided
    print(text, end="")
    if write:
        DECISION_FILE.write_text(text, encoding="utf-8")


def _row(title: str, given: Sequence[tuple[Read, str]]) -> str:
    """Return a row of the table for texts and their verdicts."""
    return f"| {title} | {' | '.join(shares([(item.label, verdict) for item, verdict in given]))} |"


def main() -> None:
    """Read a part, or find the decision."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("read", "find"))
    parser.add_argument("part", nargs="?", choices=(*PARTS, *WATCHED))
    parser.add_argument("--out", type=Path, required=True, help="the folder of what was read")
    parser.add_argument("--write", action="store_true", help="write decision.yaml")
    asked = parser.parse_args()
    if asked.what == "find":
        find(asked.out, write=asked.write)
        return
    if asked.part is None:
        parser.error("name the part to read")
    items = read(labels_in([file_of(asked.part)]))
    (asked.out / f"{asked.part}.read").write_bytes(pickle.dumps(items))


if __name__ == "__main__":
    main()
