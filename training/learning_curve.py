"""What more real passages are worth: the judgment from a part of them, read on a file that it has not seen.

python training/learning_curve.py --out FOLDER     after make_reader.py with the same folder; writes README.md

The recall (a question counts half) is the best that any thresholds give where at most 0.05 of the harmless
passages are alarmed and 0.10 asked about. They are chosen on the answers themselves, so all rows flatter alike.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy
from judgment import REAL_COUNTS, verdict_regression
from numpy import bool_, float64
from numpy.typing import NDArray
from sets import HERE, LIKE_REAL, PARTS, REAL, labels_in

from benchmarks.page import write_between

#: The file that is read: the newest that was measured when no one had seen it, gathered by others.
READ = "learnable_seventh"
#: The shares of the other passages that the judgment is fitted on, and how many draws of each are averaged.
SHARES, DRAWS = (0.125, 0.25, 0.5, 1.0), 3
ALARMED_MOST, ASKED_MOST = 0.05, 0.10
#: How many thresholds of a violation are tried.
TRIED = 60


#: Returns how likely the three verdicts are, by rows.
Reads = Callable[[NDArray[float64]], NDArray[float64]]


class Verdicts(NamedTuple):
    """How likely each of some texts is a violation, and something wrong or open; and which texts are which."""

    violation: NDArray[float64]
    concern: NDArray[float64]
    is_violation: NDArray[bool_]
    is_harmless: NDArray[bool_]


def best_recall(given: Verdicts) -> float:
    """Return the best recall within the harmless passages that may be alarmed and asked about."""
    harmless = int(given.is_harmless.sum())
    best = 0.0
    for least in numpy.quantile(
        given.violation[given.is_harmless], numpy.linspace(1 - 2 * ALARMED_MOST, 1, TRIED)
    ):
        alarmed = given.violation > least
        if (alarmed & given.is_harmless).sum() > ALARMED_MOST * harmless:
            continue
        open_ones = numpy.sort(given.concern[given.is_harmless & ~alarmed])[::-1]
        asked = ~alarmed & (given.concern > open_ones[int(ASKED_MOST * harmless)])
        best = max(best, float((alarmed + 0.5 * asked)[given.is_violation].mean()))
    return best


def read_by(rows: NDArray[float64], labels: Sequence[dict[str, Any]], counts: NDArray[float64]) -> Reads:
    """Return the regression of verdicts fitted on these rows, and how they were scaled, as a function of rows."""
    middle, spread = rows.mean(0), rows.std(0)
    fitted = verdict_regression((rows - middle) / spread, labels, counts)
    return lambda others: fitted.predict_proba((others - middle) / spread)


def main() -> None:
    """Fit on growing shares, read the file, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="the folder of what was read")
    folder = parser.parse_args().out
    labels = {path.stem: labels_in([path]) for path in REAL}
    with numpy.load(folder / "summaries.npz") as kept:
        seen = {name: kept[name].astype(float64) for name in (*PARTS, *LIKE_REAL)}
    others = [name for name in PARTS if name != READ]
    pool = [(row, label) for name in others for row, label in zip(seen[name], labels[name], strict=True)]
    invented = [
        (row, label)
        for name in LIKE_REAL
        for row, label in zip(seen[name], labels_in([HERE / "descriptions" / f"{name}.jsonl"]), strict=True)
    ]
    verdicts = numpy.array([label["verdict"] for label in labels[READ]])
    lines = ["| real passages learned from | recall |", "| ---: | ---: |"]
    for share in SHARES:
        recalls = []
        for draw in range(DRAWS if share < 1 else 1):
            chosen = random.Random(draw).sample(pool, int(share * len(pool)))  # noqa: S311 - the same every time
            rows, of_rows = zip(*chosen, *invented, strict=True)
            counts = numpy.array([REAL_COUNTS] * len(chosen) + [1.0] * len(invented))
            likely = read_by(numpy.array(rows), of_rows, counts)(seen[READ])
            given = Verdicts(likely[:, 2], likely[:, 1:].sum(1), verdicts == "violation", verdicts == "ok")
            recalls.append(best_recall(given))
        lines.append(f"| {int(share * len(pool)):,} | {sum(recalls) / len(recalls):.2f} |")
        print(lines[-1], flush=True)
    write_between(HERE / "README.md", "learning curve", "\n".join(lines))


if __name__ == "__main__":
    main()
