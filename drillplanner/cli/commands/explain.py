"""``drillplanner explain``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.output import folder_argument, format_option, list_lines, progress_bar, say_json, table_lines
from drillplanner.cli.screens.show import all_option, show
from drillplanner.cli.waiting import waiting
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
        TightDuty,
    )


#: Reasons of one practice, and dates of one reason, that are printed.
MOST_REASONS, MOST_DATES = 2, 4
COUNTED = (
    "Each campus can be planned alone, and by count there are visits enough for all. Whether hours and travel "
    "leave room for them is not known before 'drillplanner plan' has run."
)

_OUTCOMES = {
    "infeasible": "No lawful plan exists.",
    "possible": "A lawful plan exists. Run 'drillplanner plan' to make it.",
    "countable": COUNTED,
}


@click.command(
    epilog="Example: drillplanner explain my-district --drill oak-fire-evacuation-02\n\n"
    "Ends with 0; 2 for unusable input, such as an unknown id."
)
@folder_argument
@click.option("--drill", "drill_id", metavar="ID", help="Why this drill has its day, and what others would cost.")
@click.option("--duty", "duty_id", metavar="ID", help="Which drills meet this duty, or why it cannot be met.")
@all_option
@format_option
def command(folder: Path, drill_id: str | None, duty_id: str | None, everything: bool, form: str) -> None:
    """Say why: a drill's day, how a duty is met, or what stands in the way of a plan and what would restore one.

    Without --drill and --duty: whether FOLDER can be planned, where it is tight, and why it cannot.
    """
    from drillplanner import api
    from drillplanner.cli.screens.blocks import screen_of_blocks
    from drillplanner.cli.screens.explain import district_screen
    from drillplanner.cli.screens.lists import last_lines
    from drillplanner.model import DISCLAIMER

    if drill_id is not None and duty_id is not None:
        raise click.UsageError("Write either --drill or --duty.")
    with waiting("Reading"):
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
    if drill_id is not None or duty_id is not None:
        lines = tuple(_drill_lines(drill) if drill_id is not None else _duty_lines(duty))
        screen = screen_of_blocks(lines, last_lines(""))
    else:
        lines = tuple(_district_lines(district))
        conflicts = api.conflicts_in_words(district.conflicts)
        screen = district_screen(
            district, _outcome(district), conflicts, map(_brief_tight_line, district.tightest)
        )
    show(screen, (*lines, f"\n{DISCLAIMER}"), folder, "explain", everything=everything)


def _outcome(found: DistrictExplanation) -> str:
    """Return in words whether there is a plan, or can be one."""
    if found.status == "planned":
        if found.plan_status == "optimal":
            return "There is a plan. It is as good as any lawful plan with as few drills and visits."
        return f"There is a plan. It is at most {found.gap or 0:.1%} from the best possible."
    return _OUTCOMES.get(found.status, "Whether a lawful plan exists was not found out in the effort allowed.")


def _district_lines(found: DistrictExplanation) -> Iterator[str]:
    from drillplanner.cli.screens.given_up import given_up_sentence

    yield _outcome(found)
    if found.status == "planned":
        cost = f"Cost {found.objective}, bound {found.bound}, gap {found.gap or 0:.2%}"
        yield f"Status: {found.plan_status}. {cost}."
        yield from list_lines(
            "Where the cost comes from (points):",
            [
                f"{cost.points:5d}  {cost.goal.replace('_', ' ')} ({cost.breaches}): {given_up_sentence(cost)}"
                for cost in found.costs
                if cost.points
            ],
        )
    elif found.status == "infeasible":
        yield from _conflict_lines(found.conflicts)
    yield from list_lines("The duties with the fewest days to spare:", map(_tight_line, found.tightest))


def _tight_line(duty: TightDuty) -> str:
    return (
        f"{duty.duty}{_more_campuses(duty.campuses)}: {duty.words} [{duty.cite}]; drills {duty.needed}, "
        f"days on which one fits {duty.days}"
    )


def _brief_tight_line(duty: TightDuty) -> str:
    mandate, schools = duty.duty.partition("/")[0], counted(len(duty.campuses), "school")
    fits = counted(duty.days, "day is possible", "days are possible")
    return f"{duty.words} ({mandate}, {schools}): {fits}, {duty.needed} needed"


def _more_campuses(campuses: tuple[str, ...]) -> str:
    more = len(campuses) - 1
    return f" and {more} more campus{'es' if more > 1 else ''}" if more else ""


def _conflict_lines(conflicts: tuple[Conflict, ...]) -> Iterator[str]:
    from drillplanner.api import conflicts_in_words

    for words in conflicts_in_words(conflicts):
        yield (f"\n{words}")


def _duty_lines(found: DutyExplanation) -> Iterator[str]:
    yield (f"{found.duty}: {found.words} [{found.cite}; {found.url}]")
    if found.room:
        yield (f"What there is for it: {found.room}.")
    if found.status in {"met", "violated", "cannot_tell"}:
        status = "scheduled" if found.status == "met" else found.status.replace("_", " ")
        yield (f"In the plan: {status}. {found.reason}")
        heading = "Drills that count for it:" if found.asks_for_drills else "Drills that it is about:"
        yield from list_lines(heading, [f"{drill.drill_id} on {_day(drill.date)}" for drill in found.drills])
    elif found.in_conflict:
        yield ("It cannot be met:")
        yield from _conflict_lines(found.conflicts)
    elif found.status == "set_aside":
        yield (f"It is not planned for: {found.reason}")
    elif found.conflicts:
        yield ("On its own it can be met. This stands in the way of a plan:")
        yield from _conflict_lines(found.conflicts)
    elif found.status == "possible":
        yield ("It can be met beside all others. Run 'drillplanner plan' to make the plan.")
    elif found.status == "countable":
        yield (COUNTED)
    else:
        yield ("Whether it can be met was not found out in the effort allowed.")


def _drill_lines(found: DrillExplanation) -> Iterator[str]:
    yield (f"{found.drill_id}: {found.drill_type.replace('_', ' ')} on {_day(found.date)}")
    yield from list_lines("It is needed for:", found.needed_for)
    yield from list_lines("It counts for these as well, which have other drills without it:", found.also_meets)
    yield from list_lines(
        "What it costs where it is (points):", [_goals(found.costs_here)] if found.costs_here else []
    )
    if found.is_past:
        yield ("\nIt is past: its day is no longer a choice.")
        return
    yield from list_lines("Days on which it cannot be:", [_ruled_out_line(day) for day in found.ruled_out])
    if not found.is_possible:
        yield ("\nBy today's files the campus has no lawful plan: see 'drillplanner explain' without --drill.")
        return
    if found.is_forced:
        yield ("\nForced: no other day is lawful for it.")
        return
    lawful = ", ".join(f"{on}" for on in found.lawful[:12])
    more = f" and {len(found.lawful) - 12} more" if len(found.lawful) > 12 else ""
    yield (f"\nOther days on which it could be ({len(found.lawful)}): {lawful}{more}")
    yield from list_lines(
        "Of these, good practice (not law) keeps it off, if all other drills stay:",
        _kept_off_lines(found.kept_off),
    )
    if found.next_best:
        yield ("\nThe next best days, each by planning the campus again:")
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
        yield from table_lines(header, rows)
        yield from list_lines(
            "Good practice that these years break more often than the plan:",
            [
                f"{_day(day.date)}: {'; '.join(day.practice_broken)}"
                for day in found.next_best
                if day.practice_broken
            ],
        )
        yield (
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
