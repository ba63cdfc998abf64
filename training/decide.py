"""Find the weights and thresholds of ``decision.yaml`` on the watched sets, which are not trained on.

python training/decide.py             prints the figures of each set, and the decision
python training/decide.py --write     also writes it to decision.yaml

The decision that ships is not this script's: it was found on the watched sets and on the real passages that may
be learnt from, each passage read by a reader that had not been taught its site. Those readers are not in this
repository, and the reader that ships has been taught all of these passages: to decide on them with it would
flatter. What this script finds is a start: compare it on real passages (benchmarks.real_passages) first.

The weights are a logistic regression of the three verdicts. The threshold for a violation lets at most two in a
hundred careful texts be called violations; below it, a text is a question if that makes more verdicts right. The
first line printed is cross-validated: from parts that were not used to find weights and thresholds.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import product

import numpy
from fit import EVALUATION, WATCHED
from network import VERDICTS
from numpy import float64
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from drillplanner.appropriateness.text.input.descriptions import Description
from drillplanner.appropriateness.text.reader import ReaderOutputs
from drillplanner.appropriateness.text.screening import analyze_description
from drillplanner.appropriateness.text.weighing import DECISION_FILE, Decision, Weights, log_odds
from examples import labels_in

#: Careful texts that may be called violations. Three in a hundred are the aim; on the few hundred of which this is
#: found, one in a hundred more or less is chance, so fewer are allowed here.
ALARMS_MOST = 0.02
#: How much a false alarm beyond that is worth against a verdict that is right.
ALARM_PRICE = 8.0
#: How much a violation that is found is worth against a verdict that is right: one that passes can
#: frighten a child, a question too many costs somebody a look.
RECALL_PRICE = 2.0
STEPS = [step / 40 for step in range(4, 39)]
FOLDS = 10
#: A rule that the reader thinks this likely is named in addition to others; the effect was reviewed, not measured.
FURTHER_RULE = 0.3
#: A question is put only where the reader by itself is this sure of one: found on real passages, not here.
ASKS_FROM = 0.3


@dataclass(frozen=True)
class Read:
    """A labeled description with the verdict of the lexicon and the output of the reader."""

    label: str
    words: str
    seen: ReaderOutputs

    @property
    def answers(self) -> list[float]:
        """The values that the weights multiply, in the order of the weights."""
        whole = self.seen.whole
        return [
            *(log_odds(value) for value in (whole.violation, whole.question, whole.broken, whole.evident)),
            float(self.words == "cannot_tell"),
            float(self.words == "violation"),
        ]


def read(label: dict[str, object]) -> Read:
    """Return lexicon verdict and reader output for a labeled description, before they are weighed."""
    fields = {name: label[name] for name in ("text", "context") if name in label}
    analysis = analyze_description(Description.model_validate({"id": "", **fields}))
    return Read(str(label["verdict"]), analysis.lexicon_verdict, analysis.reader)


def figures(given: list[tuple[str, str]]) -> tuple[float, float, float]:
    """Return accuracy, recall (a question counts half), and false alarms of pairs of label and verdict."""
    credit = {"violation": 1.0, "cannot_tell": 0.5, "ok": 0.0}
    wrong = [credit[verdict] for label, verdict in given if label == "violation"]
    careful = [verdict == "violation" for label, verdict in given if label == "ok"]
    right = sum(label == verdict for label, verdict in given) / len(given)
    return right, sum(wrong) / max(1, len(wrong)), sum(careful) / max(1, len(careful))


def weights_for(items: list[Read]) -> tuple[Weights, Weights]:
    """Return the regression weights for a question and for a violation, both against ok."""
    model = LogisticRegression(C=0.5, max_iter=5000)
    model.fit(numpy.array([item.answers for item in items]), [VERDICTS.index(item.label) for item in items])
    ok, question, violation = zip(model.intercept_, model.coef_, strict=True)
    return _against(ok, question), _against(ok, violation)


def _against(ok: tuple[float, NDArray[float64]], other: tuple[float, NDArray[float64]]) -> Weights:
    names = ("violation", "question", "broken", "evident", "words_question", "words_violation")
    fitted = {name: round(float(weight), 3) for name, weight in zip(names, other[1] - ok[1], strict=True)}
    return Weights(always=round(float(other[0] - ok[0]), 3), **fitted)


def decide(items: list[Read]) -> Decision:
    """Return the weights with the pair of thresholds that is worth most."""
    for_question, for_violation = weights_for(items)
    untuned = Decision(
        for_question=for_question,
        for_violation=for_violation,
        violation_from=0.5,
        question_from=0.5,
        asks_from=ASKS_FROM,
        further_rule=FURTHER_RULE,
    )
    likelihoods = [untuned.likelihoods(item.words, item.seen) for item in items]
    tried = (
        untuned.model_copy(update={"violation_from": violation, "question_from": question})
        for violation, question in product(STEPS, repeat=2)
    )
    return max(
        tried,
        key=lambda decision: worth(
            [(item.label, decision.verdict_of(s)) for item, s in zip(items, likelihoods, strict=True)]
        ),
    )


def worth(given: list[tuple[str, str]]) -> float:
    """Return the value of right verdicts and found violations, less the price of too many false alarms."""
    right, recall, alarms = figures(given)
    return right + RECALL_PRICE * recall - ALARM_PRICE * max(0.0, alarms - ALARMS_MOST)


def main() -> None:
    """Read the watched sets, print their figures and the decision, and write it if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write decision.yaml")
    asked = parser.parse_args()
    sets = {name: [read(label) for label in labels_in([EVALUATION / f"{name}.yaml"])] for name in WATCHED}
    everything = [item for items in sets.values() for item in items]
    pairs: list[tuple[str, str]] = []
    for fold in range(FOLDS):
        decision = decide([item for place, item in enumerate(everything) if place % FOLDS != fold])
        items = [item for place, item in enumerate(everything) if place % FOLDS == fold]
        pairs += [(item.label, decision.verdict(item.words, item.seen)) for item in items]
    print("cross-validated: accuracy {:.3f} recall {:.3f} alarms {:.3f}".format(*figures(pairs)))
    decision = decide(everything)
    for name, items in sets.items():
        given = [(item.label, decision.verdict(item.words, item.seen)) for item in items]
        print(name, "accuracy {:.3f} recall {:.3f} alarms {:.3f}".format(*figures(given)))
    lines = [
        f"{name}: {{{', '.join(f'{one}: {value}' for one, value in weights.model_dump().items())}}}"
        for name, weights in (("for_question", decision.for_question), ("for_violation", decision.for_violation))
    ]
    thresholds = ("violation_from", "question_from", "asks_from", "further_rule")
    lines += [f"{name}: {getattr(decision, name)}" for name in thresholds]
    head = (
        "# How lexicon and reader are weighed, and how sure (0 to 1) one must be. Written by training/decide.py\n"
        "# from the watched sets, which neither the lexicon nor the reader was made from."
    )
    text = "\n".join([head, *lines, ""])
    print(text, end="")
    if asked.write:
        DECISION_FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
