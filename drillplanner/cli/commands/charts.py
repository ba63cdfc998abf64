"""``drillplanner charts``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.output import format_option, progress_bar, say_json
from drillplanner.files.counting import counted

if TYPE_CHECKING:
    from drillplanner.audit.charts.rules.findings import ChartFinding, ChartReport

#: How many charts of a finding the text lists; JSON holds all of them.
CHARTS_LISTED = 3

#: The start of the name of a report on an exercise program; the campus follows.
PROGRAMME = "programme"

#: Phrases for parts of a record whose name does not say enough.
PARTS = {
    "packet": "packet of forms",
    "packet_and_chart": "packet of forms and chart together",
    "exercise_and_programme": "exercise and programme together",
    "other_charts": "other charts of that day beside it (give several, each with its date and campus)",
}

DOCTRINE = (
    "NIMS and HSEEP are doctrine, taken over by policy and as a condition of grants; they are no statutes. What "
    "is called our advice is a choice of this program and no federal requirement. Not legal advice."
)


@click.command(
    epilog="Example: drillplanner charts my-district\n\n"
    "Example: drillplanner charts --chart lockdown-chart.yaml --format json\n\n"
    "How to write down a chart, a packet of forms or an exercise: docs/charts.md.\n\n"
    "Ends with 0; 1 where an error is found; 2 for unusable input; 4 where a possible error cannot be told. "
    "Warnings leave the code alone, unless --strict counts them too."
)
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--chart",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A chart typed by hand, judged in place of those of the plan, under the settings and waivers of FOLDER "
    "where one is given. Can be given several times: charts of one day are then compared.",
)
@click.option("--drill", "drill_id", help="Judge the chart of this drill of the plan alone.")
@click.option("--strict", is_flag=True, help="Count warnings like errors.")
@click.option(
    "--rules", "list_rules", is_flag=True, help="List the rules with what they rest on, and judge nothing."
)
@format_option
def command(
    folder: Path | None, files: tuple[Path, ...], drill_id: str | None, strict: bool, list_rules: bool, form: str
) -> None:
    """Judge command charts by 85 rules: our own of the plan in FOLDER, or any chart typed by hand."""
    if list_rules:
        _list_rules(form)
        return
    if not files and folder is None:
        raise click.UsageError("Give a FOLDER with a plan, or a chart with --chart FILE.")
    if files and drill_id is not None:
        raise click.UsageError("--drill is about the plan's own charts and does not go with --chart.")
    reports = _reports(folder, files, drill_id)
    codes = {report.exit_code(strict) for report in reports}
    if form == "json":
        say_json(
            {
                "summary": _summary(reports),
                "charts": [report.model_dump(mode="json") for report in reports],
                "disclaimer": DOCTRINE,
            }
        )
    else:
        _say(reports)
    raise click.exceptions.Exit(1 if 1 in codes else 4 if 4 in codes else 0)


def _reports(folder: Path | None, files: tuple[Path, ...], drill_id: str | None) -> list[ChartReport]:
    from drillplanner import api
    from drillplanner.files.errors import InputError, Problem

    if files or folder is None:
        prepared = None if folder is None else api.prepare(folder)
        return list(api.judge_chart_files(files, prepared))
    with progress_bar() as progress:
        reports = list(api.judge_charts(api.prepare(folder), progress, drill_id))
    if drill_id is not None and not reports:
        raise InputError(
            Problem(
                "--drill",
                None,
                "the plan has no such drill",
                drill_id,
                "an id of the column drill_id of schedule.csv",
            )
        )
    return reports


def _summary(reports: Sequence[ChartReport]) -> dict[str, int]:
    found = [finding for report in reports for finding in report.findings]
    unwaived = Counter(
        finding.severity.value for finding in found if finding.status == "violation" and finding.waived_by is None
    )
    return {
        "charts": sum(not _is_program(report) for report in reports),
        "programmes": sum(_is_program(report) for report in reports),
        "errors": unwaived["error"],
        "warnings": unwaived["warning"],
        "information": unwaived["information"],
        "cannot_tell": sum(finding.status == "cannot_tell" for finding in found),
        "waived": sum(finding.waived_by is not None for finding in found),
    }


def _is_program(report: ChartReport) -> bool:
    """Check whether a report is about an exercise program, not a drill: no drill's id has a space."""
    return report.chart == PROGRAMME or report.chart.startswith(f"{PROGRAMME} of ")


def _say(reports: Sequence[ChartReport]) -> None:
    totals = _summary(reports)
    programmes = f" and {counted(totals['programmes'], 'exercise programme')}" if totals["programmes"] else ""
    click.echo(
        f"{counted(totals['charts'], 'chart')}{programmes} judged: {counted(totals['errors'], 'error')}, "
        f"{counted(totals['warnings'], 'warning')}, {totals['information']} for information, "
        f"{counted(totals['cannot_tell'], 'question')} that cannot be told, {totals['waived']} waived."
    )
    grouped: dict[tuple[str, ...], list[tuple[str, ChartFinding]]] = {}
    for report in reports:
        for finding in report.findings:
            what = (
                "waived"
                if finding.waived_by
                else "cannot tell"
                if finding.status == "cannot_tell"
                else finding.severity.value
            )
            grouped.setdefault((what, finding.rule), []).append((report.chart, finding))
    for heading in ("error", "warning", "information", "cannot tell", "waived"):
        of_it = {rule: found for (what, rule), found in grouped.items() if what == heading}
        if of_it:
            click.echo(f"\n{heading.capitalize()}:")
        for rule, found in sorted(of_it.items()):
            _say_rule(rule, found, len(reports) > 1)
    for part, rules in sorted({(part, ids) for report in reports for part, ids in report.not_judged.items()}):
        click.echo(f"\nNot judged, since the record has no {PARTS.get(part, part)}: {', '.join(rules)}.")
    for note in dict.fromkeys(note for report in reports for note in report.notes):
        click.echo(f"\n{note}")
    click.echo(f"\n{DOCTRINE}")


def _say_rule(rule: str, found: list[tuple[str, ChartFinding]], of_several: bool) -> None:
    first = found[0][1]
    where = f" ({counted(len({chart for chart, _ in found}), 'chart')})" if of_several else ""
    listed = found if not of_several else found[:CHARTS_LISTED]
    click.echo(f"  {rule}{where}")
    for chart, finding in listed:
        waived = (
            "" if finding.waived_by is None else f" Waived by {finding.waived_by.who}: {finding.waived_by.why}"
        )
        click.echo(f"    {f'{chart}: ' if of_several else ''}{finding.message}{waived}")
    if len(found) > len(listed):
        click.echo(f"    and {len(found) - len(listed)} more")
    click.echo(f"    What to do: {first.fix}")
    click.echo(f"    Basis: {first.basis} [{first.certainty}]")


def _list_rules(form: str) -> None:
    from drillplanner.audit.charts.rules.chart_rules import load_rules

    rules = load_rules()
    if form == "json":
        say_json(
            {
                "rules": [
                    rule.model_dump(mode="json") | {"basis": rule.basis, "certainty": rule.certainty}
                    for rule in rules
                ],
                "disclaimer": DOCTRINE,
            }
        )
        return
    for rule in rules:
        click.echo(f"{rule.id} ({rule.severity.value}) {rule.statement}\n    {rule.basis} [{rule.certainty}]")
    click.echo(f"\n{DOCTRINE}")
