"""``drillplanner audit``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.given_file import GivenFile
from drillplanner.cli.options import DAY
from drillplanner.cli.output import caveat_lines, folder_argument, format_option, list_lines, say_json, where_lines
from drillplanner.cli.screens.show import all_option, show
from drillplanner.cli.waiting import waiting
from drillplanner.files.counting import counted
from drillplanner.files.reading.shell_words import shell_word

if TYPE_CHECKING:
    from drillplanner.api import Prepared
    from drillplanner.audit.schedule import AuditReport
    from drillplanner.model import Caveat, EntryProblem, Verdict


@click.command(
    epilog="Example: drillplanner audit my-district --schedule principals-table.csv\n\n"
    "Ends with 0 when every duty is scheduled and no developmental rule is broken; 1 when one is not or an entry "
    "is impossible; 2 for unusable input; 4 when only cannot-tell is left, or a requirement that is only presumed "
    "is not scheduled. Recommendations leave the code alone."
)
@folder_argument
@click.option(
    "--schedule",
    type=GivenFile(),
    help="Anyone's schedule: .csv, .xlsx, .ods, or .ics; 'FILE.xlsx#Sheet' names a sheet, 'FILE.xlsx#*' all. "
    "Without it, the plan in FOLDER/plan/.",
)
@click.option(
    "--as-of",
    type=DAY,
    metavar="DATE",
    help="The day of the audit, for example 2026-03-02. Of our plan: drills before it should have a record. Of "
    "another schedule: a drill entered as held (column 'status') on a later day is impossible. Default: today.",
)
@click.option(
    "--drills-are",
    type=click.Choice(("physical", "walk_through", "tabletop", "lesson")),
    help="How drills are held of which the schedule does not say it.",
)
@all_option
@format_option
def command(
    folder: Path,
    schedule: Path | None,
    as_of: datetime | None,
    drills_are: str | None,
    everything: bool,
    form: str,
) -> None:
    """Judge our plan, or anyone's schedule: duty by duty, and by the developmental rules."""
    from drillplanner import api
    from drillplanner.cli.screens.audit import audit_screen
    from drillplanner.cli.screens.records.evidence import evidence_json, evidence_lines
    from drillplanner.model import DISCLAIMER, DrillFormat

    held_as = None if drills_are is None else DrillFormat(drills_are)
    with waiting("Judging"):
        prepared = api.prepare(folder)
        report = api.audit(prepared, schedule, as_of.date() if as_of else date.today(), held_as)
    if schedule is None and not api.is_current(prepared, api.read_plan(folder)):
        click.echo("The workspace has changed since this plan was made; it is judged by today's files.", err=True)
    caveats = api.caveats_of_files(prepared)
    gaps = api.evidence(prepared) if schedule is None else ()
    if form == "json":
        how_read = {
            "before_you_rely": [caveat.model_dump(mode="json") for caveat in caveats],
            "assumptions": list(prepared.assumptions),
            "warnings": list(prepared.warnings),
        }
        say_json(report.as_json() | {"evidence": evidence_json(gaps)} | how_read | {"disclaimer": DISCLAIMER})
    else:
        entries = [_entry_line(entry) for entry in report.entries]
        lacking = list(evidence_lines(gaps, prepared.workspace.campus_by_id))
        screen = audit_screen(report, prepared, caveats, entries, lacking, folder)
        show(screen, _in_full(report, prepared, caveats, lacking), folder, "audit", everything=everything)
    raise click.exceptions.Exit(report.exit_code)


def _in_full(
    report: AuditReport, prepared: Prepared, caveats: Sequence[Caveat], lacking: Sequence[str]
) -> Iterator[str]:
    """Yield everything that is known of the schedule."""
    from drillplanner.model import DISCLAIMER

    if report.unrecorded_sentence:
        called = shell_word(str(prepared.folder))
        yield f"{report.unrecorded_sentence} What that puts at risk: drillplanner status {called}\n"
    yield from caveat_lines(caveats, prepared.folder)
    yield from _report_lines(report)
    yield from list_lines("Done, not evidenced (no verdict above depends on it):", lacking)
    yield from _practice_lines(report, prepared)
    yield from list_lines("Assumed:", prepared.assumptions)
    yield from list_lines("To look at:", prepared.warnings)
    yield f"\n{DISCLAIMER}"


def _report_lines(report: AuditReport) -> Iterator[str]:
    from drillplanner.model import DutyStatus

    met, violated, unsure = (
        report.count(status) for status in (DutyStatus.MET, DutyStatus.VIOLATED, DutyStatus.CANNOT_TELL)
    )
    tasks = sum(
        1
        for verdict in report.verdicts
        if verdict.is_task and not verdict.presumed and verdict.status is DutyStatus.MET
    )
    yield (
        f"{report.judged}: {counted(met - tasks, 'duty has', 'duties have')} drills scheduled, {tasks} more "
        f"{'is a task' if tasks == 1 else 'are tasks'} on the calendar, {violated} not met, {unsure} cannot tell; "
        f"{counted(len(report.entries), 'impossible entry', 'impossible entries')}."
    )
    findings = len(report.entries) + len(report.root_violations)
    if findings:
        yield (f"\n{counted(findings, 'finding')}:")
    for number, entry in enumerate(report.entries, start=1):
        yield (f"  {number}. {_entry_line(entry)}")
        for verdict in report.follows_from(entry):
            yield (f"       so this duty is not met: {_verdict_line(verdict)}")
    for number, verdict in enumerate(report.root_violations, start=len(report.entries) + 1):
        yield (f"  {number}. {_verdict_line(verdict)}")
    yield from list_lines("Please answer:", report.asked)
    unsure_verdicts = [
        verdict for verdict in report.cannot_tell if not (report.asked and verdict.is_unsaid_format)
    ]
    yield from list_lines(
        "Cannot tell:", [_undecided_line(verdict) for verdict in unsure_verdicts if not verdict.presumed]
    )
    missed = [_undecided_line(verdict) for verdict in unsure_verdicts if verdict.presumed]
    kept = report.count_presumed(DutyStatus.MET)
    if missed or kept:
        yield (
            f"\nPresumed, from a fire code that may not bind: {counted(kept, 'duty is', 'duties are')} scheduled, "
            f"{len(missed)} not."
        )
    yield from list_lines("Presumed, and not scheduled:", missed)
    yield from _development_lines(report)
    yield from list_lines(
        "Orders that are not kept (no law): pins, drills together, forbidden days:",
        [order.message for order in report.broken_orders],
    )
    yield from list_lines(
        "Back-up dates that cannot be right (no law):", [problem.message for problem in report.back_ups]
    )
    yield from list_lines("About the schedule:", report.notes)
    yield from list_lines("Which layer binds:", _binding_lines(report))
    if report.not_judged:
        yield (
            f"\nNot judged: {counted(len(report.not_judged), 'duty', 'duties')} about notices, filings and "
            "preparation, which a schedule of this form does not hold."
        )


def _practice_lines(report: AuditReport, prepared: Prepared) -> Iterator[str]:
    from drillplanner.publish.core.practice import broken_practice_lines, practice_sentence

    if kept := practice_sentence(report.practice):
        yield (f"\n{kept}")
        for line in broken_practice_lines(report.practice, prepared.workspace.campus_by_id):
            yield (f"  {line}")


def _development_lines(report: AuditReport) -> Iterator[str]:
    found = report.developmental
    yield (
        f"\nDevelopmental rules: {len(found.violated)} violated, {len(found.cannot_tell)} cannot tell, "
        f"{counted(len(found.advice), 'recommendation')}."
    )
    for finding in found.findings:
        yield (f"  {finding.sentence}")
        for line in where_lines(finding):
            yield (f"      {line}")
    if found.without_scenario:
        many = counted(found.without_scenario, "drill names", "drills name")
        yield (
            f"  Cannot tell: {many} no scenario that is known here. What people see, hear and do in them is not "
            "judged."
        )
    rules_by_reason: dict[str, list[str]] = {}
    for line in found.not_judged:
        rules_by_reason.setdefault(line.partition("; ")[2].rstrip("."), []).append(line.partition(":")[0])
    for reason, rules in rules_by_reason.items():
        yield (f"  Not judged, since {reason}: {', '.join(rules)}.")


def _binding_lines(report: AuditReport) -> list[str]:
    """Return a sentence for each mandate that is looser than others, with the number of campuses."""
    looser: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    layers = {verdict.mandate: _layer(verdict) for verdict in report.verdicts}
    for verdict in report.verdicts:
        if verdict.met_through:
            looser.setdefault((verdict.mandate, verdict.met_through), set()).add(verdict.campus_id)
    lines = []
    for (mandate, stricter), campuses in sorted(looser.items()):
        binding = " or ".join(f"{stricter_id}{layers[stricter_id]}" for stricter_id in stricter)
        where = counted(len(campuses), "campus", "campuses")
        lines.append(f"{mandate}{layers[mandate]} is met whenever {binding} is met, which binds ({where})")
    return lines


def _layer(verdict: Verdict) -> str:
    return "" if verdict.layer is None else f" ({verdict.layer.replace('_', ' ')})"


def _entry_line(entry: EntryProblem) -> str:
    place = f"line {entry.row}: " if entry.row is not None else ""
    return f"{place}{entry.problem.replace('_', ' ')}: {entry.drill_id or ''} {entry.message}".replace("  ", " ")


def _undecided_line(verdict: Verdict) -> str:
    unsaid = verdict.unsaid_fact
    return _verdict_line(verdict) + ("" if unsaid is None else f" Missing: {unsaid}.")


def _verdict_line(verdict: Verdict) -> str:
    return f"{verdict.duty}: {verdict.reason} [{verdict.cite}; {verdict.confidence}]"
