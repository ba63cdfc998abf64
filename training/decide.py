"""Finds the weights and thresholds of ``decision.yaml`` on descriptions that nobody taught: the watched sets.

python training/decide.py             prints what they give on each set, and writes decision.yaml

The weights are a logistic regression of violation against careful text. A text is then called a violation only
where at most one careful text in thirty would be; below that, it is a question where that makes more verdicts
right. The first line printed is from parts that took no part in finding the weights (cross-validation).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy
from fit import EVALUATION, WATCHED
from sklearn.linear_model import LogisticRegression

from drillplanner.appropriateness.text.descriptions import Description
from drillplanner.appropriateness.text.reader import Impressions
from drillplanner.appropriateness.text.screening import read_description
from drillplanner.appropriateness.text.weighing import DECISION_FILE, Decision, Weights, log_odds
from examples import labels_in

#: Careful texts that may be called violations.
ALARMS_MOST = 1 / 30
#: How much a false alarm beyond that is worth against a verdict that is right.
ALARM_PRICE = 4.0
STEPS = [step / 40 for step in range(2, 40)]
FOLDS = 10


@dataclass(frozen=True)
class Read:
    """A labelled description with what words and reader make of it."""

    label: str
    words: str
    seen: Impressions

    @property
    def answers(self) -> list[float]:
        """What the weights are for, in their order."""
        seen = (self.seen.whole.violation, self.seen.whole.broken, self.seen.whole.evident)
        return [
            *(log_odds(one) for one in seen),
            float(self.words == "cannot_tell"),
            float(self.words == "violation"),
        ]


def read(label: dict[str, object]) -> Read:
    """Both readings of a labelled description, before they are weighed."""
    kept = {name: label[name] for name in ("text", "context") if name in label}
    seen = read_description(Description.model_validate({"id": "", **kept}))
    return Read(str(label["verdict"]), seen.verdict_of_words, seen.impressions)


def figures(given: list[tuple[str, str]]) -> tuple[float, float, float]:
    """Accuracy, recall (a question counts half), false alarms, of pairs of label and verdict."""
    credit = {"violation": 1.0, "cannot_tell": 0.5, "ok": 0.0}
    wrong = [credit[verdict] for label, verdict in given if label == "violation"]
    careful = [verdict == "violation" for label, verdict in given if label == "ok"]
    right = sum(label == verdict for label, verdict in given) / len(given)
    return right, sum(wrong) / max(1, len(wrong)), sum(careful) / max(1, len(careful))


def weights_for(some: list[Read]) -> Weights:
    """The regression of violation against careful text; open texts take no part."""
    clear = [one for one in some if one.label != "cannot_tell"]
    model = LogisticRegression(C=0.5, max_iter=1000)
    model.fit(numpy.array([one.answers for one in clear]), [one.label == "violation" for one in clear])
    names = ("verdict", "broken", "evident", "words_question", "words_violation")
    found = dict(zip(names, (round(float(weight), 3) for weight in model.coef_[0]), strict=True))
    return Weights(always=round(float(model.intercept_[0]), 3), **found)


def decide(some: list[Read]) -> Decision:
    """Weights first, then each threshold that is worth most with them, one after another."""
    best = Decision(
        weights=weights_for(some),
        violation_from=0.5,
        question_from=0.5,
        open_from=0.7,
        further_rule=0.5,
    )
    for _ in range(2):
        for names in (("violation_from", "question_from"), ("open_from",)):
            tried = product(STEPS, repeat=len(names))
            best = max(
                (best.model_copy(update=dict(zip(names, values, strict=True))) for values in tried),
                key=lambda decision: worth(decision, some),
            )
    return best


def worth(decision: Decision, some: list[Read]) -> float:
    """Right verdicts and violations found, less the price of false alarms beyond the few that are allowed."""
    right, recall, alarms = figures([(one.label, decision.verdict(one.words, one.seen)) for one in some])
    return right + recall - ALARM_PRICE * max(0.0, alarms - ALARMS_MOST)


def main() -> None:
    """Read the watched sets, print, write."""
    sets = {name: [read(label) for label in labels_in([EVALUATION / f"{name}.yaml"])] for name in WATCHED}
    everything = [one for some in sets.values() for one in some]
    apart: list[tuple[str, str]] = []
    for fold in range(FOLDS):
        decision = decide([one for place, one in enumerate(everything) if place % FOLDS != fold])
        some = [one for place, one in enumerate(everything) if place % FOLDS == fold]
        apart += [(one.label, decision.verdict(one.words, one.seen)) for one in some]
    print("cross-validated: accuracy {:.3f} recall {:.3f} alarms {:.3f}".format(*figures(apart)))
    decision = decide(everything)
    for name, some in sets.items():
        given = [(one.label, decision.verdict(one.words, one.seen)) for one in some]
        print(name, "accuracy {:.3f} recall {:.3f} alarms {:.3f}".format(*figures(given)))
    weights = ", ".join(f"{name}: {value}" for name, value in decision.weights.model_dump().items())
    thresholds = [f"{name}: {value}" for name, value in decision.model_dump(exclude={"weights"}).items()]
    head = (
        "# How lexicon and reader are weighed, and how sure (0 to 1) one must be. Written by training/decide.py\n"
        "# from the watched sets, which neither the lexicon nor the reader was made from."
    )
    DECISION_FILE.write_text("\n".join([head, f"weights: {{{weights}}}", *thresholds, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
