"""``drillplanner explain``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.output import folder_argument, format_option, progress_bar, say_json, say_list, say_table
from drillplanner.files.counting import counted

if TYPE_CHECKING:
    from drillplanner.model import (
        Conflict,
        DistrictExplanation,
        DrillExplanation,
        DutyExplanation,
        GoalDifference,
        KeptOff,
        OtherDay,
        RuledOut,
    )


#: Reasons of one practice, and dates of one reason, that are printed.
MOST_REASONS, MOST_DATES = 2, 4
COUNTED = (
    "Each campus can be planned alone, and by count there are visits enough for all. Whether hours and travel "
    "leave room for them is not known before 'drillplanner plan' has run."
)


@click.command(
    epilog="Example: drillplanner explain my-district --drill oak-fire-evacuation-02\n\n"
    "Ends with 0; 2 for unusable input, such as an unknown id."
)
@folder_argument
@click.option("--drill", "drill_id", metavar="ID", help="Why this drill has its day, and what others would cost.")
@click.option("--duty", "duty_id", metavar="ID", help="Which drills meet this duty, or why it cannot be met.")
@format_option
def command(folder: Path, drill_id: str | None, duty_id: str | None, form: str) -> None:
    """Say why: a drill's day, how a duty is met, or what stands in the way of a plan and what would restore one.

    Without --drill and --duty: whether FOLDER can be planned, where it is tight, and why it cannot.
    """
    from drillplanner import api
    from drillplanner.model import DISCLAIMER

    if drill_id is not None and duty_id is not None:
        raise click.UsageError("Write either --drill or --duty.")
    prepared = api.prepare(folder)
    with progress_bar() as progress:
        if drill_id is not None:
            drill = api.explain_drill(prepared, drill_id, progress)
        elif duty_id is not None:
            duty = api.explain_duty(prepared, duty_id, progress)
        else:
            district = api.explain_district(prepared, progress)
    found = drill if drill_id is not None else duty if duty_id is not None else district
    plan = api.read_plan_if_any(folder)
    if plan is not None and not api.is_current(prepared, plan):
        click.echo("The workspace has changed since the plan was made; this speaks of today's files.", err=True)
    if form == "json":
        say_json(found.model_dump(mode="json") | {"disclaimer": DISCLAIMER})
        return
    if drill_id is not None:
        _say_drill(drill)
    elif duty_id is not None:
        _say_duty(duty)
    else:
        _say_district(district)
    click.echo(f"\n{DISCLAIMER}")


def _say_district(found: DistrictExplanation) -> None:
    if found.status == "planned":
        click.echo(
            f"There is a plan, {found.plan_status}: cost {found.objective}, bound {found.bound}, gap "
            f"{found.gap or 0:.2%}."
        )
        say_list(
            "Where the cost comes from (points):",
            [
                f"{cost.points:5d}  {cost.goal.replace('_', ' ')} ({cost.breaches})"
                for cost in found.costs
                if cost.points
            ],
        )
    elif found.status == "infeasible":
        click.echo("No lawful plan exists.")
        _say_conflicts(found.conflicts)
    elif found.status == "possible":
        click.echo("A lawful plan exists. Run 'drillplanner plan' to make it.")
    elif found.status == "countable":
        click.echo(COUNTED)
    else:
        click.echo("Whether a lawful plan exists was not found out in the effort allowed.")
    say_list(
        "The duties with the fewest days to spare:",
        [
            f"{duty.duty}{_more_campuses(duty.campuses)}: {duty.words} [{duty.cite}]; drills {duty.needed}, "
            f"days on which one fits {duty.days}"
            for duty in found.tightest
        ],
    )


def _more_campuses(campuses: tuple[str, ...]) -> str:
    more = len(campuses) - 1
    return f" and {more} more campus{'es' if more > 1 else ''}" if more else ""


def _say_conflicts(conflicts: tuple[Conflict, ...]) -> None:
    from drillplanner.api import conflicts_in_words

    for words in conflicts_in_words(conflicts):
        click.echo(f"\n{words}")


def _say_duty(found: DutyExplanation) -> None:
    click.echo(f"{found.duty}: {found.words} [{found.cite}; {found.url}]")
    if found.room:
        click.echo(f"What there is for it: {found.room}.")
    if found.status in {"met", "violated", "cannot_tell"}:
        status = "scheduled" if found.status == "met" else found.status.replace("_", " ")
        click.echo(f"In the plan: {status}. {found.reason}")
        heading = "Drills that count for it:" if found.asks_for_drills else "Drills that it is about:"
        say_list(heading, [f"{drill.drill_id} on {_day(drill.date)}" for drill in found.drills])
    elif found.in_conflict:
        click.echo("It cannot be met:")
        _say_conflicts(found.conflicts)
    elif found.status == "set_aside":
        click.echo(f"It is not planned for: {found.reason}")
    elif found.conflicts:
        click.echo("On its own it can be met. This stands in the way of a plan:")
        _say_conflicts(found.conflicts)
    elif found.status == "possible":
        click.echo("It can be met beside all others. Run 'drillplanner plan' to make the plan.")
    elif found.status == "countable":
        click.echo(COUNTED)
    else:
        click.echo("Whether it can be met was not found out in the effort allowed.")


def _say_drill(found: DrillExplanation) -> None:
    click.echo(f"{found.drill_id}: {found.drill_type.replace('_', ' ')} on {_day(found.date)}")
    say_list("It is needed for:", found.needed_for)
    say_list("It counts for these as well, which have other drills without it:", found.also_meets)
    say_list("What it costs where it is (points):", [_goals(found.costs_here)] if found.costs_here else [])
    if found.is_past:
        click.echo("\nIt is past: its day is no longer a choice.")
        return
    say_list("Days on which it cannot be:", [_ruled_out_line(day) for day in found.ruled_out])
    if not found.is_possible:
        click.echo("\nBy today's files the campus has no lawful plan: see 'drillplanner explain' without --drill.")
        return
    if found.is_forced:
        click.echo("\nForced: no other day is lawful for it.")
        return
    lawful = ", ".join(f"{on}" for on in found.lawful[:12])
    more = f" and {len(found.lawful) - 12} more" if len(found.lawful) > 12 else ""
    click.echo(f"\nOther days on which it could be ({len(found.lawful)}): {lawful}{more}")
    say_list(
        "Of these, good practice (not law) keeps it off, if all other drills stay:",
        _kept_off_lines(found.kept_off),
    )
    if found.next_best:
        click.echo("\nThe next best days, each by planning the campus again:")
        rows = [_row(day) for day in found.next_best]
        header = (
            "day",
            "points",
            "drills",
            "breaches",
            "practice",
            "visits",
            "others moved",
            "if none moved",
            "why",
            "",
        )
        say_table(header, rows)
        say_list(
            "Good practice that these years break more often than the plan:",
            [
                f"{_day(day.date)}: {'; '.join(day.practice_broken)}"
                for day in found.next_best
                if day.practice_broken
            ],
        )
        click.echo(
            "\nothers moved: drills that would then stand on other days. "
            "if none moved: the points if all others stay (– not possible). "
            "breaches: of required developmental rules; practice: of good practice."
        )


def _row(day: OtherDay) -> tuple[str, ...]:
    more = (f"{number:+d}" if number else "0" for number in (day.drills, day.breaches, day.practice, day.visits))
    counts = (f"{day.points:+d}" if day.points else "0 (same)", *more)
    proof = "" if day.is_proven else "at most; not proven"
    alone = "–" if day.points_alone is None else f"{day.points_alone:+d}" if day.points_alone else "0"
    return (_day(day.date), *counts, str(day.others_moved), alone, _goals(day.goals) or "as good", proof)


def _goals(goals: tuple[GoalDifference, ...]) -> str:
    return ", ".join(f"{goal.goal.replace('_', ' ')} {goal.points:+d}" for goal in goals)


def _kept_off_lines(found: tuple[KeptOff, ...]) -> Iterator[str]:
    """Yield the reasons of each practice that concern most days, and the number of those that are left out."""
    for practice in dict.fromkeys(kept.practice for kept in found):
        reasons = sorted(
            (kept for kept in found if kept.practice == practice), key=lambda kept: (-len(kept.dates), kept.dates)
        )
        for kept in reasons[:MOST_REASONS]:
            yield f"{len(kept.dates):3d}  {practice}: {kept.reason}: {_dates(kept.dates)}"
        more = reasons[MOST_REASONS:]
        if more:
            days = counted(sum(len(kept.dates) for kept in more), "more day")
            yield f"     {practice}: {days} for {counted(len(more), 'other reason')} (see --format json)"


def _dates(dates: Sequence[date]) -> str:
    more = f" and {len(dates) - MOST_DATES} more" if len(dates) > MOST_DATES else ""
    return ", ".join(f"{on}" for on in dates[:MOST_DATES]) + more


def _ruled_out_line(day: RuledOut) -> str:
    cites = f" [{'; '.join(day.cites)}]" if day.cites else ""
    return f"{len(day.dates):3d}  {day.reason}{cites}: {_dates(day.dates)}"


def _day(on: date) -> str:
    return f"{on:%a} {on}"
