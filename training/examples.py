"""Labeled descriptions as training examples."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from sets import VERDICTS
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.input.plain_text import to_plain_text
from drillplanner.appropriateness.text.reader.windows import TokenWindow, windows_of

#: Longer texts are not joined with others.
SHORT_CHARACTERS = 450


@dataclass
class Example:
    """A description in word pieces; ``evidence`` marks the pieces that are evidence, None if unmarked."""

    pieces: tuple[int, ...]
    is_text: tuple[bool, ...]
    evidence: tuple[bool, ...] | None
    verdict: int
    rules: tuple[str, ...]
    lower: Tensor = field(default_factory=lambda: torch.empty(0), repr=False)


@dataclass(frozen=True)
class Batch:
    """Examples of one batch, padded to the longest."""

    pieces: Tensor
    is_there: Tensor
    is_text: Tensor
    evidence: Tensor
    is_marked: Tensor
    verdict: Tensor
    rules: Tensor
    lower: Tensor


def example_of(label: dict[str, Any], plain: str | None = None) -> Example:
    """Return a label as an example; ``plain`` replaces the label's own text.

    Of a text longer than a window, the window with the most evidence is used.
    """
    plain = to_plain_text(label["text"]).plain if plain is None else plain
    spans = [span for quoted in label.get("evidence") or () if (span := _place(quoted, plain)) is not None]
    windows = windows_of(plain, Context.model_validate(label.get("context") or {}))
    marks = [_marked(window, spans) for window in windows]
    best = max(range(len(windows)), key=lambda at: (sum(marks[at]), -at))
    known = any(marks[best]) or label["verdict"] == "ok"
    return Example(
        pieces=windows[best].pieces,
        is_text=windows[best].is_text,
        evidence=marks[best] if known else None,
        verdict=VERDICTS.index(label["verdict"]),
        rules=tuple(label.get("rules") or ()),
    )


def _marked(window: TokenWindow, spans: Sequence[tuple[int, int]]) -> tuple[bool, ...]:
    return tuple(
        is_text and any(start < last and end > first for first, last in spans)
        for is_text, (start, end) in zip(window.is_text, window.spans, strict=True)
    )


def _place(quoted: str, plain: str) -> tuple[int, int] | None:
    seen = to_plain_text(quoted).plain
    start = plain.find(seen)
    return None if start < 0 else (start, start + len(seen))


def joined(labels: Sequence[dict[str, Any]], share: float, chance: random.Random) -> Iterator[Example]:
    """Yield further examples: a description among up to six careful ones, with the same label."""
    alone = [
        label
        for label in labels
        if not label.get("context")
        and len(label["text"]) < SHORT_CHARACTERS
        and (label["verdict"] == "ok" or label.get("evidence"))
    ]
    careful = [label for label in alone if label["verdict"] == "ok"]
    for _ in range(int(len(labels) * share)):
        label = chance.choice(alone)
        parts = [label, *chance.sample(careful, chance.choice((1, 1, 2, 3, 4, 6)))]
        chance.shuffle(parts)
        between = chance.choice((" ", "\n", "\n\n"))
        yield example_of(label, between.join(to_plain_text(part["text"]).plain.strip() for part in parts))


def batches(examples: Sequence[Example], most_pieces: int, chance: random.Random | None) -> list[list[Example]]:
    """Group examples of similar length into batches of at most ``most_pieces``; shuffle if ``chance`` is given."""
    order = list(examples)
    if chance is not None:
        chance.shuffle(order)
    found_batches: list[list[Example]] = []
    for first in range(0, len(order), 800):
        batch: list[Example] = []
        for example in sorted(order[first : first + 800], key=lambda example: len(example.pieces)):
            if batch and len(example.pieces) * (len(batch) + 1) > most_pieces:
                found_batches.append(batch)
                batch = []
            batch.append(example)
        if batch:
            found_batches.append(batch)
    if chance is not None:
        chance.shuffle(found_batches)
    return found_batches


def together(examples: Sequence[Example], rules: Sequence[str]) -> Batch:
    """Return a batch as tensors."""
    place = {rule: index for index, rule in enumerate(rules)}
    broken = torch.zeros(len(examples), len(rules))
    for row, example in enumerate(examples):
        for rule in example.rules:
            if rule in place:
                broken[row, place[rule]] = 1.0

    def filled(rows: Sequence[Sequence[float]]) -> Tensor:
        return pad_sequence([torch.tensor(row) for row in rows], batch_first=True)

    return Batch(
        pieces=filled([example.pieces for example in examples]),
        is_there=filled([[1] * len(example.pieces) for example in examples]),
        is_text=filled([example.is_text for example in examples]),
        evidence=filled(
            [[float(m) for m in example.evidence or [False] * len(example.pieces)] for example in examples]
        ),
        is_marked=torch.tensor([float(example.evidence is not None) for example in examples]),
        verdict=torch.tensor([example.verdict for example in examples]),
        rules=broken,
        lower=pad_sequence([example.lower for example in examples], batch_first=True).float(),
    )
