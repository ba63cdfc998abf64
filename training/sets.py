"""The labeled texts that the reader and its judgment are made and measured with, by file."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
DESCRIPTIONS = HERE / "descriptions"
EVALUATION = HERE.parent / "tests" / "appropriateness" / "text" / "evaluation"
VERDICTS = ("ok", "cannot_tell", "violation")
#: Real passages that may be learned from, in parts by site; those that are only measured are never read here.
PARTS = (
    *("learnable", "learnable_second", "learnable_third", "learnable_fourth", "learnable_fifth"),
    *("learnable_sixth", "learnable_seventh", "learnable_eighth"),
)
REAL = tuple(EVALUATION.parent / "real_passages" / f"{name}.yaml" for name in PARTS)
#: Invented texts in the manner of real passages.
LIKE_REAL = ("reports_and_ordinary", "accounts_and_everyday", "told_in_practice")
#: Sets that are measured while a reader is made, and that weights and thresholds are found on, but never taught.
WATCHED = ("hand_a", "hand_b", "catalogue", "examination")
#: What the lexicon answered to real passages before any of its words were chosen after reading them.
_WORDS_BEFORE = HERE / "words_before.csv"


def watched_file(name: str) -> Path:
    """Return the file of a watched set."""
    return EVALUATION / f"{name}.yaml"


@lru_cache(maxsize=1)
def words_before() -> dict[str, str]:
    """Return the answer of the lexicon of its time, by the id of a real passage.

    The passages of the parts from the sixth on are not in it: no word has been chosen after reading them.
    """
    with _WORDS_BEFORE.open(encoding="utf-8", newline="") as rows:
        return {row["id"]: row["answer"] for row in csv.DictReader(rows)}


def labels_in(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Return the labeled descriptions of these files: YAML lists, or JSON lines."""
    labels: list[dict[str, Any]] = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            labels += [json.loads(line) for line in text.splitlines() if line.strip()]
        else:
            labels += yaml.load(text, yaml.CSafeLoader)
    return labels
