"""``drillplanner screen``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.output import format_option, list_lines, progress_bar, say_json

if TYPE_CHECKING:
    from drillplanner.model import DevelopmentalFinding


@click.command(
    epilog="Example: drillplanner screen scenarios/lockdown.yaml notice.txt\n\n"
    "A .yaml scenario is judged as a full plan. A .txt file, and each {id, text, context} of a YAML or JSON\n"
    "list, is a description, judged by what it says; 'context' may give grades, students_present,\n"
    "drill_type, audience, state and any fact of a drill.\n\n"
    "Example: drillplanner screen draft.yaml --workspace my-district\n\n"
    "Ends with 0; 1 for a violation; 2 for unusable input; 4 when something cannot be told."
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--workspace",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The workspace whose state, words and commitments a scenario is judged by; without it, that in which the "
    "file is.",
)
@format_option
def command(paths: tuple[Path, ...], workspace: Path | None, form: str) -> None:
    """Judge scenario files and descriptions in free text by the developmental rules.

    A folder stands for its .yaml, .json and .txt files. An 'ok' on free text is no proof: of 16 violations
    about one is missed or only asked about (docs/screening.md). A scenario file is judged by its facts and line by
    line: each finding names the line of the file, and a better line where there is one. A scenario in a workspace
    is judged as 'drillplanner check' judges it there.
    """
    from drillplanner import api

    with progress_bar() as progress:
        results = [
            result for path in paths for file in files_of(path) for result in api.screen(file, progress, workspace)
        ]
    if form == "json":
        say_json({"results": [result.model_dump(mode="json") for result in results]})
    else:
        for result in results:
            click.echo(f"{result.id}: {result.verdict.replace('_', ' ')}")
            for finding in result.findings:
                click.echo(f"  {finding_line(finding)}")
            if result.missing:
                click.echo(f"  not said: {', '.join(result.missing)}")
        for line in lines_on_how_to_clear(finding for result in results for finding in result.findings):
            click.echo(line)
        if any(file.suffix.lower() == ".txt" for path in paths for file in files_of(path)):
            click.echo("\nFree text is judged by its words alone: 'ok' is no proof that the drill is fit.")
    verdicts = {result.verdict for result in results}
    raise click.exceptions.Exit(1 if "violation" in verdicts else 4 if "cannot_tell" in verdicts else 0)


def files_of(path: Path) -> list[Path]:
    """Return the path itself, or the files of a folder that can be judged."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix.lower() in {".yaml", ".yml", ".json", ".txt"})


def lines_on_how_to_clear(findings: Iterable[DevelopmentalFinding]) -> Iterator[str]:
    """Yield how a person clears the lines in doubt, if there are any."""
    entries = dict.fromkeys(finding.to_clear for finding in findings if finding.to_clear)
    if entries:
        yield from list_lines(
            "To use a line in doubt as it is, let a school psychologist read it in its place. If it may stay,\n"
            "add this to district.yaml, with the person's role and the day. What is refused cannot be cleared:",
            ["cleared_lines:", *(f"  - {entry}" for entry in entries)],
        )


def finding_line(finding: DevelopmentalFinding) -> str:
    """Return a line with a finding's rule, place, reason, and sources."""
    place = finding.evidence.field or ""
    if finding.evidence.line is not None:
        place = f"line {finding.evidence.line}, {place}"
    seen = f" “{finding.evidence.text}”" if finding.evidence.text else ""
    return (
        f"{finding.rule} ({finding.severity}, {finding.status.replace('_', ' ')}): {finding.message} "
        f"{f'Better: “{finding.better}” ' if finding.better else ''}"
        f"[{place}{seen}] Source: {'; '.join(finding.sources)}"
    )
