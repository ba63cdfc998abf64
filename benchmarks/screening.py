"""Quality of screening descriptions: accuracy, recall on violations, and false alarms, by family of rules.

python -m benchmarks.screening                     figures of all sets, and docs/screening.md
python -m benchmarks.screening --speed             seconds for a thousand descriptions, and docs/screening.md
python -m benchmarks.screening tune --wrong        one set, and each description with a wrong verdict
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

from benchmarks.page import write_between
from drillplanner.appropriateness.text import Description, screen_descriptions
from drillplanner.files.yaml_document import read_document
from drillplanner.model import Screening

ROOT = Path(__file__).parents[1]
SETS = ROOT / "tests" / "appropriateness" / "text" / "evaluation"
DOCUMENTATION = ROOT / "docs" / "screening.md"
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
    """A labeled description and its screening."""

    label: dict[str, object]
    result: Screening

    @property
    def family(self) -> str:
        """The family of the first rule that its label names (the digits before the last two), or empty."""
        rules = self.label.get("rules") or ()
        return str(rules[0])[3:-2] if isinstance(rules, list) and rules else ""


def judge_set(name: str, step: int = 1) -> list[Judged]:
    """Screen every description of a set, or with a ``step`` of 2 every second one, beginning with the first."""
    labels = read_document(SETS / f"{name}.yaml").data[::step]
    keys = ("id", "text", "context")
    given = [Description.model_validate({key: label[key] for key in keys if key in label}) for label in labels]
    return [Judged(label, result) for label, result in zip(labels, screen_descriptions(given), strict=True)]


def figures(judged: list[Judged]) -> dict[str, float | None]:
    """Return the measures of a set (in recall, a question counts half); None if a set has no such descriptions."""
    violations = [item for item in judged if item.label["verdict"] == "violation"]
    careful = [item for item in judged if item.label["verdict"] == "ok"]
    questions = [item for item in judged if item.label["verdict"] == "cannot_tell"]
    credit = {"violation": 1.0, "cannot_tell": 0.5, "ok": 0.0}
    named = [not named_rules(item.result).isdisjoint(rules_of(item)) for item in violations]
    return {
        "descriptions": len(judged),
        "accuracy": share([item.label["verdict"] == item.result.verdict for item in judged]),
        "recall": share([credit[item.result.verdict] for item in violations]),
        "false alarms": share([item.result.verdict == "violation" for item in careful]),
        "careful texts not ok": share([item.result.verdict != "ok" for item in careful]),
        "questions recognised": share([item.result.verdict == "cannot_tell" for item in questions]),
        "rule named": share(named),
    }


def named_rules(result: Screening) -> set[str]:
    """Return the rules that a screening names as broken or asks about, not those only to be looked at again."""
    return {finding.rule for finding in result.findings if finding.status != "notice"}


def rules_of(judged: Judged) -> tuple[str, ...]:
    """Return the rules that the label names as broken."""
    rules = judged.label.get("rules")
    return tuple(rules) if isinstance(rules, list) else ()


def share(scores: Sequence[float]) -> float | None:
    """Return the mean, or None for an empty sequence."""
    return sum(scores) / len(scores) if scores else None


def by_family(judged: list[Judged]) -> dict[str, tuple[int, float]]:
    """Return the number of violations and the recall for each family of rules."""
    credit = {"violation": 1.0, "cannot_tell": 0.5, "ok": 0.0}
    scores: dict[str, list[float]] = defaultdict(list)
    for item in judged:
        if item.label["verdict"] == "violation":
            scores[item.family].append(credit[item.result.verdict])
    return {
        name: (len(scores[name]), sum(scores[name]) / len(scores[name])) for name in FAMILIES if name in scores
    }


def page(sets: dict[str, list[Judged]]) -> str:
    """Return the figures as Markdown for the documentation."""
    lines = ["| | " + " | ".join(sets) + " |", "| --- |" + " ---: |" * len(sets)]
    measured = {name: figures(judged) for name, judged in sets.items()}
    for measure in next(iter(measured.values())):
        cells = (measure_text(measured[name][measure]) for name in sets)
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


def verdict_counts(judged: list[Judged]) -> str:
    """Return how many violations and careful texts get which verdict, as a sentence for the documentation."""
    counts = Counter((item.label["verdict"], item.result.verdict) for item in judged)
    violations = sum(count for (label, _), count in counts.items() if label == "violation")
    careful = sum(count for (label, _), count in counts.items() if label == "ok")
    return (
        f"Of {violations} violations {counts['violation', 'violation']} are called so, "
        f"{counts['violation', 'cannot_tell']} are asked about, and **{counts['violation', 'ok']} pass**; "
        f"of {careful} careful texts {counts['ok', 'violation']} are called violations and "
        f"{counts['ok', 'cannot_tell']} are asked about.\n"
    )


def measure_text(measure: float | None) -> str:
    """Return a measure as it is printed in the table."""
    if measure is None:
        return "–"
    return f"{measure}" if isinstance(measure, int) else f"{measure:.3f}"


#: Exit codes of ``drillplanner screen`` after screening: nothing wrong, a violation, or a question.
SCREENED = (0, 1, 4)


def speed() -> float:
    """Return the seconds that the command needs for a thousand different descriptions."""
    sets = (read_document(path).data for path in sorted(SETS.glob("*.yaml")))
    texts = dict.fromkeys(str(label["text"]) for labels in sets for label in labels)
    thousand = [{"id": str(index), "text": text} for index, text in enumerate(list(texts)[:THOUSAND])]
    if len(thousand) < THOUSAND:
        raise ValueError("too few descriptions to measure the speed")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "thousand.json"
        path.write_text(json.dumps(thousand), encoding="utf-8")
        started = time.perf_counter()
        command = [sys.executable, "-m", "drillplanner", "screen", str(path)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - started
    if ended.returncode not in SCREENED:
        raise ValueError(f"the descriptions were not screened: {ended.stderr}")
    return seconds


def main() -> None:
    """Print the figures; if no set is named, also write them into the documentation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", help="tune, held_out, third; default: all")
    parser.add_argument("--wrong", action="store_true", help="show each description with a wrong verdict")
    parser.add_argument("--speed", action="store_true", help="measure the speed alone; do it on idle cores")
    options = parser.parse_args()
    if options.speed:
        seconds = speed()
        print(f"A thousand descriptions: {seconds:.1f} s")
        timing = f"A thousand descriptions took {seconds:.1f} seconds on {os.cpu_count()} cores.\n"
        write_between(DOCUMENTATION, "speed", timing)
        return
    names = options.sets or [path.stem for path in sorted(SETS.glob("*.yaml"))]
    sets = {name: judge_set(name) for name in names}
    # All sets from which neither lexicon nor reader was made, as one.
    unseen = [item for name, judged in sets.items() if name.startswith("unseen") for item in judged]
    shown_sets = {**sets, "unseen, together": unseen} if unseen else sets
    print(page(shown_sets))
    for judged in shown_sets.values():
        print(Counter((item.label["verdict"], item.result.verdict) for item in judged))
        if options.wrong and judged is not unseen:
            show_wrong(judged)
    if not options.sets:
        write_between(DOCUMENTATION, "figures", page(shown_sets))
        write_between(DOCUMENTATION, "unseen", verdict_counts(unseen))


def show_wrong(judged: list[Judged]) -> None:
    """Print each description whose verdict differs from its label."""
    for item in judged:
        label, result = item.label, item.result
        if label["verdict"] == result.verdict:
            continue
        print(f"\n{label['id']} {label['verdict']} -> {result.verdict} {label.get('rules', '')}")
        print(f"  {label['text']}")
        for finding in result.findings:
            print(f"    {finding.rule} {finding.status} {finding.evidence.text!r}")


if __name__ == "__main__":
    main()
