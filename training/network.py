"""The network: six layers of a published sentence model, and three heads for verdict, rules, and evidence.

The layers start from all-MiniLM-L6-v2. The output of ``lower`` is computed once and cached while the layers
above it are trained: the word embeddings and the lowest ``kept`` layers are never trained.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from sets import VERDICTS
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
PIECES, PLACES = 30522, 512

_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "joined": "attention.output.dense",
    "norm_attention": "attention.output.LayerNorm",
    "widened": "intermediate.dense",
    "narrowed": "output.dense",
    "norm_output": "output.LayerNorm",
}


class Layer(nn.Module):
    """One transformer layer in the published form (norm after each half)."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.joined = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm_attention = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widened, self.narrowed = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_output = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, states: Tensor, mask: Tensor, dropped: float = 0.0) -> Tensor:
        """``states`` (texts, pieces, width); ``mask`` is added to the attention scores."""
        texts, pieces, _ = states.shape

        def by_head(values: Tensor) -> Tensor:
            return values.view(texts, pieces, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = by_head(self.query(states)), by_head(self.key(states)), by_head(self.value(states))
        attention = torch.softmax(query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + mask, -1)
        seen = (attention @ value).transpose(1, 2).reshape(texts, pieces, WIDTH)
        states = self.norm_attention(states + functional.dropout(self.joined(seen), dropped, self.training))
        inner = functional.gelu(self.widened(states))
        return self.norm_output(states + functional.dropout(self.narrowed(inner), dropped, self.training))


class Reader(nn.Module):
    """Verdict, rules, and evidence for a window of text."""

    def __init__(self, rules: int) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(PIECES, WIDTH), nn.Embedding(PLACES, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.verdict = nn.Sequential(
            nn.Linear(3 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(0.1), nn.Linear(WIDTH, len(VERDICTS))
        )
        self.rules = nn.Linear(3 * WIDTH, rules)
        self.evidence = nn.Linear(WIDTH, 1)

    def forward(self, pieces: Tensor, is_there: Tensor, is_text: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores (logits) of the verdicts, of each rule, and of each piece as evidence."""
        return self.upper(self.lower(pieces, is_there, 0), is_there, is_text, 0)

    def lower(self, pieces: Tensor, is_there: Tensor, kept: int) -> Tensor:
        """Return the output of the first ``kept`` layers for the pieces."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.norm(self.pieces(pieces) + self.places(places) + self.kinds.weight[0])
        for layer in self.layers[:kept]:
            states = layer(states, _mask(is_there))
        return states

    def upper(
        self, states: Tensor, is_there: Tensor, is_text: Tensor, kept: int, dropped: float = 0.0
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return the scores of the heads, from the output of ``lower``."""
        for layer in self.layers[kept:]:
            states = layer(states, _mask(is_there), dropped)
        states = states.float()
        evidence = self.evidence(states).squeeze(-1).float()
        inside = is_text.float()
        mean = (states * inside.unsqueeze(-1)).sum(1) / inside.sum(1, keepdim=True).clamp(min=1)
        share = torch.softmax(evidence - (1 - inside) * 1e4, 1)
        pointed_at = (states * share.unsqueeze(-1)).sum(1)
        seen = torch.cat([states[:, 0], mean, pointed_at], 1)
        return self.verdict(seen).float(), self.rules(seen).float(), evidence


def _mask(is_there: Tensor) -> Tensor:
    return (1.0 - is_there.float())[:, None, None, :] * -1e4


def untrained(published: Path, rules: int, kept: int) -> Reader:
    """Return the network with the published layers and untrained heads; the lowest ``kept`` layers are frozen."""
    weights = load_file(published / "model.safetensors")
    renamed = {
        "pieces.weight": weights["embeddings.word_embeddings.weight"],
        "places.weight": weights["embeddings.position_embeddings.weight"],
        "kinds.weight": weights["embeddings.token_type_embeddings.weight"],
    }
    for part in ("weight", "bias"):
        renamed[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
        for layer in range(LAYERS):
            for ours, theirs in _NAMES.items():
                renamed[f"layers.{layer}.{ours}.{part}"] = weights[f"encoder.layer.{layer}.{theirs}.{part}"]
    network = Reader(rules)
    missing = network.load_state_dict(renamed, strict=False).missing_keys
    if any(name.split(".")[0] not in {"verdict", "rules", "evidence"} for name in missing):
        raise ValueError(f"the published model lacks {missing}")
    for module in (network.pieces, network.places, network.kinds, network.norm, *network.layers[:kept]):
        module.requires_grad_(requires_grad=False)
    return network
