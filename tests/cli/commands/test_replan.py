"""The command ``replan`` on the example district: closures, records, and scheduling choices."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.model import Drill, DrillFormat, DrillType, Plan
from drillplanner.workflow.plan_files import write_plan
from tests.command_line import Ran, run

AS_OF = date(2026, 1, 12)
FIRE = DrillType.FIRE_EVACUATION
SECURITY = (DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT, DrillType.BOMB_THREAT)


@pytest.fixture
def folder(planned_example: Path, tmp_path: Path) -> Path:
    """Return a copy of the planned example that the test may change."""
    return Path(shutil.copytree(planned_example, tmp_path / "district"))


def busiest_day(plan: Plan, first: date, last: date) -> date:
    """Return the day with the most drills from ``first`` to ``last``."""
    return Counter(drill.date for drill in plan.drills if first <= drill.date <= last).most_common(1)[0][0]


def by_id(plan: Plan) -> dict[str, Drill]:
    return {drill.drill_id: drill for drill in plan.drills}


def without_credits(drill: Drill) -> Drill:
    return drill.model_copy(update={"credits": ()})


def test_a_closed_day_moves_its_drills_and_nothing_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = api.read_plan(folder)
    day = busiest_day(before, AS_OF, AS_OF + timedelta(30))
    affected = [drill for drill in before.drills if drill.date == day]
    ran = run(
        capsys,
        "replan",
        "--all",
        folder,
        "--as-of",
        AS_OF,
        "--close",
        day,
        "--cause",
        "severe_weather",
        "--note",
        "Snow",
    )
    assert ran.code == 0, ran.err
    after = api.read_plan(folder)
    assert after.repair is not None
    assert after.repair.moved == after.repair.moved_at_least == len(affected)
    assert f"{len(affected)} drills do not stay as they were; no lawful plan moves fewer (proven)." in ran.out
    assert {change.drill_id for change in after.repair.changes} == {drill.drill_id for drill in affected}
    assert all(change.kind == "moved" and "Closed since: Snow" in change.why for change in after.repair.changes)
    for drill in affected:
        assert drill.drill_id in ran.out
    was, now = by_id(before), by_id(after)
    assert set(was) == set(now)
    for drill_id, drill in was.items():
        if drill.date < AS_OF:
            assert without_credits(now[drill_id]) == without_credits(drill)
        else:
            assert now[drill_id].date >= AS_OF
            assert (now[drill_id].date == drill.date) is (drill not in affected)
    assert f"{day},,severe_weather,Snow" in (folder / "closures.csv").read_text()
    audited = run(capsys, "audit", "--all", folder)
    assert audited.code == 0, audited.out
    assert "has changed since" not in audited.err
    checked = run(capsys, "check", "--all", folder)
    assert "182 school days" in checked.out
    # With the same closure again, no drill has to move.
    again = run(capsys, "replan", "--all", folder, "--as-of", AS_OF, "--close", day)
    assert f"As of {AS_OF}: No drill has to move." in again.out
    assert api.read_plan(folder).drills == after.drills
    assert [path for path in api.publish(api.prepare(folder), ("icalendar",)) if path.suffix == ".ics"]


def test_closing_one_campus_moves_only_its_drills(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = api.read_plan(folder)
    drill = next(drill for drill in before.drills if drill.date > AS_OF)
    ran = run(
        capsys,
        "replan",
        folder,
        "--as-of",
        AS_OF,
        "--close",
        f"{drill.date}:{drill.campus_id}",
        "--format",
        "json",
    )
    assert ran.code == 0, ran.err
    document = json.loads(ran.out)
    assert document["repair"]["proven"] is True
    assert document["repair"]["moved"] == 1
    assert {change["campus_id"] for change in document["repair"]["changes"]} == {drill.campus_id}
    assert document["status"] == "optimal"
    assert document["violated"] == 0


def test_the_number_of_workers_does_not_change_the_plan(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    day = busiest_day(api.read_plan(folder), AS_OF, AS_OF + timedelta(60))
    for copy, workers in ((folder, 1), (other, 3)):
        assert (
            run(capsys, "replan", "--all", copy, "--as-of", AS_OF, "--close", day, "--workers", workers).code == 0
        )
    assert (folder / "plan" / "plan.json").read_bytes() == (other / "plan" / "plan.json").read_bytes()


def test_recorded_drills_stay_and_a_missed_drill_loses_its_duty(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = api.read_plan(folder)
    campus = before.drills[0].campus_id
    fires = sorted(
        (drill for drill in before.drills if drill.campus_id == campus and drill.drill_type == "fire_evacuation"),
        key=lambda drill: drill.date,
    )
    held, missed = fires[0], fires[1]
    by = ("--by", "front office")
    recorded = run(
        capsys, "record", folder, "--drill", held.drill_id, "--held", "--start", "09:01", "--minutes", 7, *by
    )
    assert recorded.code == 0, recorded.err
    assert run(capsys, "record", folder, "--drill", missed.drill_id, "--not-held", *by).code == 0
    assert run(capsys, "audit", "--all", folder).code == 1
    # The month of the missed drill is over, so its duty is lost; everything else is planned.
    ran = run(capsys, "replan", "--all", folder, "--as-of", AS_OF)
    assert ran.code == 1, ran.err
    after = api.read_plan(folder)
    assert after.repair is not None
    assert len(after.repair.lost) >= 1
    assert all(campus in duty for duty in after.repair.lost)
    after_heading = ran.out.partition("Duties that can no longer be met:\n")[2].splitlines()
    listed = after_heading[: len(after.repair.lost)]
    duties = {duty.duty_id: duty for duty in api.prepare(folder).duties}
    assert listed == [
        f"  {duties[duty].sentence} [{duty}], since its time ended on {duties[duty].window.last}"
        for duty in after.repair.lost
    ]
    review_section = ran.out.partition("To look at:")[2]
    assert not any(f"[{duty}]" in review_section for duty in after.repair.lost)
    assert all(any(f"[{duty}]" in warning for warning in after.warnings) for duty in after.repair.lost)
    now = by_id(after)
    assert (now[held.drill_id].date, f"{now[held.drill_id].start:%H:%M}") == (held.date, "09:01")
    assert now[held.drill_id].minutes == 7
    assert now[held.drill_id].held is True
    assert all(drill.date != missed.date for drill in after.drills if drill.campus_id == campus)
    audited = api.audit(api.prepare(folder))
    assert {verdict.duty for verdict in audited.violated} == set(after.repair.lost)
    assert list(api.publish(api.prepare(folder), ("icalendar",)))


def test_audit_names_a_blocked_day_and_replan_moves_its_drill(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = api.read_plan(folder)
    drill = next(drill for drill in before.drills if drill.date > AS_OF and not drill.agencies)
    path = folder / "district.yaml"
    order = f"forbidden:\n  - {{date: {drill.date}, campuses: [{drill.campus_id}], reason: Concert}}\n"
    path.write_text(path.read_text() + order)
    audited = run(capsys, "audit", "--all", folder)
    assert audited.code == 0
    assert "Orders that are not kept (no law): pins, drills together, forbidden days:" in audited.out
    assert f"{drill.drill_id} stands on {drill.date}, which district.yaml forbids" in audited.out
    ran = run(capsys, "replan", "--all", folder, "--as-of", AS_OF)
    assert ran.code == 0, ran.err
    assert "1 drill does not stay as it was; no lawful plan moves fewer (proven)." in ran.out
    assert "its day is forbidden in district.yaml (Concert)" in ran.out
    assert "not kept" not in run(capsys, "audit", "--all", folder).out


def assert_refused(ran: Ran, *messages: str) -> None:
    assert ran.code == 2
    assert "Traceback" not in ran.err
    for message in messages:
        assert message in ran.err


@pytest.mark.parametrize(
    ("arguments", "messages"),
    [
        (
            ("--close", "2026-01-17"),
            ("--close: there is no school on Saturday 2026-01-17", "Maybe you meant 2026-01-16"),
        ),
        (
            ("--close", "17 January"),
            ("--close: this is not a day to close", "found:   17 January", "2026-01-27:oak"),
        ),
        (("--close", "2026-01-20:"), ("--close: this is not a day to close",)),
        (("--close", "2026-01-20:nowhere"), ("--close: there is no such campus", "found:   nowhere", "allowed: ")),
        (("--close", "2026-01-20", "--cause", "storm"), ("--cause: there is no such cause", "severe_weather")),
        (("--as-of", "January"), ("--as-of",)),
    ],
)
def test_bad_options_of_replan_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], messages: tuple[str, ...]
) -> None:
    before = (folder / "plan" / "plan.json").read_bytes()
    assert_refused(run(capsys, "replan", "--all", folder, "--as-of", AS_OF, *arguments), *messages)
    assert (folder / "plan" / "plan.json").read_bytes() == before
    assert not (folder / "closures.csv").exists()


def test_replan_without_a_plan_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(folder / "plan")
    assert_refused(
        run(capsys, "replan", "--all", folder, "--as-of", AS_OF), "there is no plan yet", "drillplanner plan"
    )


def test_a_record_after_the_as_of_date_stays_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = api.read_plan(folder)
    drill = next(drill for drill in before.drills if drill.date > AS_OF)
    assert run(capsys, "record", folder, "--drill", drill.drill_id, "--held", "--by", "office").code == 0
    ran = run(capsys, "replan", "--all", folder, "--as-of", AS_OF)
    assert ran.code == 0, ran.err
    assert f"1 drill from {AS_OF} on is in the drill log as held, the last on {drill.date}." in ran.out
    after = by_id(api.read_plan(folder))
    assert after[drill.drill_id].held
    assert after[drill.drill_id].date == drill.date
    assert set(after) == set(by_id(before))


def test_after_the_last_day_everything_is_past(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = api.read_plan(folder)
    ran = run(capsys, "replan", "--all", folder, "--as-of", "2026-12-01")
    assert ran.code == 0, ran.err
    last_day = api.prepare(folder).workspace.calendar.last_day
    assert f"2026-12-01 is after the last day of school, {last_day}: no day is left to plan." in ran.out
    assert [drill.drill_id for drill in api.read_plan(folder).drills] == [d.drill_id for d in before.drills]


def test_an_extra_drill_that_was_held_blocks_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A third lockdown a month before, on a day with a planned drill, and an assailant drill of small children."""
    before = api.read_plan(folder)
    (day,) = {drill.date for drill in before.drills if drill.drill_id == "burnet-hill-fire-evacuation-02"}
    for drill_type, start in (("lockdown", "09:00"), ("active_assailant", "13:10")):
        extra = ("--campus", "burnet-hill", "--type", drill_type, "--date", day, "--start", start, "--extra")
        assert run(capsys, "record", folder, *extra, "--held", "--by", "office").code == 0
    ran = run(capsys, "replan", "--all", folder, "--as-of", AS_OF)
    assert ran.code in {0, 1}, ran.err
    after = by_id(api.read_plan(folder))
    assert after[f"burnet-hill-lockdown-on-{day}"].held
    assert after[f"burnet-hill-active-assailant-on-{day}"].held
    assert list(api.publish(api.prepare(folder), ("tables",)))
    again = run(capsys, "replan", "--all", folder, "--as-of", AS_OF)
    assert again.code == ran.code, again.err
    assert "No drill has to move." in again.out


def test_a_drill_recorded_without_its_id_is_the_planned_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drill = next(drill for drill in api.read_plan(folder).drills if drill.date < AS_OF)
    named = ("--campus", drill.campus_id, "--type", drill.drill_type, "--date", drill.date, "--start", "09:01")
    assert run(capsys, "record", folder, *named, "--held", "--by", "office").code == 0
    assert run(capsys, "replan", "--all", folder, "--as-of", AS_OF).code == 0
    at_campus = [
        held
        for held in api.read_plan(folder).drills
        if (held.campus_id, held.drill_type, held.date) == (drill.campus_id, drill.drill_type, drill.date)
    ]
    assert [(held.drill_id, f"{held.start:%H:%M}") for held in at_campus] == [(drill.drill_id, "09:01")]


def test_a_fixed_date_that_is_closed_moves_and_is_named_in_a_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drill = next(d for d in api.read_plan(folder).drills if d.date > AS_OF and d.drill_type == "lockdown")
    path = folder / "district.yaml"
    pin = f"pins:\n  - {{campus: {drill.campus_id}, drill_type: lockdown, date: {drill.date}}}\n"
    path.write_text(path.read_text() + pin)
    ran = run(capsys, "replan", "--all", folder, "--as-of", AS_OF, "--close", drill.date, "--note", "Snow")
    assert ran.code == 0, ran.err
    moved = by_id(api.read_plan(folder))[drill.drill_id]
    assert (
        f"The fixed date of the lockdown drill at {drill.campus_id}, {drill.date} (pins in district.yaml), no "
        f"longer counts, since school was closed that day: Snow. The drill is now planned on {moved.date:%A} "
        f"{moved.date}." in ran.out
    )
    assert run(capsys, "audit", "--all", folder).code == 0
    assert list(api.publish(api.prepare(folder), ("icalendar",)))


def test_a_security_drill_moves_to_a_day_with_time_to_notify_responders(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = api.read_plan(folder)
    notices = {task.drill_id: task for task in before.tasks if task.mandate_id == "NJ-11"}
    closed_out = next(
        drill
        for drill in before.drills
        # After the notice, the month has days left.
        if drill.drill_id in notices and drill.date.day <= 14 and drill.drill_type == "lockdown"
    )
    ran = run(
        capsys,
        "replan",
        folder,
        "--as-of",
        closed_out.date,
        "--close",
        f"{closed_out.date}:{closed_out.campus_id}",
    )
    assert ran.code == 0, ran.err
    after = api.read_plan(folder)
    moved = next(
        task for task in after.tasks if task.mandate_id == "NJ-11" and task.drill_id == closed_out.drill_id
    )
    assert closed_out.date <= moved.due < by_id(after)[closed_out.drill_id].date
    assert moved.was_due is None


def test_a_short_fire_drill_loses_no_duty_that_longer_ones_still_meet(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """NJ-14 measures security drills against the longest fire drill of the year, which is still to come."""
    drills = sorted(api.read_plan(folder).drills, key=lambda drill: drill.date)
    fire, security = next(
        (fires[0], other)
        for other in drills
        if other.drill_type in SECURITY and other.format is DrillFormat.PHYSICAL and (other.minutes or 0) > 11
        for fires in [[fire for fire in drills if (fire.campus_id, fire.drill_type) == (other.campus_id, FIRE)]]
        if max(fires[0].date, other.date) < fires[1].date
    )
    as_of = max(fire.date, security.date) + timedelta(1)
    for drill, minutes in ((fire, 1), (security, security.minutes)):
        by = ("--by", "office", "--as-of", as_of)
        assert (
            run(capsys, "record", folder, "--drill", drill.drill_id, "--held", "--minutes", minutes, *by).code == 0
        )
    assert run(capsys, "replan", folder, "--as-of", as_of).code == 0
    repair = api.read_plan(folder).repair
    assert repair is not None and repair.lost == ()


def test_a_late_notice_is_reported_and_stays_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = api.read_plan(folder)
    notices = {task.drill_id for task in before.tasks if task.mandate_id == "NJ-11"}
    in_order = sorted(before.drills, key=lambda drill: drill.date)
    last_of_november = {drill.campus_id: drill for drill in in_order if drill.date.month == 11}
    # As the last drill of its campus in November, it has no other drill in its way when it moves.
    closed_out = next(drill for drill in last_of_november.values() if drill.drill_id in notices)
    calendar = api.prepare(folder).workspace.calendar
    remaining = [on for on in calendar.dates_at(closed_out.campus_id) if on.month == 11 and on >= closed_out.date]
    as_of, last_day = remaining[-2:]
    closures = [part for on in remaining if on != last_day for part in ("--close", f"{on}:{closed_out.campus_id}")]
    ran = run(capsys, "replan", "--all", folder, "--as-of", as_of, *closures)
    assert ran.code == 1
    after = api.read_plan(folder)
    (late,) = [task for task in after.tasks if task.was_due is not None]
    (lost,) = (
        [duty for duty in after.repair.lost if duty.startswith("NJ-11")] if after.repair is not None else [""]
    )
    assert (late.mandate_id, late.campus_id, late.due) == ("NJ-11", closed_out.campus_id, as_of)
    assert late.was_due is not None
    assert late.was_due < as_of < by_id(after)[late.drill_id or ""].date
    assert f"it was due {late.was_due}" in late.due_words
    assert "Tell the emergency responders of the coming security drill." in ran.out.partition("can no longer")[2]
    assert f"(NJ-11), due {late.was_due}: for 1 drill that moved: {late.drill_id}. Do it at once." in ran.out
    audited = run(capsys, "audit", "--all", folder)
    assert audited.code == 1
    assert f"planned too late ({as_of}, due {late.was_due})" in audited.out
    # When nothing else changes, the drill and its late notice stay as they are.
    again = run(capsys, "replan", "--all", folder, "--as-of", as_of)
    assert again.code == 1
    later = api.read_plan(folder)
    assert [task for task in later.tasks if task.was_due is not None] == [late]
    assert later.repair is not None
    assert lost in later.repair.lost


def test_the_drills_of_a_removed_campus_leave_the_plan_and_its_records_stay(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    school, held = "heritage", "heritage-fire-evacuation-01"
    before = api.read_plan(folder)
    past = [drill for drill in before.drills if drill.campus_id == school and drill.date < AS_OF]
    assert run(capsys, "record", folder, "--drill", held, "--held", "--by", "office").code == 0
    log = (folder / "records" / "drill_log.csv").read_bytes()
    for name, key in (("campuses.csv", f"{school},"), ("staff.csv", f",{school},")):
        lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        rest = [line for line in lines if not (line.startswith(key) or (key[0] == "," and key in line))]
        (folder / name).write_text("".join(rest), encoding="utf-8")
    assert_refused(
        run(capsys, "record", folder, "--drill", past[1].drill_id, "--held", "--by", "office"),
        "--drill: campuses.csv no longer has the campus of this drill",
        "Maybe put its row back",
    )
    ran = run(capsys, "replan", "--all", folder, "--as-of", AS_OF)
    assert ran.code == 0, ran.err
    after = api.read_plan(folder)
    assert {drill.drill_id for drill in before.drills if drill.campus_id != school} == set(by_id(after))
    assert after.repair is not None
    assert {change.why for change in after.repair.changes} == {"its campus is no longer in campuses.csv"}
    printed = " ".join(ran.out.split())
    assert f"{len(past) - 1} drills before that day at {school}, which campuses.csv no longer has," in printed
    assert f"records/drill_log.csv:2: campuses.csv has no campus '{school}'. The entry stays on record" in printed
    assert_refused(
        run(capsys, "record", folder, "--drill", held, "--held", "--correct", "--by", "office"),
        "--drill: campuses.csv no longer has the campus of this drill",
    )
    assert (folder / "records" / "drill_log.csv").read_bytes() == log
    assert held in run(capsys, "record", folder).out
    # A plan that still has drills of the removed campus is not published, even though they are past.
    stale = after.model_copy(update={"drills": (*after.drills, past[0])})
    write_plan(folder, stale, api.prepare(folder).workspace)
    refused = run(capsys, "publish", folder, "--only", "tables")
    assert refused.code == 1
    assert "'drillplanner replan' where the year has begun" in " ".join(refused.err.split())


def test_two_drills_recorded_for_one_minute_count_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fire drill is recorded for the day and minute of the next one, which the log does not mention."""
    before = api.read_plan(folder)
    first, second = sorted(
        (d for d in before.drills if d.campus_id == "burnet-hill" and d.drill_type == "fire_evacuation"),
        key=lambda drill: drill.date,
    )[1:3]
    when = ("--date", second.date, "--start", f"{second.start:%H:%M}")
    assert run(capsys, "record", folder, "--drill", first.drill_id, "--held", *when, "--by", "office").code == 0
    ran = run(capsys, "replan", "--all", folder, "--as-of", AS_OF)
    assert ran.code in {0, 1}, ran.err
    assert f"{first.drill_id} was held at its time" in ran.out
    on_the_day = [d for d in api.read_plan(folder).drills if (d.campus_id, d.date) == ("burnet-hill", second.date)]
    assert [drill.drill_id for drill in on_the_day] == [first.drill_id]


def test_a_fixed_date_gives_way_to_what_was_held_on_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = api.read_plan(folder)
    drill = next(d for d in before.drills if d.date > AS_OF and d.drill_type == "fire_evacuation")
    path = folder / "district.yaml"
    pin = f"pins:\n  - {{campus: {drill.campus_id}, drill_type: lockdown, date: {drill.date}}}\n"
    path.write_text(path.read_text() + pin)
    assert run(capsys, "record", folder, "--drill", drill.drill_id, "--held", "--by", "office").code == 0
    ran = run(capsys, "replan", "--all", folder, "--as-of", AS_OF)
    assert ran.code == 0, ran.err
    assert f"The lockdown drill at {drill.campus_id} on {drill.date} is pinned in district.yaml" in ran.out
    assert list(api.publish(api.prepare(folder), ("icalendar",)))


def test_a_drill_held_on_a_day_that_was_closed_later_blocks_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drill = next(d for d in api.read_plan(folder).drills if d.date < AS_OF and d.drill_type == "fire_evacuation")
    assert run(capsys, "record", folder, "--drill", drill.drill_id, "--held", "--by", "office").code == 0
    ran = run(capsys, "replan", "--all", folder, "--as-of", AS_OF, "--close", f"{drill.date}:{drill.campus_id}")
    assert ran.code == 1, ran.err
    assert f"{drill.drill_id} is in the drill log as held on {drill.date}, and closures.csv has its" in ran.out
    assert by_id(api.read_plan(folder))[drill.drill_id].held
    assert run(capsys, "audit", "--all", folder).code == 1
    assert list(api.publish(api.prepare(folder), ("tables",)))
