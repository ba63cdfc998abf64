"""Two independent checkers of accessible PDF (outloud and pdfua) over all paper of a workspace.

``python -m benchmarks.check_forms`` plans the bundled example, prints its paper and names what the checkers call
an error; ``--workspace DIR`` takes another planned one, ``--only forms`` one output, ``--every 10`` every tenth
file, ``--as-written`` what lies in ``out/`` already, ``--files PDF ...`` those files and no others. Every file
is read by both. What was read is on record
(``--record``, by the hash of the file), so that a run that is stopped goes on where it was. Ends with 1 where
there is an error. ``--page`` writes the figures into docs/forms.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.checked_files import read_all
from benchmarks.page import write_between
from benchmarks.pdf_checkers import Reading, checkers
from drillplanner import api
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.example import copy_example

OUTPUTS = "sheets,forms,exercises,notices,packets,binder"
#: The binder lies among the packets.
BINDER = "packets/district.pdf"
PAGE = Path(__file__).parent.parent / "docs" / "forms.md"
SECONDS_BETWEEN_LINES = 20.0


def kind_of(name: str) -> str:
    """The output that a file of ``out/`` belongs to."""
    return "binder" if name == BINDER else name.partition("/")[0]


def summary(names: Iterable[str], readings: Iterable[tuple[str, Reading]]) -> str:
    """Files, how many were read, their pages, and how many have an error, by output and in all, as a table."""
    files = Counter(kind for name in names for kind in (kind_of(name), "all"))
    read: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for name, reading in readings:
        for kind in (kind_of(name), "all"):
            read[kind] += 1
            pages[kind] += reading.pages
            wrong[kind] += bool(reading.errors)
    order = sorted(files, key=lambda kind: (kind == "all", kind))
    lines = ["| output | files | read by both | pages of those | with an error |", "| --- " + "| ---: " * 4 + "|"]
    lines += [
        f"| {kind} | {files[kind]:,} | {read[kind]:,} | {pages[kind]:,} | {wrong[kind]:,} |" for kind in order
    ]
    return "\n".join(lines)


def remarks(readings: Iterable[tuple[str, Reading]]) -> list[str]:
    """What is no error, counted: by checker and rule, how often and in how many files."""
    times: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for _, reading in readings:
        for name, number in reading.remarks:
            times[name] += number
            files[name] += 1
    return [f"{name}: {times[name]:,} in {files[name]:,} files" for name in sorted(times)]


class _Told:
    """Progress on the error output, with the time at which the run is expected to end."""

    def __init__(self) -> None:
        self.began = self.told = time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if done == of or now - self.told >= SECONDS_BETWEEN_LINES:
            self.told = now
            end = time.strftime("%H:%M", time.localtime(time.time() + (now - self.began) * (of - done) / done))
            print(f"{done / of:.0%} of {of / 1e6:.0f} MB read; ends about {end}", file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, help="a planned workspace; without it the bundled example")
    parser.add_argument("--only", default=OUTPUTS, help="which outputs, joined by commas")
    parser.add_argument("--every", type=int, default=1, help="check only every so many-th file")
    parser.add_argument("--files", type=Path, nargs="+", help="check these PDFs, of no workspace")
    parser.add_argument("--as-written", action="store_true", help="check the files of out/, and write none anew")
    parser.add_argument(
        "--record", type=Path, help="which files were read (default: checked.jsonl in the workspace)"
    )
    parser.add_argument("--processes", type=int, default=2, help="0: read no more, and tell what is on record")
    parser.add_argument("--page", action="store_true", help="write the figures into docs/forms.md")
    asked = parser.parse_args()
    if asked.files and (asked.page or asked.as_written or asked.workspace):
        parser.error("--files goes with none of --workspace, --as-written and --page")
    if asked.as_written and asked.workspace is None:
        parser.error("--as-written needs --workspace")
    return asked


def _files(workspace: Path, asked: argparse.Namespace) -> list[Path]:
    """The chosen PDFs of a workspace, printed now unless they lie there already; or those that are named."""
    if asked.files:
        return sorted(asked.files)
    only = tuple(asked.only.split(","))
    if asked.as_written:
        out = workspace / "out"
        written = [one for one in out.rglob("*.pdf") if kind_of(one.relative_to(out).as_posix()) in only]
    else:
        written = list(api.publish(api.prepare(workspace), only))
    return sorted(path for path in written if path.suffix == ".pdf")[:: asked.every]


def main() -> int:
    """Print the files of a workspace and check them."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        workspace = asked.workspace or Path(folder) / "example"
        if asked.workspace is None and not asked.files:
            copy_example(workspace)
            api.plan(api.prepare(workspace), SolverSettings())
        chosen = _files(workspace, asked)
        record = asked.record or (asked.files[0].parent if asked.files else workspace) / "checked.jsonl"
        readings: list[tuple[str, Reading]] = []
        for path, reading in read_all(chosen, record, asked.processes, _Told()):
            name = path.name if asked.files else path.relative_to(workspace / "out").as_posix()
            readings.append((name, reading))
            for error in reading.errors:
                print(f"{name}: {error}", flush=True)
        names = [path.name if asked.files else path.relative_to(workspace / "out").as_posix() for path in chosen]
    print(summary(names, readings), "", f"Read by {checkers()}.", *remarks(readings), sep="\n")
    if asked.page:
        write_between(PAGE, "checked", summary(names, readings))
    return 1 if any(reading.errors for _, reading in readings) else 0


if __name__ == "__main__":
    sys.exit(main())
