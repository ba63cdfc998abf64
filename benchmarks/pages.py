"""Pages of a drill's papers, printed in full and by tiers of paper.

``python -m benchmarks.pages`` plans the bundled example, counts the pages of the papers of each drill (``sheets``
and ``forms``) and of the packet of each school, prints two Markdown tables, and writes them into docs/outputs.md.
The packet in full is made for the first school alone, since one takes as long as all others by tiers.
``--packets`` makes the table of packets alone.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.page import write_between
from drillplanner import api
from drillplanner.publish.core.paper.tiers import PaperAmount, load_tiers
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import typeset_pdf
from drillplanner.publish.forms.output import packet_jobs
from drillplanner.publish.forms.packet import FOLDER
from drillplanner.publish.packets import output as packets
from drillplanner.publish.packets.pdf_joiner import page_count
from drillplanner.publish.sheets.jobs import sheet_jobs
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.example import copy_example

PAGE = Path(__file__).parent.parent / "docs" / "outputs.md"
HEAD = (
    "| papers | number | pages in full, each | by tiers, each | in full, all | by tiers, all |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: |"
)
PACKETS_HEAD = "| packet of | adults on the staff list | drills | pages |\n| --- | ---: | ---: | ---: |"


def pages_by_drill(request: PublishRequest) -> dict[str, int]:
    """Return the pages of each drill's papers: of sheets and forms in full, of its one short PDF by tiers."""
    jobs = list(packet_jobs(request, FOLDER, request.paper))
    if request.paper is PaperAmount.FULL:
        jobs += sheet_jobs(request)
    # The longest id first: one may end like another.
    names = sorted((drill.drill_id for drill in request.plan.drills), key=len, reverse=True)
    pages: dict[str, int] = defaultdict(int)
    for job in jobs:
        drill_id = next(name for name in names if job.path.stem.endswith(f"-{name}"))
        pages[drill_id] += page_count(typeset_pdf(job.content, job.timestamp, job.template)[0])
    return pages


def packet_pages(request: PublishRequest) -> dict[str, int]:
    """Return the pages of the packet of each school, by its id."""
    with tempfile.TemporaryDirectory() as folder:
        return {path.stem: page_count(path.read_bytes()) for path in packets.OUTPUT.write(request, Path(folder))}


def packet_rows(request: PublishRequest) -> Iterator[str]:
    """Yield a table of the packets by tiers: a row for each school."""
    yield PACKETS_HEAD
    pages = packet_pages(request)
    for campus in request.workspace.campuses:
        adults = sum(person.campus_id == campus.campus_id for person in request.workspace.staff)
        drills = sum(drill.campus_id == campus.campus_id for drill in request.plan.drills)
        yield f"| {campus.name} | {adults} | {drills} | {pages[campus.campus_id]} |"


def table_rows(request: PublishRequest) -> Iterator[str]:
    """Yield a row for each tier that the plan has, then one for the packets of schools."""
    in_full, by_tiers = replace(request, paper=PaperAmount.FULL), replace(request, paper=PaperAmount.TIERS)
    full, short = pages_by_drill(in_full), pages_by_drill(by_tiers)
    drills = request.plan.drills
    for tier in load_tiers().tiers:
        ids = [drill.drill_id for drill in drills if load_tiers().tier_of(drill) == tier]
        if ids:
            before, after = [full[name] for name in ids], [short[name] for name in ids]
            yield _row(tier.name, before, after)
    yield _row("all drills", list(full.values()), list(short.values()))
    first = request.plan.drills[0].campus_id
    one = tuple(drill for drill in drills if drill.campus_id == first)
    (thick,) = packet_pages(replace(in_full, plan=request.plan.model_copy(update={"drills": one}))).values()
    thin = list(packet_pages(by_tiers).values())
    yield f"| packet of a school | {len(thin)} | {thick} | {_range(thin)} | | {_sum(thin)} |"


def _row(name: str, before: Sequence[int], after: Sequence[int]) -> str:
    pages = (_range(before), _range(after), _sum(before), _sum(after))
    return f"| {name} | {len(before)} | {' | '.join(pages)} |"


def _range(pages: Iterable[int]) -> str:
    counts = sorted(pages)
    return f"{counts[0]}" if counts[0] == counts[-1] else f"{counts[0]}–{counts[-1]}"


def _sum(pages: Iterable[int]) -> str:
    return f"{sum(pages):,}"


def main() -> None:
    """Count, print the table, and write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, help="a planned workspace; without it the bundled example")
    parser.add_argument("--packets", action="store_true", help="only the table of packets")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = options.workspace or Path(folder) / "example"
        if options.workspace is None:
            copy_example(workspace)
            api.plan(api.prepare(workspace), SolverSettings())
        prepared = api.prepare(workspace)
        request = PublishRequest(api.read_plan(workspace), prepared.workspace, ())
    tables = {"packets": list(packet_rows(request))}
    if not options.packets:
        tables["pages"] = [HEAD, *table_rows(request)]
    for name, rows in tables.items():
        print("\n".join(rows))
        write_between(PAGE, name, "\n".join(rows))


if __name__ == "__main__":
    main()
