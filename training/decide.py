"""Finds the thresholds of ``decision.yaml`` on descriptions that nobody taught: the watched sets.

python training/decide.py          prints the best thresholds and what they give on each set

A text is called a violation only where the reader is so sure that at most one careful text in thirty is; below
that, it is a question where that makes more verdicts right than wrong.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import product

import yaml
from fit import EVALUATION, WATCHED

from drillplanner.appropriateness.judge import verdict_of
from drillplanner.appropriateness.text.descriptions import Context
from drillplanner.appropriateness.text.lexicon import load_lexicon
from drillplanner.appropriateness.text.matching import see
from drillplanner.appropriateness.text.reader import Impression, impression_of
from drillplanner.appropriateness.text.reading import read_plainly
from drillplanner.appropriateness.text.scope import Scope
from drillplanner.appropriateness.text.sentences import sentences_of
from drillplanner.appropriateness.text.weighing import Decision, Thresholds
from drillplanner.appropriateness.text.word_findings import word_findings
from examples import labels_in

#: Careful texts that may be called violations.
ALARMS_MOST = 1 / 30
STEPS = [step / 20 for step in range(2, 20)]


@dataclass(frozen=True)
class Read:
    """A labelled description with what words and reader make of it."""

    label: str
    words: str
    impression: Impression


def read(label: dict[str, object]) -> Read:
    """Both readings of a labelled description, before they are weighed."""
    context = Context.model_validate(label.get("context") or {})
    reading = read_plainly(str(label["text"]))
    seen = tuple(see(sentence, load_lexicon()) for sentence in sentences_of(reading.plain))
    words = verdict_of(word_findings(seen, Scope(seen, context), reading).findings)
    return Read(str(label["verdict"]), words, impression_of(reading.plain, context))


def figures(some: list[Read], decision: Decision) -> tuple[float, float, float]:
    """Accuracy, recall (a question counts half), false alarms."""
    given = [(one.label, decision.verdict(one.words, one.impression)) for one in some]
    credit = {"violation": 1.0, "cannot_tell": 0.5, "ok": 0.0}
    wrong = [credit[verdict] for label, verdict in given if label == "violation"]
    careful = [verdict == "violation" for label, verdict in given if label == "ok"]
    right = sum(label == verdict for label, verdict in given) / len(given)
    return right, sum(wrong) / max(1, len(wrong)), sum(careful) / max(1, len(careful))


def decide(some: list[Read]) -> Decision:
    """Thresholds for each verdict of the words, coarse first: the same for all, then each by itself."""
    grid = [Thresholds(violation=high, question=low) for high, low in product(STEPS, STEPS) if low <= high + 0.2]
    best = _best([Decision(**dict.fromkeys(_PARTS, one), further_rule=0.5) for one in grid], some)
    for part in (*_PARTS, *_PARTS):
        best = _best([best.model_copy(update={part: one}) for one in grid], some)
    return best


_PARTS = ("words_ok", "words_question", "words_violation")


def _best(candidates: list[Decision], some: list[Read]) -> Decision:
    def worth(decision: Decision) -> float:
        right, recall, alarms = figures(some, decision)
        return right + recall - 6 * max(0.0, alarms - ALARMS_MOST)

    return max(candidates, key=worth)


def main() -> None:
    """Read the watched sets and print."""
    sets = {name: [read(label) for label in labels_in([EVALUATION / f"{name}.yaml"])] for name in WATCHED}
    everything = [one for some in sets.values() for one in some]
    decision = decide(everything)
    print(yaml.safe_dump(decision.model_dump(), sort_keys=False))
    for name, some in {**sets, "all": everything}.items():
        print(name, "accuracy {:.3f} recall {:.3f} alarms {:.3f}".format(*figures(some, decision)))
    by_words = defaultdict(list)
    for one in everything:
        by_words[one.words, one.label].append(one.impression.violation)
    for (words, label), sure in sorted(by_words.items()):
        print(f"words {words}, label {label}: {len(sure)}, mean sureness {sum(sure) / len(sure):.2f}")


if __name__ == "__main__":
    main()
