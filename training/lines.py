"""Weigh what the reader sees in single lines, and mark the lines of the bundled scenarios as read.

python training/lines.py fit     writes weights.npy: a logistic regression on ``lines/*.jsonl``, on short
                                 descriptions, and on the bundled scenarios, whose lines are all harmless
python training/lines.py mark    reads the bundled lines that are not marked yet, lists the doubts, and writes
                                 read_before.txt once each of them stands in cleared.yaml

The thresholds of ``decision.yaml`` are chosen by hand with ``benchmarks/single_lines.py`` on the watched lines,
which are not trained on.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
import yaml

from drillplanner.appropriateness.lines.findings import context_of
from drillplanner.appropriateness.lines.line_reader import WEIGHTS_FILE, read_line
from drillplanner.appropriateness.lines.read_before import READ_BEFORE_FILE, mark_of
from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.input.plain_text import to_plain_text
from drillplanner.appropriateness.text.reader.meaning import meaning_of
from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model.scenarios.lines import passages_of, scenario_lines

HERE = Path(__file__).parent
Row = numpy.ndarray[Any, Any]
#: Passages of bundled scenarios that the reader doubts, each read where it stands and kept as harmless.
CLEARED_FILE = HERE / "lines" / "cleared.yaml"
SHORT = ("short_harm", "short_fear_and_arms", "short_requirements", "short_statements", "short_and_sure")
#: The most short descriptions of one file, and their greatest length in characters.
MOST_OF_A_FILE, MOST_LETTERS = 2200, 260
#: What one text counts, by where it comes from. Short descriptions are not written to be read aloud.
OF_BUNDLED, OF_SHORT, OF_LINES = 0.8, 0.2, 3.0
#: Weights are kept small: there are more of them than lines that were written.
KEPT_SMALL = 20.0
SEED = 3


def bundled_passages() -> Iterator[tuple[str, Context]]:
    """Yield each English passage of the bundled scenarios, with its context."""
    for path in bundled_scenarios():
        scenario = parse_scenario(path.read_bytes(), path.name)
        for line in scenario_lines(scenario):
            if line.language == "en":
                for passage in passages_of(line.text):
                    yield passage, context_of(line, scenario)


def labeled(path: Path) -> list[dict[str, Any]]:
    """Return the labeled texts of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def examples() -> Iterator[tuple[str, Context, bool, float]]:
    """Yield text, context, whether it is harmful, and what it counts."""
    for passage, context in bundled_passages():
        yield passage, context, False, OF_BUNDLED
    for path in sorted((HERE / "lines").glob("*.jsonl")):
        for entry in labeled(path):
            yield entry["text"], Context(**entry.get("context", {})), entry["verdict"] != "ok", OF_LINES
    chosen = random.Random(SEED)  # noqa: S311 (a choice that can be repeated)
    for name in SHORT:
        entries = [e for e in labeled(HERE / "descriptions" / f"{name}.jsonl") if len(e["text"]) < MOST_LETTERS]
        for entry in chosen.sample(entries, min(len(entries), MOST_OF_A_FILE)):
            yield entry["text"], Context(**(entry.get("context") or {})), entry["verdict"] != "ok", OF_SHORT


def fit() -> None:
    """Find the weights and write them."""
    texts = list(examples())
    rows = numpy.array([meaning_of(to_plain_text(text).plain, context)[0] for text, context, _, _ in texts])
    harmful = numpy.array([float(example[2]) for example in texts])
    counts = numpy.array([example[3] for example in texts])
    middle, spread = rows.mean(0), rows.std(0) + 1e-3
    weights = _logistic(numpy.c_[numpy.ones(len(rows)), (rows - middle) / spread], harmful, counts)
    scaled = weights[1:] / spread
    numpy.save(WEIGHTS_FILE, numpy.r_[weights[0] - scaled @ middle, scaled].astype(numpy.float32))
    print(f"{len(texts)} texts, {int(harmful.sum())} of them harmful; wrote {WEIGHTS_FILE.name}")


def _logistic(rows: Row, harmful: Row, counts: Row) -> Row:
    """Return the weights by Newton's method; each step is solved by conjugate gradients."""
    weights = numpy.zeros(rows.shape[1])
    small = numpy.full(len(weights), KEPT_SMALL)
    small[0] = 0.0
    for _ in range(12):
        likely = 1.0 / (1.0 + numpy.exp(-rows @ weights))
        slope = rows.T @ (counts * (likely - harmful)) + small * weights
        bend = counts * likely * (1.0 - likely)
        step, rest, scale = numpy.zeros_like(weights), -slope, 1.0 / (small + 50.0)
        way, size = scale * rest, rest @ (scale * rest)
        for _ in range(60):
            bent = rows.T @ (bend * (rows @ way)) + small * way
            far = size / (way @ bent)
            step, rest = step + far * way, rest - far * bent
            size, before = rest @ (scale * rest), size
            if size < 1e-3:
                break
            way = scale * rest + size / before * way
        weights = weights + step
        if abs(step).max() < 1e-3:
            break
    return weights


def mark() -> None:
    """Read the bundled passages, and write their marks unless one is in doubt that nobody has cleared."""
    cleared = (
        set(yaml.safe_load(CLEARED_FILE.read_text(encoding="utf-8")) or ()) if CLEARED_FILE.exists() else set()
    )
    doubts: dict[str, str] = {}
    marks = set()
    for passage, context in bundled_passages():
        reading = read_line(passage, context)
        marks.add(mark_of(passage, context))
        if reading.status != "ok":
            doubts[passage] = f"{reading.status} {reading.likelihood:.2f} {reading.rules[0]}"
    new = {passage: doubt for passage, doubt in doubts.items() if passage not in cleared}
    for passage, doubt in new.items():
        print(f"- {json.dumps(passage, ensure_ascii=False)}  # {doubt}")
    if new:
        print(f"{len(new)} passages are in doubt. Reword them, or read them and add them to {CLEARED_FILE.name}.")
        raise SystemExit(1)
    CLEARED_FILE.write_text(
        "# Passages of bundled scenarios that the trained reader doubts. Each was read where it stands in its\n"
        "# scenario, against the statements of the rules, and kept as harmless. No licensed school psychologist\n"
        "# has signed them.\n"
        + "".join(f"- {json.dumps(passage, ensure_ascii=False)}\n" for passage in sorted(doubts)),
        encoding="utf-8",
    )
    READ_BEFORE_FILE.write_text("".join(f"{one}\n" for one in sorted(marks)), encoding="ascii")
    print(f"{len(marks)} passages marked; {len(doubts)} of them cleared")


if __name__ == "__main__":
    {"fit": fit, "mark": mark}[sys.argv[1]]()
