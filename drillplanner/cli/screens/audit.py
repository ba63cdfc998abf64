"""The first screen of ``drillplanner audit``: what is not met, by rule, and what cannot be told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from drillplanner.audit.schedule import AuditReport
from drillplanner.cli.screens.caveats import caveats_part
from drillplanner.cli.screens.first_screen import FirstScreen, Line, Tone
from drillplanner.cli.screens.lists import brief_part, last_lines
from drillplanner.cli.screens.plan import grouped_verdicts
from drillplanner.files.counting import counted
from drillplanner.files.read_result import listed
from drillplanner.files.reading.shell_words import shell_word
from drillplanner.model import Campus, Caveat, DutyStatus, GroupedFinding, Verdict
from drillplanner.publish.core.practice import broken_practice_lines, practice_sentence
from drillplanner.workflow.prepared import Prepared

#: Schools that a line names; of more it says how many there are.
_NAMED = 2


def audit_screen(
    report: AuditReport,
    prepared: Prepared,
    caveats: Sequence[Caveat],
    entries: Iterable[str],
    lacking: Sequence[str],
    folder: Path,
) -> FirstScreen:
    """Return the screen; ``entries`` are the entries that cannot be right, in words.

    ``lacking`` are the drills that were held and are not evidenced, in words.
    """
    campuses = prepared.workspace.campus_by_id
    rules, practice = report.developmental, practice_sentence(report.practice)
    unsure = [verdict for verdict in report.cannot_tell if not (report.asked and verdict.is_unsaid_format)]
    known = [verdict for verdict in unsure if not verdict.presumed]
    presumed = [verdict for verdict in unsure if verdict.presumed]
    kept = ([practice] if practice else []) + list(broken_practice_lines(report.practice, campuses))
    return FirstScreen(
        result=_result(report, folder),
        parts=(
            brief_part("Entries that cannot be right", entries, keeps=3, tone=Tone.PROBLEM),
            brief_part("Not met, by rule", _missed(report, campuses), keeps=4, tone=Tone.PROBLEM),
            brief_part("Rules of well-being broken", _findings(rules.violated), keeps=2, tone=Tone.PROBLEM),
            brief_part("Done, not evidenced (no verdict depends on it)", lacking, keeps=2),
            brief_part("Please answer", report.asked, keeps=1),
            caveats_part(caveats, folder),
            brief_part("Cannot tell", grouped_verdicts(known), keeps=1),
            brief_part("Rules of well-being: questions", _findings(rules.cannot_tell), keeps=1),
            brief_part("About the schedule", report.notes, keeps=1),
            brief_part("Presumed, and not scheduled", grouped_verdicts(presumed)),
            brief_part("Your own dates not kept (no law)", [order.message for order in report.broken_orders]),
            brief_part("Advice not followed (not law)", _findings(rules.advice)),
            brief_part("Back-up dates that cannot be right", [problem.message for problem in report.back_ups]),
            brief_part("Good practice", kept),
            brief_part("To look at", prepared.warnings, keeps=1),
            brief_part("Assumed", prepared.assumptions, rows=1),
        ),
        last=last_lines(""),
    )


def _unrecorded(report: AuditReport, folder: Path) -> Iterator[Line]:
    """Yield how many past drills no record mentions, first of all: a plan is no evidence."""
    if report.unrecorded_sentence:
        asks = f"What that puts at risk: drillplanner status {shell_word(str(folder))}"
        yield Line(f"{report.unrecorded_sentence} {asks}", Tone.PROBLEM, most=3)


def _result(report: AuditReport, folder: Path) -> tuple[Line, ...]:
    met, violated, unsure = (
        report.count(status) for status in (DutyStatus.MET, DutyStatus.VIOLATED, DutyStatus.CANNOT_TELL)
    )
    tasks = sum(
        verdict.is_task and not verdict.presumed and verdict.status is DutyStatus.MET
        for verdict in report.verdicts
    )
    judged = ", ".join(
        f"{counted(number, 'entry', 'entries')} {what}"
        for number, what in ((len(report.entries), "cannot be right"),)
        if number
    )
    outcome = f"{counted(violated, 'requirement is', 'requirements are')} not met"
    if not violated:
        outcome = "No requirement is missed by this schedule"
    tail = "".join(f"; {words}" for words in (f"{unsure:,} cannot be told" if unsure else "", judged) if words)
    broken = violated or report.entries
    return (
        *_unrecorded(report, folder),
        Line(f"Judged: {report.judged}", most=3),
        Line(f"{outcome}{tail}.", Tone.PROBLEM if broken else Tone.RESULT),
        Line(
            f"Scheduled: {counted(met - tasks, 'requirement')} about drills; on the task list: {tasks:,}."
            + (f" Not judged: {len(report.not_judged):,} about notices and filings." if report.not_judged else "")
        ),
    )


def _missed(report: AuditReport, campuses: Mapping[str, Campus]) -> list[str]:
    """Return a sentence for each requirement that is not met, most often first, with one reason."""
    by_mandate: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in report.root_violations:
        by_mandate[verdict.mandate].append(verdict)
    sentences = []
    for mandate, verdicts in sorted(by_mandate.items(), key=lambda entry: -len(entry[1])):
        first = verdicts[0]
        schools = Counter(verdict.campus_id for verdict in verdicts)
        names = [campuses[name].name if name in campuses else name for name in schools]
        where = listed(names) if len(names) <= _NAMED else counted(len(names), "school")
        times = "" if len(verdicts) == len(schools) else f", {len(verdicts):,} times"
        example = "such as " if len(verdicts) > 1 else ""
        sentences.append(f"{first.title or mandate} ({mandate}), {where}{times}: {example}{first.reason}.")
    return sentences


def _findings(findings: Iterable[GroupedFinding]) -> list[str]:
    return [
        f"{counted(found.drills, 'drill')}: {found.message} ({found.rule})"
        if found.drills
        else f"{found.message} ({found.rule})"
        for found in findings
    ]
