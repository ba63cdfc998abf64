"""Two independent checkers of accessible PDF (outloud and pdfua) over all paper of a workspace.

``python -m benchmarks.check_forms`` plans the bundled example, prints its paper and names what the checkers call
an error; ``--workspace DIR`` takes another planned one, ``--only forms`` one output, ``--every 10`` every tenth
file. Ends with 1 where there is an error. Both checkers come with ``pip install -e .[test]``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from drillplanner import planning
from drillplanner.example import copy_example
from drillplanner.solve.solver import Settings

OUTPUTS = "sheets,forms,exercises,packets,binder"


def complaints(path: Path) -> tuple[str, ...]:
    """What the checkers call an error in the file, each with the checker's name, rule and page; none is good."""
    return (*_outloud(path), *_pdfua(path))


def _outloud(path: Path) -> Iterator[str]:
    import outloud

    result = outloud.check(str(path))
    if result.error:
        yield f"outloud could not read it: {result.error}"
    yield from (f"outloud {run.rule} crashed: {run.reason}" for run in result.runs if run.status == "crashed")
    for one in result.findings:
        if one.severity == "error":
            yield f"outloud {one.rule}, page {one.page}: {one.message} ({one.evidence})"


def _pdfua(path: Path) -> Iterator[str]:
    import pdfua

    for one in pdfua.validate(str(path)).findings:
        if one.severity is pdfua.Severity.ERROR:
            yield f"pdfua {one.rule_id}: {one.message}"


def _checked(path: Path) -> tuple[Path, tuple[str, ...]]:
    return path, complaints(path)


def main() -> int:
    """Print the files of a workspace and check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, help="a planned workspace; without it the bundled example")
    parser.add_argument("--only", default=OUTPUTS, help="which outputs, joined by commas")
    parser.add_argument("--every", type=int, default=1, help="check only every so many-th file")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = asked.workspace or Path(folder) / "example"
        if asked.workspace is None:
            copy_example(workspace)
            planning.plan(planning.prepare(workspace), Settings())
        written = planning.publish(planning.prepare(workspace), tuple(asked.only.split(",")))
        chosen = sorted(path for path in written if path.suffix == ".pdf")[:: asked.every]
        wrong = 0
        with ProcessPoolExecutor() as pool:
            for path, found in pool.map(_checked, chosen):
                wrong += bool(found)
                for one in found:
                    print(f"{path.relative_to(workspace)}: {one}")
    print(f"{len(chosen)} files checked, {wrong} with errors.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
