"""The layers that read single lines: the reader's upper layers, taught on lines, with a head of their own.

The lower layers are the reader's as it ships. On its own because ``mark`` of ``lines.py`` must run without torch.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch
from export import shipped_tables
from network import LAYERS, WIDTH, Layer
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_
from torch.nn.utils.rnn import pad_sequence

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.reader.inference import MODEL
from drillplanner.appropriateness.text.reader.inner_states import SHARED_LAYERS, inner_states_of
from drillplanner.appropriateness.text.reader.network import tables_in

#: Rounds over the examples; the rate of the highest layer, of a layer against the one above it, and of the head.
ROUNDS, RATE, FADING, HEAD_RATE = 4, 1.5e-4, 0.8, 5.0
#: Pieces a batch; texts that are sorted by length at a time.
BATCH_PIECES, SORTED_AT_A_TIME = 1200, 600
#: A label is taken as this much less than certain.
DOUBT = 0.02


class LineLayers(nn.Module):
    """The upper layers, and from the first piece, the mean and the pieces pointed at, the score of harm."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(SHARED_LAYERS, LAYERS))
        self.pointing = nn.Linear(WIDTH, 1)
        self.harm = nn.Linear(3 * WIDTH, 1)

    def forward(self, states: Tensor, is_text: Tensor, is_there: Tensor, dropped: float = 0.0) -> Tensor:
        """Return the score (logit) of each text; ``states`` are (texts, pieces, width)."""
        mask = (1.0 - is_there)[:, None, None, :] * -1e4
        for layer in self.layers:
            states = layer(states, mask, dropped)
        states = states.float()
        inside = is_text.unsqueeze(-1)
        mean = (states * inside).sum(1) / inside.sum(1)
        share = torch.softmax(self.pointing(states).squeeze(-1) - (1 - is_text) * 1e4, 1)
        pointed_at = (states * share.unsqueeze(-1)).sum(1)
        seen = torch.cat([states[:, 0], mean, pointed_at], 1)
        harm: Tensor = self.harm(functional.dropout(seen, dropped, self.training)).squeeze(-1)
        return harm


@dataclass(frozen=True, eq=False)
class LineExample:
    """A line as the shared layers see it, whether it is harmful, and what it counts."""

    states: Tensor
    is_text: Tensor
    harmful: bool
    counts: float


def example_of(plain: str, context: Context, counts: float, *, harmful: bool) -> LineExample:
    """Return a plain text with its context as an example."""
    inner = inner_states_of(plain, context)
    states = torch.from_numpy(inner.states).to(torch.bfloat16)
    return LineExample(states, torch.tensor(inner.is_text, dtype=torch.float32), harmful, counts)


def taught(examples: Sequence[LineExample], seed: int) -> LineLayers:
    """Teach the layers, from the reader's own; returns them."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 (an order that can be repeated)
    layers = LineLayers()
    for layer, state in zip(layers.layers, _shipped_layers(), strict=True):
        layer.load_state_dict(state)
    top = len(layers.layers) - 1
    groups = [
        {"params": list(layer.parameters()), "rate": RATE * FADING ** (top - at)}
        for at, layer in enumerate(layers.layers)
    ]
    heads = [*layers.pointing.parameters(), *layers.harm.parameters()]
    optimizer = torch.optim.AdamW(
        [*groups, {"params": heads, "rate": HEAD_RATE * RATE}], weight_decay=0.01, fused=True
    )
    total, step = len(_batches(examples, chance)) * ROUNDS, 0
    layers.train()
    for turn in range(ROUNDS):
        for batch in _batches(examples, chance):
            for group in optimizer.param_groups:
                group["lr"] = group["rate"] * max(0.02, min(1.0, step / (0.06 * total), 1.0 - step / total))
            _loss(layers, batch).backward()
            clip_grad_norm_(layers.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
        print(f"round {turn + 1} of {ROUNDS}", flush=True)
    return layers.eval()


def scores_of(layers: LineLayers, examples: Sequence[LineExample]) -> list[float]:
    """Return the likelihood of harm of each text."""
    scores = []
    with torch.no_grad():
        for one in examples:
            is_text = one.is_text[None]
            scores.append(
                float(torch.sigmoid(layers(one.states[None].float(), is_text, torch.ones_like(is_text))))
            )
    return scores


def _loss(layers: LineLayers, batch: Sequence[LineExample]) -> Tensor:
    states = pad_sequence([example.states for example in batch], batch_first=True).float()
    is_text = pad_sequence([example.is_text for example in batch], batch_first=True)
    is_there = pad_sequence([torch.ones(len(example.is_text)) for example in batch], batch_first=True)
    harmful = torch.tensor([float(example.harmful) for example in batch]) * (1 - 2 * DOUBT) + DOUBT
    counts = torch.tensor([example.counts for example in batch])
    with torch.autocast("cpu", torch.bfloat16):
        score = layers(states, is_text, is_there, 0.1)
    losses = functional.binary_cross_entropy_with_logits(score.float(), harmful, reduction="none")
    return (losses * counts).sum() / counts.sum()


def _batches(examples: Sequence[LineExample], chance: random.Random) -> list[list[LineExample]]:
    """Group examples of similar length, in an order of chance."""
    order = list(examples)
    chance.shuffle(order)
    batches: list[list[LineExample]] = []
    for first in range(0, len(order), SORTED_AT_A_TIME):
        batch: list[LineExample] = []
        for example in sorted(order[first : first + SORTED_AT_A_TIME], key=lambda one: len(one.is_text)):
            if batch and len(example.is_text) * (len(batch) + 1) > BATCH_PIECES:
                batches.append(batch)
                batch = []
            batch.append(example)
        batches.append(batch)
    chance.shuffle(batches)
    return batches


def _shipped_layers() -> list[dict[str, Tensor]]:
    """Return the weights of the reader's upper layers, restored from eight bits."""
    tables = tables_in(MODEL).whole
    return [
        {
            name.removeprefix(f"layers.{at}."): torch.tensor(values.T.copy())
            for name, values in tables.items()
            if name.startswith(f"layers.{at}.")
        }
        for at in range(SHARED_LAYERS, LAYERS)
    ]


def write_layers(layers: LineLayers, path: Path) -> None:
    """Write the layers as the program reads them, with weights of eight bits."""
    numpy.savez(path, **shipped_tables(layers.state_dict()))
