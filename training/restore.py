"""Turn the reader as it ships back into weights that a further teaching can start from.

python training/restore.py reader.pt

The weights come back rounded to eight bits: a start for ``fit.py --start``, not the weights of before.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy
import torch
from export import EMBEDDINGS, TARGET
from fit import published_model
from network import untrained

from drillplanner.appropriateness.text.reader.network import SCALE


def restored_state(path: Path, rules: int) -> dict[str, torch.Tensor]:
    """Return the weights of a shipped network by name, in full precision."""
    state = untrained(published_model(), rules, 0).state_dict()
    with numpy.load(path) as stored:
        for name in stored.files:
            if name.endswith(SCALE):
                continue
            values = stored[name].astype(numpy.float32)
            if name + SCALE in stored.files:
                values = values * stored[name + SCALE]
            if name == "kind":
                state["kinds.weight"][0] = torch.from_numpy(values)
                continue
            whole = values.T if values.ndim == 2 and name not in EMBEDDINGS else values
            state[name] = torch.from_numpy(numpy.ascontiguousarray(whole))
    return state


def main() -> None:
    """Read what ships, write weights."""
    known = json.loads((TARGET / "reader.json").read_text(encoding="utf-8"))
    state = restored_state(TARGET / "reader.npz", len(known["rules"]))
    torch.save({"state": state, "rules": known["rules"], "descriptions": known["descriptions"]}, sys.argv[1])


if __name__ == "__main__":
    main()
