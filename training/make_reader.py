"""Make the judgment of the reader and the decision that ship: judgment.npz, judgment.json, and decision.yaml.

python training/make_reader.py FOLDER

The network stays as it is: it was taught 53,957 invented descriptions and no real passage (README.md says how).
For each part of the real passages that may be learned from, and for each watched set, a judgment is fitted without
it and reads it; from that the weights and thresholds are found. What ships is the judgment from all of them. Some
minutes of one core; FOLDER keeps what was read on the way.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sets import PARTS, WATCHED

HERE = Path(__file__).parent


def run(script: str, *arguments: str | Path) -> None:
    """Run a script of this folder; stop if it fails."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    subprocess.run(command, check=True)


def main() -> None:
    """Read, fit, decide."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    run("judgment.py", "read", "--out", folder)
    for part in (*PARTS, *WATCHED):
        run("judgment.py", "fit", "--out", folder, "--without", part)
        run("decide.py", "read", part, "--out", folder)
    run("judgment.py", "fit", "--out", folder)
    run("decide.py", "find", "--out", folder, "--write")


if __name__ == "__main__":
    main()
