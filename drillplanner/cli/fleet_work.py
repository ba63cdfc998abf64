"""The work of ``drillplanner fleet``: one kind of it for all districts, and how it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.given_file import GivenFile
from drillplanner.cli.output import format_option, progress_bar, say_json
from drillplanner.files.reading.shell_words import shell_word

if TYPE_CHECKING:
    from drillplanner.fleet.run import FleetOutcome
    from drillplanner.fleet.summary import FleetSummary
    from drillplanner.fleet.workspaces import Fleet

ENDS = "Ends with 0; 1 if a district failed or something is not met; 2 for unusable input."
GO_ON = "A run that was stopped goes on when the same command runs again."

place_argument = click.argument("place", metavar="FOLDER|LIST", type=GivenFile(folder=True))


@dataclass(frozen=True)
class CrewChoice:
    """The options that every kind of work has: who does it, and how it is told."""

    workers: int | None
    scheduler: str | None
    tls_ca: Path | None
    tls_cert: Path | None
    tls_key: Path | None
    again: bool
    form: str


_CREW_OPTIONS = (
    click.option(
        "--workers",
        type=click.IntRange(1, 256),
        help="Processes of this computer. Default: one for each processor. Does not change any result.",
    ),
    click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Give the work to the workers of this Dask scheduler, such as tls://10.0.0.5:8786 (pip install "
        "'drillplanner[fleet]').",
    ),
    click.option("--tls-ca", type=GivenFile(), help="For an encrypted connection: the authority, as PEM."),
    click.option("--tls-cert", type=GivenFile(), help="This computer's certificate, as PEM."),
    click.option("--tls-key", type=GivenFile(), help="The key of that certificate, as PEM."),
    click.option("--again", is_flag=True, help="Also try districts again that failed three times."),
    format_option,
)


def crew_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of ``CrewChoice`` to a command, which is given them as ``crew``."""

    @wraps(command)
    def with_crew(
        workers: int | None,
        scheduler: str | None,
        tls_ca: Path | None,
        tls_cert: Path | None,
        tls_key: Path | None,
        again: bool,
        form: str,
        **given: object,
    ) -> None:
        crew = CrewChoice(workers, scheduler, tls_ca, tls_cert, tls_key, again, form)
        command(crew=crew, **given)

    with_options: Callable[..., None] = with_crew
    for option in reversed(_CREW_OPTIONS):
        with_options = option(with_options)
    return with_options


def work_on_fleet(
    place: Path,
    work: str,
    crew: CrewChoice,
    *,
    seed: int = 0,
    as_of: date | None = None,
    paper: str | None = None,
) -> None:
    """Do one kind of work for a fleet, and say how it went."""
    from drillplanner.cli.interrupt import interruptible
    from drillplanner.fleet.crews import TlsFiles, crew_of
    from drillplanner.fleet.result import FleetWork
    from drillplanner.fleet.run import FleetOrder, run_fleet
    from drillplanner.fleet.summary import summary_of
    from drillplanner.fleet.task import WorkOptions
    from drillplanner.fleet.workspaces import fleet_of

    fleet = fleet_of(place)
    order = FleetOrder(FleetWork(work), WorkOptions(seed, as_of, paper), crew.again)
    workers = crew_of(crew.workers, crew.scheduler, TlsFiles(crew.tls_ca, crew.tls_cert, crew.tls_key))
    with interruptible() as interruption, progress_bar() as progress:
        outcome = run_fleet(fleet, order, workers, progress, interruption)
    if outcome.is_interrupted:
        _say_stopped(outcome, fleet)
    summary = summary_of(order.work, outcome.entries, len(fleet.workspaces), fleet.others, date.today())
    if crew.form == "json":
        say_json(_document(work, outcome, fleet, summary))
    for line in summary.lines:
        click.echo(line, err=crew.form == "json")
    if crew.form != "json" and order.work is not FleetWork.PUBLISH:
        of_work = "" if order.work is FleetWork.PLAN else f" --of {work}"
        click.echo(f"The state on one page: drillplanner fleet report {shell_word(str(place))}{of_work}")
    raise click.exceptions.Exit(summary.exit_code)


def _say_stopped(outcome: FleetOutcome, fleet: Fleet) -> None:
    """Say how to go on after Ctrl-C, and leave without waiting for a district that is being worked on."""
    from drillplanner.cli.interrupt import leave_at_once

    click.echo(
        f"Stopped. {outcome.settled} of {len(fleet.workspaces)} districts are done and kept. Run the same command "
        "again: it goes on with the others.",
        err=True,
    )
    leave_at_once(130)
    raise click.exceptions.Exit(130)


def _document(work: str, outcome: FleetOutcome, fleet: Fleet, summary: FleetSummary) -> dict[str, object]:
    from drillplanner.model import DISCLAIMER

    return {
        "work": work,
        "districts": len(fleet.workspaces),
        "worked_on": outcome.worked_on,
        "not_known": list(summary.first),
        "failed": list(summary.named),
        "totals": list(summary.then),
        "others": list(fleet.others),
        "results": [
            entry.result.model_dump(mode="json") | {"tries": entry.tries, "is_parked": entry.is_parked}
            for entry in outcome.entries
        ],
        "disclaimer": DISCLAIMER,
    }
