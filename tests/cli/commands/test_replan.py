"""A plan made anew on the example district: closures, records and orders."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.model import Drill, Plan
from drillplanner.workflow.plan_files import write_plan
from tests.command_line import Ran, run

AS_OF = date(2026, 1, 12)


@pytest.fixture
def place(planned_example: Path, tmp_path: Path) -> Path:
    """A copy of the example with its plan."""
    return Path(shutil.copytree(planned_example, tmp_path / "district"))


def busiest(made: Plan, first: date, last: date) -> date:
    """The day with most drills."""
    return Counter(drill.date for drill in made.drills if first <= drill.date <= last).most_common(1)[0][0]


def by_id(made: Plan) -> dict[str, Drill]:
    return {drill.drill_id: drill for drill in made.drills}


def without_credits(drill: Drill) -> Drill:
    return drill.model_copy(update={"credits": ()})


def test_a_closed_day_moves_its_drills_and_nothing_else(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = api.read_plan(place)
    day = busiest(before, AS_OF, AS_OF + timedelta(30))
    hit = [drill for drill in before.drills if drill.date == day]
    ran = run(
        capsys, "replan", place, "--as-of", AS_OF, "--close", day, "--cause", "severe_weather", "--note", "Snow"
    )
    assert ran.code == 0, ran.err
    after = api.read_plan(place)
    assert after.repair is not None
    assert after.repair.moved == after.repair.moved_at_least == len(hit)
    assert f"{len(hit)} drills do not stay as they were; no lawful plan moves fewer (proven)." in ran.out
    assert {change.drill_id for change in after.repair.changes} == {drill.drill_id for drill in hit}
    assert all(change.kind == "moved" and "Closed since: Snow" in change.why for change in after.repair.changes)
    for drill in hit:
        assert drill.drill_id in ran.out
    was, now = by_id(before), by_id(after)
    assert set(was) == set(now)
    for drill_id, drill in was.items():
        if drill.date < AS_OF:
            assert without_credits(now[drill_id]) == without_credits(drill)
        else:
            assert now[drill_id].date >= AS_OF
            assert (now[drill_id].date == drill.date) is (drill not in hit)
    assert f"{day},,severe_weather,Snow" in (place / "closures.csv").read_text()
    audited = run(capsys, "audit", place)
    assert audited.code == 0, audited.out
    assert "has changed since" not in audited.err
    checked = run(capsys, "check", place)
    assert "182 school days" in checked.out
    # A second time with the same closure there is nothing left to move.
    again = run(capsys, "replan", place, "--as-of", AS_OF, "--close", day)
    assert f"As of {AS_OF}: No drill has to move." in again.out
    assert api.read_plan(place).drills == after.drills
    assert [path for path in api.publish(api.prepare(place), ("icalendar",)) if path.suffix == ".ics"]


def test_only_the_campus_that_is_closed_is_touched(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = api.read_plan(place)
    drill = next(drill for drill in before.drills if drill.date > AS_OF)
    ran = run(
        capsys, "replan", place, "--as-of", AS_OF, "--close", f"{drill.date}:{drill.campus_id}", "--format", "json"
    )
    assert ran.code == 0, ran.err
    document = json.loads(ran.out)
    assert document["repair"]["proven"] is True
    assert document["repair"]["moved"] == 1
    assert {one["campus_id"] for one in document["repair"]["changes"]} == {drill.campus_id}
    assert document["status"] == "optimal"
    assert document["violated"] == 0


def test_the_workers_do_not_change_the_plan(
    place: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    other = Path(shutil.copytree(place, tmp_path / "other"))
    day = busiest(api.read_plan(place), AS_OF, AS_OF + timedelta(60))
    for folder, workers in ((place, 1), (other, 3)):
        assert run(capsys, "replan", folder, "--as-of", AS_OF, "--close", day, "--workers", workers).code == 0
    assert (place / "plan" / "plan.json").read_bytes() == (other / "plan" / "plan.json").read_bytes()


def test_what_is_recorded_stays_and_what_was_missed_is_made_up_or_lost(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = api.read_plan(place)
    campus = before.drills[0].campus_id
    fires = sorted(
        (drill for drill in before.drills if drill.campus_id == campus and drill.drill_type == "fire_evacuation"),
        key=lambda one: one.date,
    )
    held, missed = fires[0], fires[1]
    by = ("--by", "front office")
    said = run(
        capsys, "record", place, "--drill", held.drill_id, "--held", "--start", "09:01", "--minutes", 7, *by
    )
    assert said.code == 0, said.err
    assert run(capsys, "record", place, "--drill", missed.drill_id, "--not-held", *by).code == 0
    assert run(capsys, "audit", place).code == 1
    # The month of the missed drill is over: its duty is lost, and everything else is planned.
    ran = run(capsys, "replan", place, "--as-of", AS_OF)
    assert ran.code == 1, ran.err
    after = api.read_plan(place)
    assert after.repair is not None
    assert len(after.repair.lost) >= 1
    assert all(campus in duty for duty in after.repair.lost)
    after_heading = ran.out.partition("Duties that can no longer be met:\n")[2].splitlines()
    listed = after_heading[: len(after.repair.lost)]
    sentences = {duty.duty_id: duty.sentence for duty in api.prepare(place).duties}
    assert listed == [f"  {sentences[duty]} [{duty}]" for duty in after.repair.lost]
    told_later = ran.out.partition("To look at:")[2]
    assert not any(f"[{duty}]" in told_later for duty in after.repair.lost)
    assert all(any(f"[{duty}]" in warning for warning in after.warnings) for duty in after.repair.lost)
    now = by_id(after)
    assert (now[held.drill_id].date, f"{now[held.drill_id].start:%H:%M}") == (held.date, "09:01")
    assert now[held.drill_id].minutes == 7
    assert now[held.drill_id].held is True
    assert all(drill.date != missed.date for drill in after.drills if drill.campus_id == campus)
    audited = api.audit(api.prepare(place))
    assert {one.duty for one in audited.violated} == set(after.repair.lost)
    assert list(api.publish(api.prepare(place), ("tables",)))


def test_orders_are_kept_by_replan_and_named_by_audit(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = api.read_plan(place)
    drill = next(drill for drill in before.drills if drill.date > AS_OF and not drill.agencies)
    path = place / "district.yaml"
    order = f"forbidden:\n  - {{date: {drill.date}, campuses: [{drill.campus_id}], reason: Concert}}\n"
    path.write_text(path.read_text() + order)
    audited = run(capsys, "audit", place)
    assert audited.code == 0
    assert "Orders that are not kept (no law): pins, drills together, forbidden days:" in audited.out
    assert f"{drill.drill_id} stands on {drill.date}, which district.yaml forbids" in audited.out
    ran = run(capsys, "replan", place, "--as-of", AS_OF)
    assert ran.code == 0, ran.err
    assert "1 drill does not stay as it was; no lawful plan moves fewer (proven)." in ran.out
    assert "its day is forbidden in district.yaml (Concert)" in ran.out
    assert "not kept" not in run(capsys, "audit", place).out


def bad(ran: Ran, *said: str) -> None:
    assert ran.code == 2
    assert "Traceback" not in ran.err
    for words in said:
        assert words in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
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
        (("--as-of", "2026-12-01"), ("--as-of: no school day is left to plan", "found:   2026-12-01")),
        (("--as-of", "January"), ("--as-of",)),
    ],
)
def test_bad_options_of_replan(
    place: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: tuple[str, ...]
) -> None:
    before = (place / "plan" / "plan.json").read_bytes()
    bad(run(capsys, "replan", place, "--as-of", AS_OF, *arguments), *said)
    assert (place / "plan" / "plan.json").read_bytes() == before
    assert not (place / "closures.csv").exists()


def test_replan_without_a_plan_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(place / "plan")
    bad(run(capsys, "replan", place, "--as-of", AS_OF), "there is no plan yet", "drillplanner plan")


def test_a_record_after_the_day_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drill = next(drill for drill in api.read_plan(place).drills if drill.date > AS_OF)
    assert run(capsys, "record", place, "--drill", drill.drill_id, "--held", "--by", "office").code == 0
    ran = run(capsys, "replan", place, "--as-of", AS_OF)
    bad(ran, "records/drill_log.csv:2", "is recorded for a day after --as-of", f"found:   {drill.date}")


def test_a_security_drill_moves_to_a_day_for_which_responders_can_still_be_told(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = api.read_plan(place)
    notices = {task.drill_id: task for task in before.tasks if task.mandate_id == "NJ-11"}
    hit = next(
        drill
        for drill in before.drills
        if drill.drill_id in notices and drill.date.month == 11 and drill.date.day < 18
    )
    ran = run(capsys, "replan", place, "--as-of", hit.date, "--close", f"{hit.date}:{hit.campus_id}")
    assert ran.code == 0, ran.err
    after = api.read_plan(place)
    moved = next(task for task in after.tasks if task.mandate_id == "NJ-11" and task.drill_id == hit.drill_id)
    assert hit.date <= moved.due < by_id(after)[hit.drill_id].date
    assert moved.was_due is None


def test_a_notice_that_must_come_late_is_told_and_stays_told(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = api.read_plan(place)
    notices = {task.drill_id for task in before.tasks if task.mandate_id == "NJ-11"}
    in_order = sorted(before.drills, key=lambda one: one.date)
    last_of_november = {one.campus_id: one for one in in_order if one.date.month == 11}
    # No other drill of the campus stands where this one has to go.
    hit = next(one for one in last_of_november.values() if one.drill_id in notices)
    calendar = api.prepare(place).workspace.calendar
    left = [on for on in calendar.dates_at(hit.campus_id) if on.month == 11 and on >= hit.date]
    as_of, *others = left[-2:]
    shut = [on for on in left if on not in others]
    closures = [part for on in shut for part in ("--close", f"{on}:{hit.campus_id}")]
    ran = run(capsys, "replan", place, "--as-of", as_of, *closures)
    assert ran.code == 1
    after = api.read_plan(place)
    (late,) = [task for task in after.tasks if task.was_due is not None]
    (lost,) = [one for one in after.repair.lost if one.startswith("NJ-11")] if after.repair is not None else [""]
    assert (late.mandate_id, late.campus_id, late.due) == ("NJ-11", hit.campus_id, as_of)
    assert late.was_due is not None
    assert late.was_due < as_of < by_id(after)[late.drill_id or ""].date
    assert f"it was due {late.was_due}" in late.due_words
    assert "Tell the emergency responders of the coming security drill." in ran.out.partition("can no longer")[2]
    assert f"(NJ-11), due {late.was_due}: for 1 drill that moved: {late.drill_id}. Do it at once." in ran.out
    audited = run(capsys, "audit", place)
    assert audited.code == 1
    assert f"planned too late ({as_of}, due {late.was_due})" in audited.out
    # The drill stays, and so does what is known of its notice.
    again = run(capsys, "replan", place, "--as-of", as_of)
    assert again.code == 1
    later = api.read_plan(place)
    assert [task for task in later.tasks if task.was_due is not None] == [late]
    assert later.repair is not None
    assert lost in later.repair.lost


def test_a_school_that_was_closed_leaves_the_plan_and_its_record_stays(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    school, held = "heritage", "heritage-fire-evacuation-01"
    before = api.read_plan(place)
    past = [drill for drill in before.drills if drill.campus_id == school and drill.date < AS_OF]
    assert run(capsys, "record", place, "--drill", held, "--held", "--by", "office").code == 0
    log = (place / "records" / "drill_log.csv").read_bytes()
    for name, names_it in (("campuses.csv", f"{school},"), ("staff.csv", f",{school},")):
        lines = (place / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [
            line for line in lines if not (line.startswith(names_it) or (names_it[0] == "," and names_it in line))
        ]
        (place / name).write_text("".join(kept), encoding="utf-8")
    bad(
        run(capsys, "record", place, "--drill", past[1].drill_id, "--held", "--by", "office"),
        "--drill: campuses.csv no longer has the campus of this drill",
        "Maybe put its row back",
    )
    ran = run(capsys, "replan", place, "--as-of", AS_OF)
    assert ran.code == 0, ran.err
    after = api.read_plan(place)
    assert {drill.drill_id for drill in before.drills if drill.campus_id != school} == set(by_id(after))
    assert after.repair is not None
    assert {change.why for change in after.repair.changes} == {"its campus is no longer in campuses.csv"}
    told = " ".join(ran.out.split())
    assert f"{len(past) - 1} drills before that day at {school}, which campuses.csv no longer has," in told
    assert f"records/drill_log.csv:2: campuses.csv has no campus '{school}'. The entry stays on record" in told
    bad(
        run(capsys, "record", place, "--drill", held, "--held", "--correct", "--by", "office"),
        "--drill: campuses.csv no longer has the campus of this drill",
    )
    assert (place / "records" / "drill_log.csv").read_bytes() == log
    assert held in run(capsys, "record", place).out
    # A plan that still has its drills is not published, though they are past.
    stale = after.model_copy(update={"drills": (*after.drills, past[0])})
    write_plan(place, stale)
    refused = run(capsys, "publish", place, "--only", "tables")
    assert refused.code == 1
    assert "'drillplanner replan' where the year has begun" in " ".join(refused.err.split())
