"""Write the trained reader as the program ships it: tables with 8-bit weights, and its list of rules.

python training/export.py reader.pt

Only the weights are rounded, each row by its own factor (in the heads, each column); the network computes in full
precision. Rounding the values between layers too would cost accuracy.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy
import torch
from fit import published_model
from torch import Tensor

from drillplanner.appropriateness.text.reader.network import SCALE
from drillplanner.appropriateness.text.reader.windows import MAX_PIECES

TARGET = Path(__file__).parents[1] / "drillplanner" / "appropriateness" / "text" / "reader" / "model"
#: Smaller tables are not rounded.
LARGE = 1000
#: Tables that are looked up by row, not multiplied by.
EMBEDDINGS = frozenset({"pieces.weight", "places.weight"})
_LARGEST = 127


def shipped_tables(state: Mapping[str, Tensor]) -> dict[str, numpy.ndarray]:
    """Return the tables of a network as they ship; states are multiplied by them from the left."""
    tables: dict[str, numpy.ndarray] = {}
    for name, tensor in state.items():
        values = tensor.detach().float().numpy()
        if name == "kinds.weight":
            tables["kind"] = values[0]  # the second kind is for pairs of texts, which the reader never gets
            continue
        if name == "places.weight":
            values = values[:MAX_PIECES]  # no window is longer
        if values.ndim == 2 and name not in EMBEDDINGS:
            values = values.T
        if values.ndim < 2 or values.size < LARGE:
            tables[name] = numpy.ascontiguousarray(values)
            continue
        across = 1 if name in EMBEDDINGS or name.startswith("layers.") else 0
        scale = numpy.maximum(numpy.abs(values).max(axis=across, keepdims=True), 1e-9) / _LARGEST
        tables[name] = numpy.ascontiguousarray(numpy.rint(values / scale).astype(numpy.int8))
        tables[name + SCALE] = scale.astype(numpy.float32)
    return tables


def main() -> None:
    """Export, round, write."""
    saved = torch.load(sys.argv[1], weights_only=True)
    numpy.savez(TARGET / "reader.npz", **shipped_tables(saved["state"]))
    shutil.copy(published_model() / "vocab.txt", TARGET / "vocab.txt")
    known = {"rules": saved["rules"], "descriptions": saved["descriptions"]}
    (TARGET / "reader.json").write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
