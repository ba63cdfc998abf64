"""Turn the reader as it ships, or as it shipped with an earlier commit, into weights to go on from.

python training/restore.py reader.pt
python training/restore.py reader.pt --commit 599771d5

The weights come back rounded to eight bits: a start for ``fit.py --start``, not the weights of before.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
from pathlib import Path
from typing import BinaryIO

import numpy
import torch
from export import EMBEDDINGS, TARGET
from fit import published_model
from network import untrained

from drillplanner.appropriateness.text.reader.network import SCALE


def shipped_file(name: str, commit: str | None) -> BinaryIO:
    """Return a file of the shipped model: as it is, or as it was with a commit of this repository."""
    path = TARGET / name
    if commit is None:
        return path.open("rb")
    folder = Path(__file__).parents[1]
    command = ["git", "show", f"{commit}:{path.relative_to(folder).as_posix()}"]
    return io.BytesIO(subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout)


def restored_state(tables: BinaryIO, rules: int) -> dict[str, torch.Tensor]:
    """Return the weights of a shipped network by name, in full precision."""
    state = untrained(published_model(), rules, 0).state_dict()
    with numpy.load(tables) as stored:
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
            # Fewer places ship than the published model has: no window is longer.
            state[name][: len(whole)] = torch.from_numpy(numpy.ascontiguousarray(whole))
    return state


def main() -> None:
    """Read what ships or shipped, write weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--commit", help="the commit whose reader to take")
    asked = parser.parse_args()
    with (
        shipped_file("reader.json", asked.commit) as known_file,
        shipped_file("reader.npz", asked.commit) as tables,
    ):
        known = json.load(known_file)
        state = restored_state(tables, len(known["rules"]))
    torch.save({"state": state, "rules": known["rules"], "descriptions": known["descriptions"]}, asked.out)


if __name__ == "__main__":
    main()
