"""Find the weights and thresholds of ``decision.yaml``. ``make_reader.py`` calls it:

python training/decide.py read learnable --out FOLDER    a part, by the reader that is in place now
python training/decide.py read watched --out FOLDER      the watched sets, which are not trained on
python training/decide.py find --out FOLDER              prints the figures and the decision
python training/decide.py find --out FOLDER --write      also writes it to decision.yaml

Each part of the real passages must be read by a reader that was not taught it: to decide on what it was taught
would flatter. The weights are a logistic regression of the three verdicts. The thresholds are chosen for invented
texts first: of all pairs that alarm at few enough of the watched ones, that with the greatest worth on real
passages is taken. The first lines printed are cross-validated: each part, with weights and thresholds from the
other parts and the watched sets, by reader and lexicon together and by each alone.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy
from numpy import float64
from numpy.typing import NDArray
from sets import EVALUATION, REAL, VERDICTS, WATCHED, labels_in
from sklearn.linear_model import LogisticRegression

from benchmarks.page import write_between
from benchmarks.real_passages import PAGE, shares
from drillplanner.appropriateness.text.input.descriptions import Description
from drillplanner.appropriateness.text.reader import ReaderOutputs
from drillplanner.appropriateness.text.screening import analyze_description
from drillplanner.appropriateness.text.weighing import (
    DECISION_FILE,
    Decision,
    VerdictLikelihoods,
    Weights,
    log_odds,
)

#: The answers that the weights multiply, in their order.
NETWORK, JUDGMENT = ("violation", "question", "broken", "evident"), ("judged_violation", "judged_question")
LEXICON = ("words_question", "words_violation", "words_notice")
ANSWERS = (*NETWORK, *JUDGMENT, *LEXICON)
#: What is compared: is each of the three worth its keep?
MACHINES = {
    "all": ANSWERS,
    "without the lexicon": (*NETWORK, *JUDGMENT),
    "without the judgment": (*NETWORK, *LEXICON),
    "judgment alone": JUDGMENT,
    "network alone": NETWORK,
    "lexicon alone": LEXICON,
}
#: How often a real passage counts in the regression, against a watched description.
REAL_COUNTS = 1.5
#: How freely the weights may grow.
FREEDOM = 0.5
#: Harmless texts of the watched sets that may be called violations. The aim for invented texts that nobody has
#: seen is 0.05; of the watched ones, on which the weights are found, a fifth less may be.
WATCHED_ALARMS_MOST = 0.04
#: Harmless real passages that may be called violations or asked about: the aims.
ALARMS_MOST, ASKED_MOST = 0.05, 0.10
#: What a false alarm, or a needless question, beyond that takes from the recall.
ALARM_PRICE, ASKED_PRICE = 10.0, 3.0
STEPS = [step / 40 for step in range(4, 37)]
#: A rule that the reader thinks this likely is named in addition to others.
FURTHER_RULE = 0.25
#: A question is put only where the reader by itself is this sure that something is wrong or open.
ASKS_FROM = 0.5


@dataclass(frozen=True)
class Read:
    """A labeled text with the answer of the lexicon and the outputs of the reader."""

    label: str
    words: str
    seen: ReaderOutputs

    @property
    def answers(self) -> list[float]:
        """The values that the weights multiply, in the order of ``ANSWERS``."""
        whole = self.seen.whole
        return [
            *(log_odds(getattr(whole, name)) for name in (*NETWORK, *JUDGMENT)),
            float(self.words == "cannot_tell"),
            float(self.words == "violation"),
            float(self.words == "notice"),
        ]


def read(label: dict[str, object]) -> Read:
    """Return lexicon verdict and outputs for a labeled text, before they are weighed."""
    fields = {name: label[name] for name in ("text", "context") if name in label}
    analysis = analyze_description(Description.model_validate({"id": "", **fields}))
    return Read(str(label["verdict"]), analysis.lexicon_answer, analysis.reader)


@dataclass(frozen=True)
class Figures:
    """Shares of a set: verdicts right, recall (a question counts half), harmless texts alarmed and asked about."""

    right: float
    recall: float
    alarms: float
    asked: float

    @property
    def worth(self) -> float:
        """The recall, less the price of too many alarms and questions."""
        alarmed = ALARM_PRICE * max(0.0, self.alarms - ALARMS_MOST)
        return self.recall - alarmed - ASKED_PRICE * max(0.0, self.asked - ASKED_MOST)

    def __str__(self) -> str:
        return f"right {self.right:.3f} recall {self.recall:.3f} alarms {self.alarms:.3f} asked {self.asked:.3f}"


def figures(items: list[Read], verdicts: list[str]) -> Figures:
    """Return the figures of a set for the verdicts given."""
    credit = {"violation": 1.0, "cannot_tell": 0.5, "ok": 0.0}
    pairs = [(item.label, verdict) for item, verdict in zip(items, verdicts, strict=True)]
    wrong = [credit[verdict] for label, verdict in pairs if label == "violation"]
    careful = [verdict for label, verdict in pairs if label == "ok"]
    return Figures(
        right=sum(label == verdict for label, verdict in pairs) / len(pairs),
        recall=sum(wrong) / len(wrong),
        alarms=careful.count("violation") / len(careful),
        asked=careful.count("cannot_tell") / len(careful),
    )


def weights_for(real: list[Read], watched: list[Read], used: Sequence[str]) -> tuple[Weights, Weights]:
    """Return the regression weights of the answers used for a question and for a violation, both against ok."""
    items = [*real, *watched]
    model = LogisticRegression(C=FREEDOM, max_iter=5000)
    counts = [REAL_COUNTS] * len(real) + [1.0] * len(watched)
    answers = numpy.array([item.answers for item in items]) * [float(name in used) for name in ANSWERS]
    model.fit(answers, [VERDICTS.index(item.label) for item in items], sample_weight=counts)
    ok, question, violation = zip(model.intercept_, model.coef_, strict=True)
    return _against(ok, question), _against(ok, violation)


def _against(ok: tuple[float, NDArray[float64]], other: tuple[float, NDArray[float64]]) -> Weights:
    fitted = {name: round(float(weight), 3) for name, weight in zip(ANSWERS, other[1] - ok[1], strict=True)}
    return Weights(always=round(float(other[0] - ok[0]), 3), **fitted)


def decide(real: list[Read], watched: list[Read], used: Sequence[str] = ANSWERS) -> Decision:
    """Return the weights, and of the thresholds that alarm at few watched texts those best for real passages."""
    for_question, for_violation = weights_for(real, watched, used)
    untuned = Decision(
        for_question=for_question,
        for_violation=for_violation,
        violation_from=0.5,
        question_from=0.5,
        asks_from=ASKS_FROM if set(JUDGMENT) <= set(used) else 0.0,
        further_rule=FURTHER_RULE,
    )
    likely_real, likely_watched = likelihoods_of(untuned, real), likelihoods_of(untuned, watched)
    tried = [
        untuned.model_copy(update={"violation_from": violation, "question_from": question})
        for violation, question in product(STEPS, repeat=2)
        if question <= violation
    ]
    alarms = [figures(watched, verdicts_of(decision, likely_watched)).alarms for decision in tried]
    most = max(WATCHED_ALARMS_MOST, min(alarms))
    quiet = [decision for decision, share in zip(tried, alarms, strict=True) if share <= most]
    return max(quiet, key=lambda decision: figures(real, verdicts_of(decision, likely_real)).worth)


def likelihoods_of(decision: Decision, items: list[Read]) -> list[tuple[VerdictLikelihoods, bool]]:
    """Return for each text its likelihoods, and whether a question may be put; thresholds change neither."""
    return [(decision.likelihoods(item.words, item.seen), decision.is_asked(item.seen)) for item in items]


def verdicts_of(decision: Decision, found: list[tuple[VerdictLikelihoods, bool]]) -> list[str]:
    """Return the verdicts for likelihoods that are known."""
    return [decision.verdict_of(likelihoods, is_asked=is_asked) for likelihoods, is_asked in found]


def verdicts(decision: Decision, items: list[Read]) -> list[str]:
    """Return the verdicts on texts."""
    return verdicts_of(decision, likelihoods_of(decision, items))


def sets_of(part: str) -> list[Path]:
    """Return the files of a part: one of those of the real passages, or the watched sets."""
    if part == "watched":
        return [EVALUATION / f"{name}.yaml" for name in WATCHED]
    return [path for path in REAL if path.stem == part]


def find(folder: Path, *, write: bool) -> None:
    """Print cross-validated figures and the decision from all, and write it if that is asked for."""
    parts = {}
    for part in (*(path.stem for path in REAL), "watched"):
        parts[part] = pickle.loads((folder / f"{part}.read").read_bytes())  # noqa: S301 - written by this script
    watched = parts.pop("watched")
    lines = ["| machine | recall (a question counts half) | harmless, alarmed | harmless, asked about |"]
    lines += ["| --- | --- | --- | --- |"]
    for machine, used in MACHINES.items():
        given: list[tuple[str, str]] = []
        for held, items in parts.items():
            others = [item for part, found in parts.items() if part != held for item in found]
            verdicts_given = verdicts(decide(others, watched, used), items)
            print(held, "by the others,", machine, figures(items, verdicts_given))
            given += zip((item.label for item in items), verdicts_given, strict=True)
        lines.append(f"| {machine} | {' | '.join(shares(given))} |")
    left_out = "\n".join([*lines, ""])
    print(left_out)
    if write:
        write_between(PAGE, "left out", left_out)
    real = [item for items in parts.values() for item in items]
    decision = decide(real, watched)
    for name, items in {**parts, "watched": watched}.items():
        print(name, figures(items, verdicts(decision, items)))
    decided = [
        f"{name}: {{{', '.join(f'{one}: {value}' for one, value in weights.model_dump().items())}}}"
        for name, weights in (("for_question", decision.for_question), ("for_violation", decision.for_violation))
    ]
    decided += [
        f"{name}: {getattr(decision, name)}"
        for name in ("violation_from", "question_from", "asks_from", "further_rule")
    ]
    head = (
        "# How lexicon and reader are weighed, and how sure (0 to 1) one must be. Written by training/decide.py,\n"
        "# from real passages that the reader which read them was not taught, and from the watched sets."
    )
    text = "\n".join([head, *decided, ""])
    print(text, end="")
    if write:
        DECISION_FILE.write_text(text, encoding="utf-8")


def main() -> None:
    """Read a part, or find the decision."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("read", "find"))
    parser.add_argument("part", nargs="?", default="watched")
    parser.add_argument("--out", type=Path, required=True, help="the folder of what was read")
    parser.add_argument("--write", action="store_true", help="write decision.yaml")
    asked = parser.parse_args()
    if asked.what == "find":
        find(asked.out, write=asked.write)
        return
    items = [read(label) for label in labels_in(sets_of(asked.part))]
    (asked.out / f"{asked.part}.read").write_bytes(pickle.dumps(items))


if __name__ == "__main__":
    main()
