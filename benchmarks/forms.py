"""PDFs per second, for each form and for whole packets.

``python -m benchmarks.forms`` plans the bundled example, makes each form of each drill as a PDF of its own with
two threads, prints a Markdown table, and writes it into docs/benchmarks.md. No test depends on these figures.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.page import PAGE, write_between
from drillplanner import api
from drillplanner.incident_command.year.organize_district import organize_year
from drillplanner.publish.core.form_catalogue import FormDefinition, load_forms
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import PACKET, typeset_pdf
from drillplanner.publish.forms.packet import DrillFormPacket, fill_packet, packet_content
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.example import copy_example

HEAD = "| what | PDFs | pages | PDFs a second | on two idle cores |\n| --- | ---: | ---: | ---: | ---: |"
STAMP = 1_754_006_400


def packets_of(workspace: Path) -> list[DrillFormPacket]:
    """Return the packet of each drill of a planned workspace."""
    prepared, plan = api.prepare(workspace), api.read_plan(workspace)
    request = PublishRequest(plan, prepared.workspace, ())
    year = organize_year(plan.drills, prepared.workspace)
    return [fill_packet(request.details(drill), year.chart(drill.drill_id)) for drill in plan.drills]


def table_row(name: str, packets: Iterable[DrillFormPacket], threads: int) -> str:
    """Return a row of the table. It counts writing the values as text and making the PDF, not filling the form.

    The last column is what two idle cores would do, calculated from the processor time.
    """
    waiting = list(packets)
    begun, worked = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        pages = sum(pool.map(_pages, waiting))
    seconds, work = time.perf_counter() - begun, time.process_time() - worked
    return f"| {name} | {len(waiting)} | {pages} | {len(waiting) / seconds:.0f} | {2 * len(waiting) / work:.0f} |"


def _pages(packet: DrillFormPacket) -> int:
    pdf, _ = typeset_pdf(packet_content(packet), STAMP, PACKET)
    return pdf.count(b"/Type/Page") - pdf.count(b"/Type/Pages")


def _only(form: FormDefinition, packets: list[DrillFormPacket]) -> list[DrillFormPacket]:
    chosen = (packet.only(form.id) for packet in packets)
    return [packet for packet in chosen if packet.forms]


def main() -> None:
    """Measure, print the table, and write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, help="a planned workspace; without it the bundled example")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = options.workspace or Path(folder) / "example"
        if options.workspace is None:
            copy_example(workspace)
            api.plan(api.prepare(workspace), SolverSettings())
        begun = time.perf_counter()
        packets = packets_of(workspace)
        filled = time.perf_counter() - begun
    rows = [HEAD]
    for form in load_forms():
        if chosen := _only(form, packets):
            rows.append(table_row(form.name, chosen, options.threads))
            print(rows[-1])
    rows.append(table_row("whole packets", packets, options.threads))
    print(rows[-1])
    summary = f"People assigned and forms filled for {len(packets)} drills in {filled:.1f} s."
    print(summary)
    write_between(PAGE, "forms", "\n".join([*rows, "", summary]))


if __name__ == "__main__":
    main()
