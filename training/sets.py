"""The labeled texts that the reader and its judgment are made and measured with, by file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
DESCRIPTIONS = HERE / "descriptions"
EVALUATION = HERE.parent / "tests" / "appropriateness" / "text" / "evaluation"
VERDICTS = ("ok", "cannot_tell", "violation")
#: Real passages that may be learned from, in parts by site; those that are only measured are never read here.
PARTS = ("learnable", "learnable_second", "learnable_third", "learnable_fourth", "learnable_fifth")
REAL = tuple(EVALUATION.parent / "real_passages" / f"{name}.yaml" for name in PARTS)
#: Invented texts in the manner of real passages.
LIKE_REAL = ("reports_and_ordinary", "accounts_and_everyday", "told_in_practice")
#: Sets that are measured while a reader is made, and that weights and thresholds are found on, but never taught.
WATCHED = ("hand_a", "hand_b", "catalogue", "examination")


def watched_file(name: str) -> Path:
    """Return the file of a watched set."""
    return EVALUATION / f"{name}.yaml"


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
