"""Fit the reader's judgment on real passages: ``judgment.npz`` and ``judgment.json``. ``make_reader.py`` calls it:

python training/judgment.py read --out FOLDER                   what the network sees in each passage
python training/judgment.py fit --out FOLDER                    the judgment from all parts
python training/judgment.py fit --out FOLDER --without PART     without one part or watched set, to measure on that

The judgment is a weighted sum of the network's summary of a text, for each verdict (a logistic regression) and for
each rule (a ridge regression, in one system of equations). It learns from the real passages that may be learned
from and, with less weight, from invented texts in their manner. A passage whose readers differ counts for each
verdict by its share of the readings. A second logistic regression tells the real
passages from the invented descriptions of the watched sets. The network has been taught none of them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy
from numpy import float32, float64
from numpy.typing import NDArray
from sets import DESCRIPTIONS, LIKE_REAL, PARTS, REAL, VERDICTS, WATCHED, labels_in, watched_file
from sklearn.linear_model import LogisticRegression

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.input.plain_text import to_plain_text
from drillplanner.appropriateness.text.reader.inference import JUDGED_RULES, JUDGMENT, answers_of
from drillplanner.appropriateness.text.reader.network import SCALE
from drillplanner.appropriateness.text.reader.windows import windows_of

#: How often a real passage counts against an invented one.
REAL_COUNTS = 3.0
#: How freely the weights for verdicts may grow, and how strongly those for rules are held back. Of the values
#: tried on parts that were left out, these were the best or close to it; four times more or less changes little.
FREEDOM, HELD_BACK = 0.0005, 3000.0
#: A rule that fewer texts break is not learned: one text tells nothing that holds for another.
FEWEST_TEXTS = 2
#: When a regression has come close enough to its best; a tenth of it changes no figure.
CLOSE_ENOUGH = 1e-3
#: The largest value of a rounded weight.
_LARGEST = 127


def summaries_of(labels: Sequence[dict[str, Any]]) -> NDArray[float32]:
    """Return what the network sees in the first window of each text."""
    windows = [
        windows_of(to_plain_text(label["text"]).plain, Context.model_validate(label.get("context") or {}))[0]
        for label in labels
    ]
    return numpy.array([summary for _, summary in answers_of(windows)])


def read(folder: Path) -> None:
    """Keep the summaries of all texts that the judgment learns from."""
    files = [*REAL, *map(watched_file, WATCHED), *(DESCRIPTIONS / f"{name}.jsonl" for name in LIKE_REAL)]
    tables = {path.stem: summaries_of(labels_in([path])) for path in files}
    numpy.savez(folder / "summaries.npz", **tables)


def fit(folder: Path, without: str | None) -> None:
    """Fit and write the judgment; ``without`` is a part or a watched set that it must not see."""
    invented = [DESCRIPTIONS / f"{name}.jsonl" for name in LIKE_REAL]
    paths = [*(path for path in REAL if path.stem != without), *invented]
    labels = [(path.stem in PARTS, label) for path in paths for label in labels_in([path])]
    with numpy.load(folder / "summaries.npz") as kept:
        seen = numpy.concatenate([kept[path.stem] for path in paths]).astype(float64)
        watched = numpy.concatenate([kept[name] for name in WATCHED if name != without]).astype(float64)
    counts = numpy.array([REAL_COUNTS if is_real else 1.0 for is_real, _ in labels])
    middle, spread = seen.mean(0), seen.std(0)
    rows = (seen - middle) / spread
    verdicts = verdict_regression(rows, [label for _, label in labels], counts)
    real = rows[[is_real for is_real, _ in labels]]
    like_real = LogisticRegression(C=FREEDOM, max_iter=400, tol=CLOSE_ENOUGH)
    like_real.fit(numpy.concatenate([real, (watched - middle) / spread]), [1.0] * len(real) + [0.0] * len(watched))
    texts_of_rule = Counter(rule for _, label in labels for rule in label.get("rules") or ())
    rules = sorted(rule for rule, texts in texts_of_rule.items() if texts >= FEWEST_TEXTS)
    broken = numpy.array([[float(rule in (label.get("rules") or ())) for rule in rules] for _, label in labels])
    rule_weights, rule_bias = _ridge(rows, broken, counts)
    tables = {
        **_rounded(
            "verdict",
            numpy.concatenate([verdicts.coef_, like_real.coef_]).T,
            numpy.concatenate([verdicts.intercept_, like_real.intercept_]),
            middle,
            spread,
        ),
        **_rounded("rules", rule_weights, rule_bias, middle, spread),
    }
    numpy.savez_compressed(JUDGMENT, **tables)
    JUDGED_RULES.write_text(json.dumps({"rules": rules}, indent=1) + "\n", encoding="utf-8")


def verdict_regression(
    rows: NDArray[float64], labels: Sequence[dict[str, Any]], counts: NDArray[float64]
) -> LogisticRegression:
    """Return the regression of the three verdicts on centered and scaled rows, each counting as told."""
    places, given, parts = zip(*_by_reading(labels), strict=True)
    fitted = LogisticRegression(C=FREEDOM, max_iter=400, tol=CLOSE_ENOUGH)
    return fitted.fit(rows[list(places)], given, sample_weight=counts[list(places)] * parts)


def _by_reading(labels: Sequence[dict[str, Any]]) -> Iterator[tuple[int, int, float]]:
    """Yield the place of each label, the number of a verdict, and the share of its readings that give it."""
    for place, label in enumerate(labels):
        verdicts = [reading["verdict"] for reading in label.get("readings") or (label,)]
        for verdict, count in Counter(verdicts).items():
            yield place, VERDICTS.index(verdict), count / len(verdicts)


def _ridge(
    rows: NDArray[float64], wanted: NDArray[float64], counts: NDArray[float64]
) -> tuple[NDArray[float64], NDArray[float64]]:
    """Return weights and bias of a ridge regression, solved over the texts: they are fewer than the numbers."""
    shift = numpy.average(wanted, axis=0, weights=counts)
    centered = rows - numpy.average(rows, axis=0, weights=counts)
    scaled = centered * numpy.sqrt(counts)[:, None]
    alike = scaled @ scaled.T + HELD_BACK * numpy.eye(len(rows))
    weights = scaled.T @ numpy.linalg.solve(alike, (wanted - shift) * numpy.sqrt(counts)[:, None])
    return weights, shift - numpy.average(rows, axis=0, weights=counts) @ weights


def _rounded(
    name: str,
    weights: NDArray[float64],
    bias: NDArray[float64],
    middle: NDArray[float64],
    spread: NDArray[float64],
) -> dict[str, numpy.ndarray]:
    """Return the tables for a summary that is neither centered nor scaled, with weights of eight bits."""
    whole = weights / spread[:, None]
    scale = numpy.maximum(numpy.abs(whole).max(axis=1, keepdims=True), 1e-12) / _LARGEST
    rounded = numpy.rint(whole / scale).astype(numpy.int8)
    return {
        f"{name}.weight": rounded,
        f"{name}.weight{SCALE}": scale.astype(float32),
        f"{name}.bias": (bias - middle @ (rounded * scale)).astype(float32),
    }


def main() -> None:
    """Read, or fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("read", "fit"))
    parser.add_argument("--out", type=Path, required=True, help="the folder of what was read")
    parser.add_argument("--without", choices=(*PARTS, *WATCHED), help="what it must not see")
    asked = parser.parse_args()
    if asked.what == "read":
        read(asked.out)
    else:
        fit(asked.out, asked.without)


if __name__ == "__main__":
    main()
