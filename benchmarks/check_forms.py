"""Accessibility of all PDFs of a workspace, by two independent checkers (outloud and pdfua).

``python -m benchmarks.check_forms`` plans the bundled example, publishes its PDFs, and prints what the checkers
report as an error. ``--workspace DIR`` checks another planned workspace, ``--only forms`` one output, ``--every
10`` every tenth file, ``--as-written`` the files that are already in ``out/``, and ``--files PDF ...`` only
those files. Both checkers read every file. Results are recorded by the hash of the file (``--record``), so that
a stopped run continues where it was. Exit code 1 if there is an error. ``--page`` writes the figures into
docs/forms.md.
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

OUTPUTS = "sheets,forms,exercises,notices,packets,binder,cards,year"
#: The binder is in the folder of the packets.
BINDER = "packets/district.pdf"
PAGE = Path(__file__).parent.parent / "docs" / "forms.md"
SECONDS_BETWEEN_LINES = 20.0


def output_of(name: str) -> str:
    """Return the output that a file of ``out/`` belongs to."""
    return "binder" if name == BINDER else name.partition("/")[0]


def summary(names: Iterable[str], readings: Iterable[tuple[str, Reading]]) -> str:
    """Return a table, by output and in total: files, files read and their pages, and files with an error."""
    files = Counter(output for name in names for output in (output_of(name), "all"))
    read: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    faulty: Counter[str] = Counter()
    for name, reading in readings:
        for output in (output_of(name), "all"):
            read[output] += 1
            pages[output] += reading.pages
            faulty[output] += bool(reading.errors)
    order = sorted(files, key=lambda output: (output == "all", output))
    lines = ["| output | files | read by both | pages of those | with an error |", "| --- " + "| ---: " * 4 + "|"]
    lines += [
        f"| {output} | {files[output]:,} | {read[output]:,} | {pages[output]:,} | {faulty[output]:,} |"
        for output in order
    ]
    return "\n".join(lines)


def remarks(readings: Iterable[tuple[str, Reading]]) -> list[str]:
    """Return what is not an error: by checker and rule, how often it occurs and in how many files."""
    times: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for _, reading in readings:
        for rule, number in reading.remarks:
            times[rule] += number
            files[rule] += 1
    return [f"{rule}: {times[rule]:,} in {files[rule]:,} files" for rule in sorted(times)]


class _ProgressLines:
    """Progress on standard error, with the time at which the run should end."""

    def __init__(self) -> None:
        self.began = self.last_line = time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if done == of or now - self.last_line >= SECONDS_BETWEEN_LINES:
            self.last_line = now
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
    options = parser.parse_args()
    if options.files and (options.page or options.as_written or options.workspace):
        parser.error("--files goes with none of --workspace, --as-written and --page")
    if options.as_written and options.workspace is None:
        parser.error("--as-written needs --workspace")
    return options


def _files(workspace: Path, options: argparse.Namespace) -> list[Path]:
    """Return the chosen PDFs of a workspace, published now unless ``--as-written``; or those of ``--files``."""
    if options.files:
        return sorted(options.files)
    only = tuple(options.only.split(","))
    if options.as_written:
        out = workspace / "out"
        written = [path for path in out.rglob("*.pdf") if output_of(path.relative_to(out).as_posix()) in only]
    else:
        written = list(api.publish(api.prepare(workspace), only))
    return sorted(path for path in written if path.suffix == ".pdf")[:: options.every]


def main() -> int:
    """Publish the PDFs of a workspace, check them, and print the errors and figures."""
    options = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        workspace = options.workspace or Path(folder) / "example"
        if options.workspace is None and not options.files:
            copy_example(workspace)
            api.plan(api.prepare(workspace), SolverSettings())
        chosen = _files(workspace, options)
        record = options.record or (options.files[0].parent if options.files else workspace) / "checked.jsonl"
        readings: list[tuple[str, Reading]] = []
        for path, reading in read_all(chosen, record, options.processes, _ProgressLines()):
            name = path.name if options.files else path.relative_to(workspace / "out").as_posix()
            readings.append((name, reading))
            for error in reading.errors:
                print(f"{name}: {error}", flush=True)
        names = [path.name if options.files else path.relative_to(workspace / "out").as_posix() for path in chosen]
    print(summary(names, readings), "", f"Read by {checkers()}.", *remarks(readings), sep="\n")
    if options.page:
        write_between(PAGE, "checked", summary(names, readings))
    return 1 if any(reading.errors for _, reading in readings) else 0


if __name__ == "__main__":
    sys.exit(main())
