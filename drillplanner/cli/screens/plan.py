"""The first screens of ``drillplanner plan`` and ``drillplanner replan``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from drillplanner.audit.schedule import AuditReport
from drillplanner.cli.screens.caveats import caveats_part
from drillplanner.cli.screens.first_screen import FirstScreen, Line, ScreenPart, Tone
from drillplanner.cli.screens.given_up import given_up_sentences
from drillplanner.cli.screens.lists import brief_part, last_lines
from drillplanner.cli.screens.sensitive_dates import RULE, sensitive_date_sentences
from drillplanner.files.counting import counted
from drillplanner.files.reading.shell_words import shell_word
from drillplanner.model import ENDED, INCOMPLETE, Campus, DrillFormat, GroupedFinding, Plan, PlanChange, Verdict
from drillplanner.publish.core.drill_numbers import drill_numbers_lines
from drillplanner.publish.core.practice import broken_practice_lines, practice_sentence
from drillplanner.publish.core.scheduled import how_good, scheduled_sentences
from drillplanner.workflow.prepared import Prepared

_FORMATS: Mapping[DrillFormat, tuple[str, str]] = {
    DrillFormat.PHYSICAL: ("practiced in full", "practiced in full"),
    DrillFormat.WALK_THROUGH: ("walk-through", "walk-throughs"),
    DrillFormat.TABLETOP: ("tabletop", "tabletops"),
    DrillFormat.LESSON: ("lesson", "lessons"),
}


def plan_screen(
    plan: Plan, prepared: Prepared, report: AuditReport, seconds: float, warnings: Sequence[str]
) -> FirstScreen:
    """Return the screen of a new plan; ``warnings`` are those that nothing else on it says."""
    folder = prepared.folder
    return FirstScreen(
        result=tuple(_result(plan, prepared, report, seconds)),
        parts=_parts(plan, prepared, report, warnings),
        last=(
            Line(f"Written: {folder / 'plan' / 'plan.json'} and schedule.csv next to it.", most=3),
            *last_lines(f"drillplanner publish {shell_word(str(folder))}"),
        ),
    )


def replan_screen(
    plan: Plan,
    prepared: Prepared,
    report: AuditReport,
    seconds: float,
    warnings: Sequence[str],
    moves: str,
    lost: Sequence[str],
) -> FirstScreen:
    """Return the screen of an update: ``moves`` says how many drills change, ``lost`` what cannot be met now."""
    screen = plan_screen(plan, prepared, report, seconds, warnings)
    changes = () if plan.repair is None else plan.repair.changes
    campuses = prepared.workspace.campus_by_id
    return FirstScreen(
        result=(Line(moves, Tone.RESULT), *screen.result),
        parts=(
            brief_part("Duties that can no longer be met", lost, keeps=4, tone=Tone.PROBLEM),
            brief_part("What changes", [_change(change, campuses) for change in changes], keeps=8),
            *screen.parts,
        ),
        last=screen.last,
    )


def _result(plan: Plan, prepared: Prepared, report: AuditReport, seconds: float) -> Iterator[Line]:
    formats = Counter(drill.format for drill in plan.drills)
    forms = ", ".join(counted(formats[form], *words) for form, words in _FORMATS.items() if formats[form])
    schools = counted(len(prepared.workspace.campuses), "school")
    yield Line(
        f"Planned {counted(len(plan.drills), 'drill')} at {schools} in {seconds:.1f} s"
        f"{f': {forms}' if forms else ''}."
    )
    yield Line(scheduled_sentences(report.verdicts, len(plan.drills)), Tone.RESULT, most=3)
    if plan.ended_early is not None:
        yield Line(f"{ENDED[plan.ended_early]}: this is the best plan found so far.", Tone.PROBLEM)
    if plan.drills:
        yield Line(how_good(plan), Tone.RESULT if plan.status == "optimal" else Tone.PROBLEM)
    if practice := practice_sentence(plan.practice):
        yield Line(practice)
    if report.developmental.verdict != "ok":
        yield Line("Incomplete: developmental rules are broken or undecided.", Tone.PROBLEM)


def _parts(plan: Plan, prepared: Prepared, report: AuditReport, warnings: Sequence[str]) -> tuple[ScreenPart, ...]:
    campuses = prepared.workspace.campus_by_id
    asked = {duty.duty_id for duty in prepared.duties if duty.missing_fact is not None}
    unsure = [verdict for verdict in report.cannot_tell if verdict.duty not in asked]
    left_out = broken_practice_lines(plan.practice, campuses)
    given_up = "; ".join(given_up_sentences(plan.costs)) if plan.drills else ""
    broken = [warning for warning in warnings if warning.startswith(INCOMPLETE)]
    return (
        brief_part("Rules that the plan does not keep", broken, keeps=3, tone=Tone.PROBLEM),
        caveats_part(plan.before_you_rely, prepared.folder),
        brief_part("Cannot tell", grouped_verdicts(unsure), keeps=1),
        brief_part(
            "What the plan gives up, heaviest first", [f"{given_up}."] if given_up else (), keeps=1, rows=4
        ),
        brief_part("To look at", [warning for warning in warnings if warning not in broken], keeps=1),
        brief_part("Sensitive dates", sensitive_date_sentences(prepared, plan), keeps=2, counts=False),
        brief_part("Advice not followed or not decided (not law)", _advice(report.developmental.advice)),
        brief_part("Good practice that the year leaves out", left_out),
        brief_part("Drills of each school", drill_numbers_lines(plan.numbers, campuses), keeps=0, rows=1),
    )


def _advice(findings: Iterable[GroupedFinding]) -> list[str]:
    """Return each finding as a sentence; sensitive dates that are used have a part of their own."""
    return [
        f"{counted(found.drills, 'drill')}: {found.message} ({found.rule})" if found.drills else f"{found.message}"
        for found in findings
        if found.rule != RULE or found.status == "cannot_tell"
    ]


def grouped_verdicts(verdicts: Iterable[Verdict]) -> list[str]:
    """Return a sentence for each requirement and reason, with the number of schools."""
    schools: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for verdict in verdicts:
        missing = "" if verdict.unsaid_fact is None else f" Missing: {verdict.unsaid_fact}."
        schools[verdict.mandate, verdict.title, f"{verdict.reason}.{missing}"].add(verdict.campus_id)
    return [
        f"{title or mandate} ({mandate}), {counted(len(where), 'school')}: {reason}"
        for (mandate, title, reason), where in schools.items()
    ]


def _change(change: PlanChange, campuses: Mapping[str, Campus]) -> str:
    """Return a change as school, kind, and days; with hour, scenario, and agencies if the day stays."""
    campus = campuses.get(change.campus_id)
    where = f"{change.drill_type.phrase}, {change.campus_id if campus is None else campus.name}"
    was, now = change.was or "not planned", change.now or "dropped"
    if change.was_on is not None and change.now_on is not None and change.was_on != change.now_on:
        was, now = (f"{on:%a %b} {on.day}" for on in (change.was_on, change.now_on))
    return " ".join(chain([f"{where}: {was} -> {now}."], [f"Why: {change.why}" if change.why else ""])).strip()
