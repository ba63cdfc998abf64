"""``drillplanner check``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.commands.screen import finding_line, lines_on_how_to_clear
from drillplanner.cli.output import caveat_lines, folder_argument, format_option, list_lines, say_json
from drillplanner.cli.screens.show import all_option, show
from drillplanner.cli.waiting import waiting
from drillplanner.files.counting import counted
from drillplanner.files.read_result import NAMES_LISTED, names_of

if TYPE_CHECKING:
    from drillplanner.api import Prepared
    from drillplanner.law import Duty
    from drillplanner.model import Caveat, DrillNumbers

#: Schools up to which the number of planned drills is printed.
MOST_CAMPUSES = 40


@click.command(
    epilog="Example: drillplanner check my-district\n\n"
    "Ends with 0; 1 when there are findings, or questions to answer before anyone relies on a plan; 2 for "
    "unusable input."
)
@folder_argument
@all_option
@format_option
def command(folder: Path, everything: bool, form: str) -> None:
    """Read and validate everything in FOLDER; list each campus's duties with citations, and every finding."""
    from drillplanner import api
    from drillplanner.model import DISCLAIMER

    with waiting("Reading"):
        prepared = api.prepare(folder)
        caveats = api.caveats_of_files(prepared)
        letters = api.own_letter_findings(prepared)
    if form == "json":
        say_json(_document(prepared, caveats) | {"letters": list(letters), "disclaimer": DISCLAIMER})
    else:
        _show(prepared, caveats, letters, everything)
    raise click.exceptions.Exit(1 if prepared.refused or prepared.warnings or caveats or letters else 0)


def _show(prepared: Prepared, caveats: tuple[Caveat, ...], letters: tuple[str, ...], everything: bool) -> None:
    from drillplanner.cli.screens.check import check_screen
    from drillplanner.publish.core.drill_numbers import drill_numbers_lines

    numbers = _numbers_planned(prepared)
    lines = drill_numbers_lines(numbers, prepared.workspace.campus_by_id)
    screen = check_screen(prepared, caveats, lines, _unwritten_groups(prepared, most_named=1), letters)
    full = _in_full(prepared, caveats, {of.campus_id: of for of in numbers}, letters)
    show(screen, full, prepared.folder, "check", everything=everything)


def _in_full(
    prepared: Prepared,
    caveats: tuple[Caveat, ...],
    numbers: Mapping[str, DrillNumbers],
    letters: tuple[str, ...],
) -> Iterator[str]:
    """Yield all lines: what is not known, each campus's duties, and how the files were read."""
    from drillplanner.intake.workspace.states import states
    from drillplanner.model import DISCLAIMER
    from drillplanner.publish.core.drill_numbers import drill_numbers_sentence

    workspace = prepared.workspace
    by_campus: dict[str, list[Duty]] = defaultdict(list)
    for duty in prepared.duties:
        by_campus[duty.campus_id].append(duty)
    district = workspace.district
    yield from caveat_lines(caveats, prepared.folder)
    yield f"{district.name}, {states()[district.state].name}, {district.year}"
    for campus in workspace.campuses:
        days = len(workspace.calendar.dates_at(campus.campus_id))
        owed = [duty for duty in by_campus[campus.campus_id] if not duty.presumed]
        presumed = [duty for duty in by_campus[campus.campus_id] if duty.presumed]
        in_plan = (
            [f"In the plan: {drill_numbers_sentence(numbers[campus.campus_id])}."]
            if campus.campus_id in numbers
            else []
        )
        yield from list_lines(
            f"{campus.name}: {counted(days, 'school day')}, {counted(len(owed), 'duty', 'duties')}",
            [*in_plan, *map(_duty_line, owed)],
        )
        yield from list_lines(
            f"{campus.name}: {counted(len(presumed), 'more duty', 'more duties')} only presumed, from a fire code "
            "that may not bind",
            map(_duty_line, presumed),
        )
    yield from _practice_lines(prepared)
    yield from list_lines(
        "Not in site.yaml yet (docs/workspace.md shows the file), so papers have lines to write on, most needed "
        "first:",
        _unwritten_groups(prepared),
    )
    yield from list_lines("How the calendar was read:", workspace.calendar.notes)
    yield from list_lines("Assumed:", prepared.assumptions)
    for heading, verdict in (
        ("Refused scenarios:", "violation"),
        ("Scenarios of which it cannot be told:", "cannot_tell"),
        ("Recommendations about scenarios:", "ok"),
    ):
        yield from list_lines(heading, _finding_lines(prepared, verdict))
    yield from lines_on_how_to_clear(finding for screening in prepared.undecided for finding in screening.findings)
    # Scenarios that are not used are listed above, finding by finding.
    yield from list_lines(
        "To look at:", [warning for warning in prepared.warnings if warning not in prepared.unused_scenarios]
    )
    yield from list_lines("Your letters to families (the folder letters):", letters)
    yield f"\n{DISCLAIMER}"


def _unwritten_groups(prepared: Prepared, most_named: int = NAMES_LISTED) -> list[str]:
    """Return a line for each set of schools that lack the same facts: ``every school: map, radio channels``.

    Of more than ``most_named`` schools it names as many, or none if it is 1.
    """
    from drillplanner.model import SchoolSite

    workspace = prepared.workspace
    lacking: dict[str, list[str]] = defaultdict(list)
    for campus in workspace.campuses:
        for fact in workspace.site_of(campus.campus_id).unwritten:
            lacking[fact].append(campus.name)
    by_schools: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for fact in filter(lacking.__contains__, SchoolSite().unwritten):  # in the order of need
        by_schools[tuple(lacking[fact])].append(fact)
    of_all = len(workspace.campuses)

    def where(names: tuple[str, ...]) -> str:
        if len(names) == of_all > 1 or len(names) <= most_named:
            return names_of(names, of_all)
        return counted(len(names), "school") if most_named == 1 else names_of(names, of_all)

    return [f"{where(names)}: {', '.join(facts)}" for names, facts in by_schools.items()]


def _numbers_planned(prepared: Prepared) -> tuple[DrillNumbers, ...]:
    """Return the numbers of drills of each campus in the plan.

    None without a plan of these files, and none for a large district, whose plan takes long to read.
    """
    from drillplanner import api
    from drillplanner.files.errors import InputError

    if len(prepared.workspace.campuses) > MOST_CAMPUSES:
        return ()
    try:
        plan = api.read_plan_if_any(prepared.folder)
    except InputError:
        return ()  # Commands that need the plan say what is wrong with it.
    if plan is None or not api.is_current(prepared, plan):
        return ()
    return plan.numbers


def _practice_lines(prepared: Prepared) -> Iterator[str]:
    """Yield the practices that a plan keeps beyond the law where it can, and those that wait for an answer."""
    if prepared.practice is None:
        return
    yield from list_lines(
        f"Beyond the law, a plan keeps {prepared.practice.name} where it can (docs/a-good-year.md):",
        [f"{practice.practice_id}: {practice.title}" for practice in prepared.practice.practices],
    )
    yield from list_lines(
        "Good practice that waits for an answer:",
        [
            f"{', '.join(ids)}: {prepared.law.facts[fact].ask if fact in prepared.law.facts else fact}"
            for fact, ids in prepared.unanswered_practices.items()
        ],
    )


def _duty_line(duty: Duty) -> str:
    return f"{duty.duty_id}: {duty.sentence} [{duty.cite}; {duty.mandate.layer}; {duty.mandate.confidence}]"


def _finding_lines(prepared: Prepared, verdict: str) -> list[str]:
    """Return lines for the findings about scenarios with this verdict: rule, sources, and switches."""
    return [
        f"{screening.id}: {finding_line(finding)}"
        + (f" Switch: {'; '.join(finding.switches)}." if finding.switches else "")
        for screening in prepared.screenings.values()
        if screening.verdict == verdict
        for finding in screening.findings
    ]


def _document(prepared: Prepared, caveats: tuple[Caveat, ...]) -> dict[str, object]:
    return {
        "before_you_rely": [caveat.model_dump(mode="json") for caveat in caveats],
        "campuses": len(prepared.workspace.campuses),
        "school_days": {
            campus.campus_id: len(prepared.workspace.calendar.dates_at(campus.campus_id))
            for campus in prepared.workspace.campuses
        },
        "duties": [
            {
                "duty": duty.duty_id,
                "campus_id": duty.campus_id,
                "mandate": duty.mandate.mandate_id,
                "owes": duty.sentence,
                "first": duty.window.first.isoformat(),
                "last": duty.window.last.isoformat(),
                "missing_fact": duty.missing_fact,
                "unit": duty.unit.unit_id if duty.unit else None,
                "layer": duty.mandate.layer,
                "vague": duty.mandate.vague,
                "presumed": duty.presumed,
                "cite": duty.cite,
                "url": duty.url,
                "confidence": duty.mandate.confidence,
            }
            for duty in prepared.duties
        ],
        "practice": None
        if prepared.practice is None
        else {
            "level": prepared.practice.pack_id,
            "practices": [
                practice.model_dump(mode="json", include={"practice_id", "title", "confidence", "rank"})
                for practice in prepared.practice.practices
            ],
            "unanswered": dict(prepared.unanswered_practices),
        },
        "not_in_site_file": {
            campus.campus_id: list(unwritten)
            for campus in prepared.workspace.campuses
            if (unwritten := prepared.workspace.site_of(campus.campus_id).unwritten)
        },
        "scenarios": [screening.model_dump(mode="json") for screening in prepared.screenings.values()],
        "calendar_notes": list(prepared.workspace.calendar.notes),
        "assumptions": list(prepared.assumptions),
        "warnings": list(prepared.warnings),
    }
