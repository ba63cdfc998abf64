"""Quality of screening on real passages, with intervals; and which machine is worth how much.

python -m benchmarks.real_passages                  the passages that may be learned from (they flatter)
python -m benchmarks.real_passages --measured NAME  a file that is only measured, once; writes docs/screening.md
python -m benchmarks.real_passages --wrong          also each learnable passage with a wrong verdict
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.page import write_between
from benchmarks.screening import named_rules
from drillplanner.appropriateness.text import Description
from drillplanner.appropriateness.text.screening import (
    LexiconAndReader,
    analyze_descriptions,
    screen_descriptions,
)
from drillplanner.files.yaml_document import read_document
from drillplanner.model import Screening

ROOT = Path(__file__).parents[1]
SETS = ROOT / "tests" / "appropriateness" / "text" / "real_passages"
PAGE = ROOT / "docs" / "screening.md"
#: The files that may be learned from.
LEARNABLE = (
    *("learnable", "learnable_second", "learnable_third", "learnable_fourth", "learnable_fifth"),
    *("learnable_sixth", "learnable_seventh", "learnable_eighth"),
)
#: 95 of 100 intervals of this width hold the true share.
NORMAL = 1.96


@dataclass(frozen=True)
class Passage:
    """A labeled passage, what each machine says of it, and its screening."""

    label: dict[str, object]
    analysis: LexiconAndReader
    result: Screening

    @property
    def is_agreed(self) -> bool:
        """Whether all readings of the passage gave the same verdict."""
        readings = self.label.get("readings")
        return isinstance(readings, list) and len({reading["verdict"] for reading in readings}) == 1

    @property
    def is_named(self) -> bool:
        """Whether the findings name a rule that the label names."""
        rules = self.label.get("rules")
        return isinstance(rules, list) and not named_rules(self.result).isdisjoint(rules)


def read_passages(name: str) -> list[Passage]:
    """Screen every passage of a file."""
    labels = read_document(SETS / f"{name}.yaml").data
    descriptions = [Description(id=label["id"], text=label["text"]) for label in labels]
    analyses, screenings = analyze_descriptions(descriptions), screen_descriptions(descriptions)
    return [Passage(*of_passage) for of_passage in zip(labels, analyses, screenings, strict=True)]


def likeliest(question: float, violation: float) -> str:
    """Return the likeliest verdict for the likelihoods of a question and a violation."""
    return max((1.0 - question - violation, "ok"), (question, "cannot_tell"), (violation, "violation"))[1]


def network_verdict(passage: Passage) -> str:
    """Return the verdict of the network alone, which was taught invented texts."""
    whole = passage.analysis.reader.whole
    return likeliest(whole.question, whole.violation)


def judgment_verdict(passage: Passage) -> str:
    """Return the verdict of the judgment alone, which was fitted on real passages."""
    whole = passage.analysis.reader.whole
    return likeliest(whole.judged_question, whole.judged_violation)


#: The machine that ships; the others are its parts.
SHIPPED = "all, weighed"
MACHINES: dict[str, Callable[[Passage], str]] = {
    SHIPPED: lambda passage: passage.result.verdict,
    "lexicon alone": lambda passage: passage.analysis.lexicon_verdict,
    "network alone": network_verdict,
    "judgment alone": judgment_verdict,
}


def interval(scores: Sequence[float]) -> str:
    """Return a share as text, with Wilson's interval of 95 in 100."""
    if not scores:
        return "–"
    count, share = len(scores), sum(scores) / len(scores)
    middle = (share + NORMAL**2 / (2 * count)) / (1 + NORMAL**2 / count)
    half = NORMAL * math.sqrt(share * (1 - share) / count + NORMAL**2 / (4 * count**2)) / (1 + NORMAL**2 / count)
    return f"{share:.2f} ({max(0.0, middle - half):.2f}–{min(1.0, middle + half):.2f})"


def shares(given: Sequence[tuple[object, str]]) -> list[str]:
    """Return recall (a question counts half), false alarms, and needless questions, for labels and verdicts."""
    credit = {"violation": 1.0, "cannot_tell": 0.5, "ok": 0.0}
    wrong = [credit[verdict] for label, verdict in given if label == "violation"]
    harmless = [verdict for label, verdict in given if label == "ok"]
    return [
        interval(wrong),
        interval([float(given == "violation") for given in harmless]),
        interval([float(given == "cannot_tell") for given in harmless]),
    ]


def table(passages: Sequence[Passage]) -> str:
    """Return the figures of a file as Markdown."""
    lines = [
        "| machine | recall (a question counts half) | harmless, alarmed | harmless, asked about | rule named |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [_row(machine, passages, machine, is_named=machine == SHIPPED) for machine in MACHINES]
    agreed = [passage for passage in passages if passage.is_agreed]
    if len(agreed) < len(passages):
        title = f"{SHIPPED}, on the {len(agreed)} of {len(passages)} that all readings judge alike"
        lines.append(_row(title, agreed, SHIPPED, is_named=True))
    return "\n".join(lines) + "\n"


def _row(title: str, passages: Sequence[Passage], machine: str, *, is_named: bool) -> str:
    """Return the row of a machine; only findings name rules, so only what ships has a share of rules named."""
    given = [(passage.label["verdict"], MACHINES[machine](passage)) for passage in passages]
    named = [float(passage.is_named) for passage in passages if passage.label["verdict"] == "violation"]
    cells = [*shares(given), interval(named) if is_named else "–"]
    return f"| {title} | " + " | ".join(cells) + " |"


def main() -> None:
    """Print the figures; those of the measured passages are also written into the documentation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measured", metavar="NAME", help="a file of passages that are only measured")
    parser.add_argument("--wrong", action="store_true", help="show each learnable passage with a wrong verdict")
    options = parser.parse_args()
    if options.measured is not None:
        figures = table(read_passages(options.measured))
        print(figures)
        write_between(PAGE, "real passages", figures)
        return
    passages = [passage for name in LEARNABLE for passage in read_passages(name)]
    print(table(passages))
    if options.wrong:
        show_wrong(passages)


def show_wrong(passages: Sequence[Passage]) -> None:
    """Print each passage whose verdict differs from its label."""
    for passage in passages:
        label, result = passage.label, passage.result
        if label["verdict"] == result.verdict:
            continue
        print(
            f"\n{label['id']} {label['verdict']} -> {result.verdict} {label.get('rules', '')}\n  {label['text']}"
        )
        for finding in result.findings:
            print(f"    {finding.rule} {finding.status} {finding.evidence.text!r}")


if __name__ == "__main__":
    main()
