"""How well descriptions are screened: accuracy, recall on violations, false alarms, by family of rules.

python benchmarks/screening.py                     figures of all sets, and docs/screening.md
python benchmarks/screening.py tune --wrong        one set, and each description judged otherwise
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drillplanner.appropriateness.text import Description, screen_description
from drillplanner.files.yaml_document import read_document
from drillplanner.model import Screening

ROOT = Path(__file__).parents[1]
SETS = ROOT / "tests" / "appropriateness" / "text" / "evaluation"
THOUSAND = 1000
FAMILIES = {
    "1": "prohibited elements",
    "2": "honesty and notice",
    "3": "sensory ladder",
    "4": "how often and how long",
    "5": "teaching and words",
    "6": "disability and access",
    "7": "mental health and debrief",
    "8": "opting out",
    "9": "police and arms",
    "10": "dates and mourning",
    "11": "adults' exercises",
    "12": "records",
}


@dataclass(frozen=True)
class Judged:
    """A labelled description and what the screening makes of it."""

    label: dict[str, object]
    result: Screening

    @property
    def family(self) -> str:
        """The family of the first rule that it breaks, or its number of digits without the last two."""
        rules = self.label.get("rules") or ()
        return str(rules[0])[3:-2] if isinstance(rules, list) and rules else ""


def judge_set(name: str) -> list[Judged]:
    """Every description of a set, judged."""
    labels = read_document(SETS / f"{name}.yaml").data
    keys = ("id", "text", "context")
    return [
        Judged(
            label,
            screen_description(Description.model_validate({key: label[key] for key in keys if key in label})),
        )
        for label in labels
    ]


def figures(judged: list[Judged]) -> dict[str, float | None]:
    """Accuracy, recall (a question counts half), false alarms, rule named; None where a set asks for none."""
    wrong = [one for one in judged if one.label["verdict"] == "violation"]
    careful = [one for one in judged if one.label["verdict"] == "ok"]
    open_ones = [one for one in judged if one.label["verdict"] == "cannot_tell"]
    credit = {"violation": 1.0, "cannot_tell": 0.5, "ok": 0.0}
    named = [any(finding.rule in rules_of(one) for finding in one.result.findings) for one in wrong]
    return {
        "descriptions": len(judged),
        "accuracy": share([one.label["verdict"] == one.result.verdict for one in judged]),
        "recall": share([credit[one.result.verdict] for one in wrong]),
        "false alarms": share([one.result.verdict == "violation" for one in careful]),
        "careful texts not ok": share([one.result.verdict != "ok" for one in careful]),
        "questions recognised": share([one.result.verdict == "cannot_tell" for one in open_ones]),
        "rule named": share(named),
    }


def rules_of(judged: Judged) -> tuple[str, ...]:
    """The rules that the label says are broken."""
    rules = judged.label.get("rules")
    return tuple(rules) if isinstance(rules, list) else ()


def share(scores: Sequence[float]) -> float | None:
    """The mean, or None of nothing."""
    return sum(scores) / len(scores) if scores else None


def by_family(judged: list[Judged]) -> dict[str, tuple[int, float]]:
    """Number of violations and recall for each family of rules."""
    credit = {"violation": 1.0, "cannot_tell": 0.5, "ok": 0.0}
    scores: dict[str, list[float]] = defaultdict(list)
    for one in judged:
        if one.label["verdict"] == "violation":
            scores[one.family].append(credit[one.result.verdict])
    return {
        name: (len(scores[name]), sum(scores[name]) / len(scores[name])) for name in FAMILIES if name in scores
    }


def page(sets: dict[str, list[Judged]]) -> str:
    """The figures as a page for the documentation."""
    lines = ["| | " + " | ".join(sets) + " |", "| --- |" + " ---: |" * len(sets)]
    measured = {name: figures(judged) for name, judged in sets.items()}
    for measure in next(iter(measured.values())):
        cells = (shown(measured[name][measure]) for name in sets)
        lines.append(f"| {measure} | " + " | ".join(cells) + " |")
    lines += ["", "Recall on violations, by family of rules (number of descriptions):", ""]
    lines += ["| family | " + " | ".join(sets) + " |", "| --- |" + " ---: |" * len(sets)]
    families = {name: by_family(judged) for name, judged in sets.items()}
    for key, title in FAMILIES.items():
        cells = (
            f"{families[name][key][1]:.2f} ({families[name][key][0]})" if key in families[name] else "–"
            for name in sets
        )
        lines.append(f"| DA-{key}xx {title} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def shown(measure: float | None) -> str:
    """A measure as the table has it."""
    if measure is None:
        return "–"
    return f"{measure}" if isinstance(measure, int) else f"{measure:.3f}"


#: How ``drillplanner screen`` ends when it has judged: nothing wrong, a violation, or a question.
SCREENED = (0, 1, 4)


def speed(sets: Sequence[list[Judged]]) -> float:
    """Seconds for a thousand different descriptions, as the command reads them."""
    texts = dict.fromkeys(str(one.label["text"]) for judged in sets for one in judged)
    thousand = [{"id": str(index), "text": text} for index, text in enumerate(list(texts)[:THOUSAND])]
    if len(thousand) < THOUSAND:
        raise ValueError("too few descriptions to measure the speed")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "thousand.json"
        path.write_text(json.dumps(thousand), encoding="utf-8")
        # What was read for the figures is remembered; a process of its own remembers nothing.
        started = time.perf_counter()
        command = [sys.executable, "-m", "drillplanner", "screen", str(path)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
        seconds = time.perf_counter() - started
    if ended.returncode not in SCREENED:
        raise ValueError(f"the descriptions were not screened: {ended.stderr}")
    return seconds


def main() -> None:
    """Print the figures; with no set named, write them into the documentation too."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", help="tune, held_out, third; default: all")
    parser.add_argument("--wrong", action="store_true", help="show each description judged otherwise")
    asked = parser.parse_args()
    names = asked.sets or [path.stem for path in sorted(SETS.glob("*.yaml"))]
    sets = {name: judge_set(name) for name in names}
    # Of all that nothing was made from, as one set.
    unseen = [one for name, judged in sets.items() if name.startswith("unseen") for one in judged]
    shown_sets = {**sets, "unseen, together": unseen} if unseen else sets
    print(page(shown_sets))
    for judged in shown_sets.values():
        print(Counter((one.label["verdict"], one.result.verdict) for one in judged))
        if asked.wrong and judged is not unseen:
            show_wrong(judged)
    if not asked.sets:
        seconds = speed(list(sets.values()))
        print(f"A thousand descriptions: {seconds:.1f} s")
        target = ROOT / "docs" / "screening.md"
        before, marker, _ = target.read_text(encoding="utf-8").partition("<!-- figures -->\n")
        timing = f"\nA thousand descriptions took {seconds:.1f} seconds on {os.cpu_count()} cores.\n"
        target.write_text(before + marker + "\n" + page(shown_sets) + timing, encoding="utf-8")


def show_wrong(judged: list[Judged]) -> None:
    """Each description whose verdict differs from its label, or whose rule was not named."""
    for one in judged:
        if one.label["verdict"] == one.result.verdict:
            continue
        print(f"\n{one.label['id']} {one.label['verdict']} -> {one.result.verdict} {one.label.get('rules', '')}")
        print(f"  {one.label['text']}")
        for finding in one.result.findings:
            print(f"    {finding.rule} {finding.status} {finding.evidence.text!r}")


if __name__ == "__main__":
    main()
