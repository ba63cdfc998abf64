"""Forms a second by an older program and by today's, in turn, each on the example as it planned it.

    git worktree add ../before COMMIT
    python -m benchmarks.forms_before ../before OLD_WORKSPACE WORKSPACE

Some packets are typeset on one core, twice a round: each form of a packet alone, then the whole. Counted are the
processor seconds of the best of all passes. It needs ``benchmarks/forms.py`` in the older checkout, and writes
docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.page import PAGE, write_between

#: Every 22nd packet is typeset: drills of all parts of the year, at all schools.
ROUNDS, EVERY = 2, 22
#: Run by the code of either checkout. It prints the PDFs a second of processor time of each form, as JSON.
PROGRAM = """
import json, sys, time
from pathlib import Path
from benchmarks import forms

packets = forms.packets_of(Path(sys.argv[1]))[:: int(sys.argv[2])]
chosen = {form.name: forms._only(form, packets) for form in forms.load_forms()} | {"whole packets": packets}
rates = {}
for name, documents in 2 * [*chosen.items()]:
    began = time.process_time()
    for document in documents:
        forms._pages(document)
    if documents:
        rates[name] = max(rates.get(name, 0), len(documents) / (time.process_time() - began))
print(json.dumps(rates))
"""
Rates = Mapping[str, float]


def rates_of(checkout: Path, workspace: Path) -> Rates:
    """Return the PDFs a second of each form, by the program of a checkout."""
    command = [sys.executable, "-c", PROGRAM, str(workspace.resolve()), str(EVERY)]
    environment = os.environ | {"PYTHONPATH": str(checkout.resolve())}
    done = subprocess.run(
        command, cwd=checkout, env=environment, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    rates: Rates = json.loads(done.stdout)
    return rates


def table(before: Rates, today: Rates) -> Iterator[str]:
    """Yield the lines of a Markdown table, with the forms that both print."""
    yield "| what | before | today | today / before |"
    yield "| --- | ---: | ---: | ---: |"
    for name in today:
        if name in before:
            yield f"| {name} | {before[name]:.0f} | {today[name]:.0f} | {today[name] / before[name]:.2f} |"


def _best(rounds: list[Rates]) -> Rates:
    return {name: max(rates[name] for rates in rounds) for name in rounds[0]}


def main() -> None:
    """Measure both in turn, print the table, and write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path, help="the older program")
    parser.add_argument("old_workspace", type=Path, help="the example, planned by the older program")
    parser.add_argument("workspace", type=Path, help="the example, planned by today's program")
    options = parser.parse_args()
    here = Path(__file__).parent.parent
    before, today = list[Rates](), list[Rates]()
    for _ in range(ROUNDS):
        before.append(rates_of(options.checkout, options.old_workspace))
        today.append(rates_of(here, options.workspace))
    text = "\n".join(table(_best(before), _best(today)))
    print(text)
    write_between(PAGE, "forms before", text)


if __name__ == "__main__":
    main()
