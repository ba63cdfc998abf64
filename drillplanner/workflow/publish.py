"""Write the plan's outputs, or say what the next publication of the calendars would change."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.files.atomic_write import move_all
from drillplanner.files.changes.workspace_lock import locked_workspace
from drillplanner.files.errors import AuditFailedError
from drillplanner.model import Plan, StatusReport
from drillplanner.workflow.accept.accept import past_drill_ids, refuse_scenarios, still_holds
from drillplanner.workflow.audit import audit
from drillplanner.workflow.caveats.before_you_rely import caveats_of_plan
from drillplanner.workflow.developmental_judgment import prohibited_error
from drillplanner.workflow.plan_files import read_plan
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.replan.changed_by_hand import changed_by_hand
from drillplanner.workflow.status.report import status_of_plan

if TYPE_CHECKING:
    from drillplanner.publish.calendars.publication import Publication
    from drillplanner.publish.core.request import PublishRequest

#: The outputs that are papers: they get their names when all of them have been read.
_CHECKED = ("sheets", "forms", "packets", "binder", "exercises", "notices", "cards")
#: Those that show the maps of schools, and the one that reads ``letters/``.
_WITH_MAPS, _LETTERS = ("sheets", "forms", "packets", "binder", "cards"), "notices"
#: Where papers wait for that, below ``out/``.
_APART = ".not-checked"


def publish(
    prepared: Prepared,
    only: tuple[str, ...] = (),
    tell: Callable[[str], None] = lambda sentence: None,
    as_of: date | None = None,
    paper: str = "tiers",
) -> Iterator[Path]:
    """Write the plan's outputs into ``out/`` and yield each file; files of an earlier plan are removed.

    ``paper`` is ``tiers`` (each drill has the papers of what it is) or ``full`` (all forms). Changes of the
    calendars are dated ``as_of``; without it, the plan's own day. Papers are written apart and get their names
    when all of them have been read: a stopped run leaves those of the last one.

    Raises InputError without a plan, AuditFailedError if the plan no longer holds before today's files (papers of
    what happened need no such plan), and PapersDisagreeError if papers of one drill say different things: they
    then have names that say not to use them.
    """
    with locked_workspace(prepared.folder, "publish"):
        yield from _published(prepared, only, tell, as_of, paper)


def _published(
    prepared: Prepared, only: tuple[str, ...], tell: Callable[[str], None], as_of: date | None, paper: str
) -> Iterator[Path]:
    from drillplanner.publish.agreement.check import PaperReader
    from drillplanner.publish.core.manifest import Manifest
    from drillplanner.publish.core.paper.tiers import PaperAmount
    from drillplanner.publish.registry import OF_RECORDS, START, load_output, usual_output_names

    out = prepared.folder / "out"
    manifest = Manifest.read(out, tell)
    names = _in_order(only) if only else usual_output_names(manifest.files)
    must_hold = not set(names) <= set(OF_RECORDS)
    # The first page comes after the check of the papers, so that it links to none that another one contradicts.
    last = (START,) if must_hold and (START in names or START in manifest.files) else ()
    outputs = [load_output(name) for name in names if name != START]
    last_outputs = [load_output(name) for name in last]
    manifest.refuse_blocked_places(place for output in (*outputs, *last_outputs) for place in output.places)
    request = replace(publish_request(prepared, tell, as_of, must_hold), paper=PaperAmount(paper))
    _refuse_unusable_files(request, names)
    papers: dict[str, list[Path]] = {}
    with _folder_apart(out) as apart, PaperReader(request) as reader:
        for output in outputs:
            folder = apart if output.name in _CHECKED else out
            written = []
            for path in output.write(request, folder):
                written.append(path.relative_to(folder))
                reader.read(folder, written[-1])
                yield out / written[-1]
            if output.name in _CHECKED:
                papers[output.name] = written
            else:
                manifest = manifest.with_written_files(output.name, (out / path for path in written))
        agreement = reader.agreement()
        for name, written in papers.items():
            moves = [(apart / path, out / agreement.final_name(path)) for path in written]
            move_all(moves)
            manifest = manifest.with_written_files(name, (target for _, target in moves))
    for output in last_outputs:
        written = list(output.write(request, out))
        manifest = manifest.with_written_files(output.name, written)
        yield from written
    agreement.require()


def _in_order(only: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names in the order in which outputs are written: calendars first, since they read their record.

    Raises InputError: there is no such output.
    """
    from drillplanner.publish.registry import load_output, output_names

    for name in only:
        load_output(name)
    return tuple(name for name in output_names() if name in only)


def _refuse_unusable_files(request: PublishRequest, names: tuple[str, ...]) -> None:
    """Refuse files that only some outputs read, before any output is written. Raises InputError."""
    from drillplanner.publish.letters.own_wording.template import read_own_texts

    if not set(_WITH_MAPS).isdisjoint(names):
        request.refuse_unusable_maps()
    if _LETTERS in names and request.folder is not None:
        read_own_texts(request.folder)


@contextmanager
def _folder_apart(out: Path) -> Iterator[Path]:
    """Give an empty folder on the disk of ``out/``, and remove it with what is left in it."""
    folder = out / _APART
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publication(prepared: Prepared) -> Publication:
    """Return what ``publish`` would make of the calendars, compared with the last publication; writes nothing.

    Raises the errors of ``publish``.
    """
    from drillplanner.publish.calendars.publication import publication as next_publication

    return next_publication(publish_request(prepared, lambda sentence: None, None), prepared.folder / "out")


def publish_request(
    prepared: Prepared, tell: Callable[[str], None], as_of: date | None, must_hold: bool = True
) -> PublishRequest:
    """Return what every output is given, once the plan still holds before today's files.

    Without ``must_hold`` the plan need not hold: a paper about what happened does not depend on it. The request
    then says whether it holds, for papers that list what is planned.

    Raises InputError without a plan, RefusedScenarioError or AuditFailedError if it no longer holds.
    """
    from drillplanner.publish.calendars.revisions.store import REVISIONS_FILE
    from drillplanner.publish.core.request import PublishRequest

    plan = read_plan(prepared.folder)
    report = audit(prepared)
    past = past_drill_ids(plan, prepared.records)
    prohibited, holds = prohibited_error(report.developmental, past), still_holds(plan, report, past)
    if must_hold:
        refuse_scenarios(prepared)
        if prohibited is not None:
            raise prohibited
    if must_hold and not holds:
        raise AuditFailedError(
            "The plan no longer holds: the workspace has changed since it was made, or it was edited. "
            "Nothing was published. Maybe run 'drillplanner audit' to see why, and 'drillplanner plan' again, or "
            "'drillplanner replan' where the year has begun."
        )
    by_hand = tuple(changed_by_hand(prepared, plan))
    for caveat in by_hand:
        tell(f"{caveat.text} {caveat.answer}")
    caveats = (*by_hand, *caveats_of_plan(prepared, plan, report))
    return PublishRequest(
        plan=plan.model_copy(update={"before_you_rely": caveats}),
        workspace=prepared.workspace,
        verdicts=report.verdicts,
        findings=report.developmental.findings,
        duties=prepared.duties,
        tell=tell,
        revisions=prepared.folder / REVISIONS_FILE,
        as_of=as_of,
        ledger=prepared.ledger,
        folder=prepared.folder,
        records=prepared.records,
        notices=prepared.notices,
        plan_holds=holds and prohibited is None,
        status=_status(prepared, plan, as_of),
    )


def _status(prepared: Prepared, plan: Plan, as_of: date | None) -> StatusReport | None:
    """Return the status on the day that was given, else on that of the last record: never on today's.

    The same files give the same pages. None if no drill was recorded and no planned day is over.
    """
    on = as_of or max((record.date for record in prepared.records), default=None)
    if on is None or not (prepared.records or any(drill.date < on for drill in plan.drills)):
        return None
    return status_of_plan(prepared, plan, on)


def own_letter_findings(prepared: Prepared) -> tuple[str, ...]:
    """Return a sentence for each thing to look at in ``letters/``; none without own letters.

    Raises InputError: a text cannot be read, or has a placeholder that is unknown.
    """
    from drillplanner.publish.letters.own_wording.findings import own_text_findings
    from drillplanner.publish.letters.own_wording.template import read_own_texts

    district = prepared.workspace.district
    languages = district.calendars.families.languages
    return own_text_findings(read_own_texts(prepared.folder), district.state, prepared.duties, languages)
