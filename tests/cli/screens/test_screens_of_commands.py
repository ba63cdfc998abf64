"""The first screen of each command fits, for districts of 8, 45, and 663 schools, and ``--all`` has the rest."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.audit.schedule import AuditReport
from drillplanner.cli.commands.plan import plan_in_full
from drillplanner.cli.screens.first_screen import MOST_COLUMNS, MOST_LINES, FirstScreen
from drillplanner.cli.screens.given_up import WORDS, given_up_sentences
from drillplanner.cli.screens.plan import plan_screen, replan_screen
from drillplanner.cli.screens.publish import lines_in_full, publish_screen
from drillplanner.files.read_result import NAMES_LISTED
from drillplanner.model import GoalWeights, Plan, PlanChange, Repair
from drillplanner.model.plans.changes import ChangeKind
from drillplanner.publish.core.drill_numbers import drill_numbers_lines
from drillplanner.workflow.caveats.before_you_rely import caveats_of_files
from tests.cli.screens.districts import made_district
from tests.command_line import run


@pytest.fixture(autouse=True)
def short_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in the test's own folder, so that lines with paths are as short as a user's."""
    monkeypatch.chdir(tmp_path)


def assert_fits(text: str, least: int = 5) -> None:
    lines = text.rstrip("\n").split("\n")
    assert least <= len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= MOST_COLUMNS


def assert_screen_fits(screen: FirstScreen) -> None:
    for width in (60, 79, MOST_COLUMNS):
        rows = screen.rows(width)
        assert len(rows) <= MOST_LINES
        assert max(len(row.text) for row in rows) <= width


@pytest.mark.parametrize("schools", [8, 45, 663])
def test_check_fits_a_screen_and_all_has_everything(schools: int, capsys: pytest.CaptureFixture[str]) -> None:
    folder = made_district(Path("district"), schools)
    first = run(capsys, "check", folder)
    assert_fits(first.out)
    prepared = api.prepare(folder)
    caveats = caveats_of_files(prepared)
    assert f"What we do not know, before you rely on this ({len(caveats)})" in first.out
    assert f"all {schools:,} schools" in first.out
    full = (folder / "details" / "check.txt").read_text(encoding="utf-8")
    # Nothing that is not on the screen is lost.
    for caveat in caveats:
        assert full.count(caveat.text) == 1
        assert caveat.answer_in("district") in full
    for sentence in (*prepared.assumptions, *prepared.warnings, *prepared.workspace.calendar.notes):
        assert sentence in full
    assert all(duty.duty_id in full and duty.cite in full for duty in prepared.duties)
    if schools == 8:
        assert run(capsys, "check", folder, "--all").out == full
        assert first.code == 1


@pytest.mark.parametrize("schools", [8, 45])
def test_init_fits_a_screen_and_keeps_everything(schools: int, capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"School {number} Elementary School (invented)" for number in range(schools)]
    rows = "\n".join(f"{name},{'K-5' if number % 3 else ''}" for number, name in enumerate(names))
    Path("schools.csv").write_text(f"name,grades\n{rows}\n", encoding="utf-8")
    ran = run(capsys, "init", "district", "--state", "TX", "--campuses", "schools.csv")
    assert ran.code == 0, ran.err
    assert_fits(ran.out)
    full = Path("district/details/init.txt").read_text(encoding="utf-8")
    assert all(name in full for name in names[::3])
    assert "Next: drillplanner check district" in ran.out


def test_a_plan_fits_a_screen_and_all_has_everything(
    planned_example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(planned_example, "demo"))
    prepared = api.prepare(folder)
    plan, report = api.read_plan(folder), api.audit(prepared)
    warnings = (*prepared.warnings, *plan.warnings)
    assert_screen_fits(plan_screen(plan, prepared, report, 3.2, warnings))
    audited = run(capsys, "audit", folder)
    assert_fits(audited.out)
    assert_fits(run(capsys, "explain", folder).out)
    assert_fits(run(capsys, "explain", folder, "--drill", plan.drills[0].drill_id).out)
    everything = run(capsys, "audit", folder, "--all").out
    assert (folder / "details" / "audit.txt").read_text(encoding="utf-8") == everything
    assert all(finding.message in everything for finding in report.developmental.findings)


@pytest.mark.parametrize("schools", [45, 663])
def test_a_plan_of_many_schools_fits_a_screen(planned_example: Path, schools: int) -> None:
    prepared = replace(api.prepare(planned_example), folder=Path("demo"))
    plan, report = api.read_plan(planned_example), api.audit(api.prepare(planned_example))
    copies = -(-schools // len(prepared.workspace.campuses))
    warnings = ("A warning.",) * 90
    screen = plan_screen(_repeated(plan, copies), prepared, _with_faults(report, copies), 99.9, warnings)
    assert_screen_fits(screen)
    shown = " ".join(row.text for row in screen.rows())
    assert "What we do not know" in shown
    assert "as good as any lawful plan" in shown


def _repeated(plan: Plan, copies: int) -> Plan:
    """Return the plan with as many times the drills, numbers, and caveats."""
    numbers = tuple(
        of.model_copy(update={"campus_id": f"{of.campus_id}-{copy}", "drills": of.drills + copy})
        for copy in range(copies)
        for of in plan.numbers
    )
    caveats = plan.before_you_rely * copies
    return plan.model_copy(update={"drills": plan.drills * copies, "numbers": numbers, "before_you_rely": caveats})


def _with_faults(report: AuditReport, copies: int) -> AuditReport:
    """Return the report with as many times the advice."""
    findings = report.developmental.findings * copies
    return report.model_copy(
        update={"developmental": report.developmental.model_copy(update={"findings": findings})}
    )


def test_the_first_screen_of_a_plan_speaks_of_no_points(planned_example: Path) -> None:
    report = api.audit(api.prepare(planned_example))
    prepared = replace(api.prepare(planned_example), folder=Path("demo"))
    plan = api.read_plan(planned_example)
    rows = plan_screen(plan, prepared, report, 3.2, plan.warnings).rows()
    text = " ".join(row.text for row in rows)
    assert "It is as good as any lawful plan: none with as few drills and visits gives up less." in text
    assert "minutes of lessons go to drills" in text
    assert not any(word in text.lower() for word in ("cost", "points", "bound", "gap"))
    # The dates on which a school would not want a drill, and those that the plan uses all the same.
    assert "Avoided: September 11 (Sep 11)" in text
    assert "Used: Last five school days before a long break" in text


def test_the_full_text_of_a_plan_has_all_that_its_screen_leaves_out(planned_example: Path) -> None:
    prepared = api.prepare(planned_example)
    plan, report = api.read_plan(planned_example), api.audit(prepared)
    full = "\n".join(plan_in_full(plan, prepared, report, 3.2, plan.warnings))
    assert all(caveat.text in full for caveat in plan.before_you_rely)
    assert all(caveat.answer_in(str(planned_example)) in full for caveat in plan.before_you_rely)
    assert all(warning in full for warning in plan.warnings)
    assert all(finding.brief in full for finding in report.developmental.advice)
    assert all(sentence in full for sentence in given_up_sentences(plan.costs))
    assert all(line in full for line in drill_numbers_lines(plan.numbers, prepared.workspace.campus_by_id))
    for days in prepared.avoided_days.values():
        for day in days:
            assert f"{day.on:%b} {day.on.day}" in full


def test_the_screen_of_an_update_names_each_change_or_says_how_many_more(planned_example: Path) -> None:
    prepared = replace(api.prepare(planned_example), folder=Path("demo"))
    plan, report = api.read_plan(planned_example), api.audit(api.prepare(planned_example))
    changes = tuple(
        PlanChange(
            kind=ChangeKind.MOVED,
            campus_id=drill.campus_id,
            drill_id=drill.drill_id,
            drill_type=drill.drill_type,
            was="2026-01-27 09:00",
            now="2026-02-03 09:00",
            was_on=date(2026, 1, 27),
            now_on=date(2026, 2, 3),
            why="Closed since: Snow",
        )
        for drill in plan.drills[:90]
    )
    moved = plan.model_copy(
        update={"repair": Repair(as_of=date(2026, 1, 26), moved=90, moved_at_least=90, changes=changes)}
    )
    screen = replan_screen(moved, prepared, report, 3.2, plan.warnings, "90 drills move.", ["A duty."] * 30)
    assert_screen_fits(screen)
    shown = [row.text.strip() for row in screen.rows()]
    assert shown[0] == "90 drills move."
    assert shown.index("Duties that can no longer be met (30)") < shown.index("What changes (90)")
    assert any(text.endswith(": Tue Jan 27 -> Tue Feb 3. Why: Closed since: Snow") for text in shown)
    assert f"What we do not know, before you rely on this ({len(plan.before_you_rely)})" in shown


def test_publish_fits_a_screen_and_names_every_file_in_full() -> None:
    folder = Path("district")
    files = [
        folder / "out" / name
        for school in range(663)
        for name in (f"sheets/school-{school}/a.pdf", f"calendars/families/{school}.ics", f"year/{school}.pdf")
    ]
    files += [folder / "out" / name for name in ("report.html", "calendars/district.ics", "new-thing/a.txt")]
    notes = ["A corrective action is past due."] * 50
    screen = publish_screen(folder, files, notes)
    assert_screen_fits(screen)
    shown = "\n".join(row.text for row in screen.rows())
    assert "Published 1,992 files in" in shown
    assert re.search("sheets/ +663 files  the papers of each drill", shown)
    assert "new-thing/" in shown, "what is not described is named all the same"
    assert shown.index("For staff only") < shown.index("sheets/") < shown.index("May be shared")
    assert shown.index("May be shared") < shown.index("calendars/families/")
    assert f"Next: open {folder / 'out' / 'report.html'}" in shown
    full = "\n".join(lines_in_full(folder, files, notes))
    assert all(str(file) in full for file in files)


def test_publish_says_what_each_packet_is() -> None:
    """It called a school's packet that of a drill, and the binder is no folder."""
    out = Path("district") / "out" / "packets"
    rows = [
        row.text for row in publish_screen(Path("district"), [out / "oak.pdf", out / "district.pdf"], ()).rows()
    ]
    assert any(re.search("packets/ +1 file +all papers of a school in one file", row) for row in rows), rows
    assert any(re.search("packets/district.pdf +the district's binder", row) for row in rows), rows


def test_every_goal_has_words_for_what_is_given_up() -> None:
    assert set(WORDS) == set(GoalWeights.model_fields)


def test_a_folder_that_cannot_be_written_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    folder = made_district(Path("district"), NAMES_LISTED)
    (folder / "details").write_text("a file where the folder would be")
    ran = run(capsys, "check", folder)
    assert ran.code == 1
    assert "Everything: add --all\n" in ran.out
