"""Make another reader and its decision, in place of those that ship: reader.npz, reader.json, and decision.yaml.

python training/make_reader.py FOLDER

Four readers are taught, each from the last reader that had read no real passage (``START``): three without one
part of the real passages that may be learned from, and one on all of them. Each of the three reads the part that
it was not taught; from that, and from the watched sets, the weights and thresholds are found. The result is the
mean of the four. It was measured and does not ship: README.md says why, and how long it takes. FOLDER keeps what
is done, so that a run that was stopped goes on.
"""

from __future__ import annotations

import subprocess
import sys
from itertools import chain
from pathlib import Path

from fit import PARTS

HERE = Path(__file__).parent
#: The commit whose reader had been taught 53,957 invented descriptions and no real passage.
START = "599771d51ee46ff005ef80a25bb68b123f40d0ec"
#: Invented texts in the manner of real passages.
LIKE_REAL = ("reports_and_ordinary", "accounts_and_everyday")
TEACHING = {
    "--kept": "4",
    "--rounds": "2",
    "--rate": "1.5e-4",
    "--times": "2",
    "--others": "1600",
    "--joined": "0.4",
}


def run(script: str, *arguments: str | Path) -> None:
    """Run a script of this folder; stop if it fails."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    subprocess.run(command, check=True)


def teach(folder: Path, name: str, left_out: tuple[str, ...]) -> Path:
    """Teach the reader ``name`` without the parts in ``left_out``, if that is not done, and return its weights."""
    weights = folder / f"{name}.pt"
    if not weights.exists():
        of = ("--of", *(part for part in PARTS if part not in left_out), *LIKE_REAL)
        leave_out = ("--leave-out", *left_out) if left_out else ()
        run("fit.py", "--start", folder / "start.pt", *chain(*TEACHING.items()), *of, *leave_out, "--out", weights)
    return weights


def main() -> None:
    """Teach, read, decide."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "start.pt").exists():
        run("restore.py", folder / "start.pt", "--commit", START)
    readers = [teach(folder, "reader", ())]
    for part in PARTS:
        readers.append(teach(folder, f"without_{part}", (part,)))
        if not (folder / f"{part}.read").exists():
            run("export.py", readers[-1])
            run("decide.py", "read", part, "--out", folder)
    run("export.py", *readers)
    run("decide.py", "read", "watched", "--out", folder)
    run("decide.py", "find", "--out", folder, "--write")


if __name__ == "__main__":
    main()
