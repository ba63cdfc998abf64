"""``drillplanner screen``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.output import format_option, list_lines, progress_bar, say_json
from drillplanner.cli.screens.letter import text_lines

if TYPE_CHECKING:
    from drillplanner.model import DevelopmentalFinding, Screening


@click.command(
    epilog="Example: drillplanner screen scenarios/lockdown.yaml letter.docx\n\n"
    "A .yaml scenario is judged as a full plan. A letter (.txt, .docx, .pdf, .html, .eml), and each\n"
    "{id, text, context} of a YAML or JSON list, is judged by what it says; 'context' may give grades,\n"
    "students_present, drill_type, audience, state and any fact of a drill. Letters are read in English.\n\n"
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
@click.option("--sources", is_flag=True, help="Of letters: every source of a rule in full, not one in short.")
@format_option
def command(paths: tuple[Path, ...], workspace: Path | None, sources: bool, form: str) -> None:
    """Judge scenario files, and letters or other text, by the developmental rules.

    A folder stands for its files that can be judged. 'Nothing found' in a letter is no proof: some violations
    are missed or only asked about (docs/screening.md). A scenario file is judged by its facts and line by
    line: each finding names the line of the file, and a better line where there is one. A scenario in a workspace
    is judged as 'drillplanner check' judges it there.
    """
    from drillplanner.workflow.screen import screen

    with progress_bar() as progress:
        results = [
            result for path in paths for file in files_of(path) for result in screen(file, progress, workspace)
        ]
    if form == "json":
        say_json({"results": [result.model_dump(mode="json") for result in results]})
    else:
        for result in results:
            for line in text_lines(result, sources) if result.is_of_text else scenario_lines(result):
                click.echo(line)
        for line in lines_on_how_to_clear(finding for result in results for finding in result.findings):
            click.echo(line)
    verdicts = {result.verdict for result in results}
    raise click.exceptions.Exit(1 if "violation" in verdicts else 4 if "cannot_tell" in verdicts else 0)


def files_of(path: Path) -> list[Path]:
    """Return the path itself, or the files of a folder that can be judged."""
    if not path.is_dir():
        return [path]
    from drillplanner.workflow.letter_text import LETTER_ENDINGS

    endings = {".yaml", ".yml", ".json", *LETTER_ENDINGS} - {".md"}
    return sorted(file for file in path.iterdir() if file.suffix.lower() in endings)


def scenario_lines(result: Screening) -> Iterator[str]:
    """Yield the verdict on a scenario file and its findings."""
    yield f"{result.id}: {result.verdict.replace('_', ' ')}"
    for finding in result.findings:
        yield f"  {finding_line(finding)}"
    if result.missing:
        yield f"  not said: {', '.join(result.missing)}"


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
