"""The documents of an exercise, read back from the PDF: who may read what, and what is printed."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest

from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.incident_command.positions.catalog import Tier
from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model import (
    Agency,
    AgencyKind,
    Campus,
    Confidence,
    CorrectiveAction,
    Drill,
    DrillFormat,
    DrillType,
    DutyStatus,
    ImprovementLedger,
    Milestone,
    Plan,
    Provenance,
    RatedCapability,
    Scenario,
    Task,
    Verdict,
)
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import PdfJob, typeset_pdf
from drillplanner.publish.exercise_papers.exercise_staff import staff_role_views
from drillplanner.publish.exercise_papers.output import OUTPUT, exercise_jobs, exercise_year_of
from tests.builders import calendar, drill
from tests.builders import workspace as build_workspace
from tests.incident_command.people import person

USED = ("tabletop-exercise", "functional-exercise", "lockdown", "earthquake", "active-assailant-discussion")
STAFF = (
    "Principal",
    "Assistant Principal",
    "School Nurse",
    "School Counselor",
    "Head Custodian",
    "Secretary",
    "Dean",
)
ACTION = {
    "action_id": "A-7",
    "issue": "Two rooms did not hear the words.",
    "action": "Mend the speakers of the east wing.",
    "capability": "public_information_and_warning",
    "element": "equipment",
    "responsible": "Oak School",
    "contact": "Head custodian",
    "drill_id": "old-lockdown-02",
    "start": "2025-03-01",
    "due": "2025-07-15",
}


def scenarios() -> tuple[Scenario, ...]:
    return tuple(
        parse_scenario(path.read_bytes(), f"scenarios/{path.name}")
        for path in bundled_scenarios()
        if path.stem in USED
    )


def held(kind: DrillType, scenario_id: str, on: date, **more: object) -> Drill:
    fields: dict[str, Any] = {
        "scenario_id": scenario_id,
        "start": "14:00",
        "end": "14:25",
        "grades": ("K", "1"),
        "audience": "staff",
        "announced": True,
    }
    return drill("oak", kind, on, **(fields | more))


DRILLS = (
    held(
        DrillType.LOCKDOWN, "lockdown", date(2025, 10, 7), format="physical", audience="everyone", credits=("X-1",)
    ),
    held(DrillType.TABLETOP, "tabletop-exercise", date(2025, 11, 4), format="tabletop", agencies=("engine-7",)),
    held(DrillType.FUNCTIONAL, "functional-exercise", date(2026, 3, 10), format="walk_through"),
    held(DrillType.EARTHQUAKE, "earthquake", date(2026, 4, 14), format="physical", audience="everyone"),
    held(DrillType.ACTIVE_ASSAILANT, "active-assailant-discussion", date(2025, 12, 2), format="lesson"),
)


@cache
def request(campus_name: str = "Oak Street Elementary", with_ledger: bool = True) -> PublishRequest:
    space = build_workspace(
        (Campus(campus_id="oak", name=campus_name, grades=("K", "1", "2")),),
        calendar(date(2025, 9, 2), date(2026, 6, 18)),
        agencies=(Agency(agency_id="engine-7", name="Engine 7 (invented)", kind=AgencyKind.FIRE),),
        scenarios=scenarios(),
        note="All people here are invented.",
    )
    people = tuple(
        person(f"p{number:02d}", title, name=f"Sample {title} {number}") for number, title in enumerate(STAFF * 4)
    )
    plan = Plan(
        district="Test District (invented)",
        state="NJ",
        year="2025-26",
        status="optimal",
        objective=0,
        bound=0,
        gap=0.0,
        costs=(),
        drills=DRILLS,
        provenance=Provenance(
            program="drillplanner 0",
            solver="none",
            seed=0,
            inputs="feedc0de" * 8,
            packs={},
            planned_on=date(2025, 8, 1),
        ),
    )
    ledger = ImprovementLedger(
        actions=(CorrectiveAction.model_validate(ACTION),),
        ratings=(
            RatedCapability.model_validate(
                {
                    "drill_id": "old-lockdown-02",
                    "campus_id": "oak",
                    "exercise_type": "drill",
                    "drill_type": "lockdown",
                    "date": "2025-02-11",
                    "capability": "public_information_and_warning",
                    "rating": "M",
                    "areas_for_improvement": ["Two rooms did not hear the words."],
                }
            ),
        ),
    )
    return PublishRequest(
        plan,
        space.model_copy(update={"staff": people}),
        (),
        ledger=ledger if with_ledger else ImprovementLedger(),
    )


@cache
def jobs() -> dict[str, PdfJob]:
    return {job.path.name: job for job in exercise_jobs(exercise_year_of(request()), request())}


@cache
def pages(name: str) -> list[str]:
    job = jobs()[name]
    data, lacking = typeset_pdf(job.content, job.timestamp, job.template)
    assert lacking == ()
    reader = pypdf.PdfReader(io.BytesIO(data))
    root: Any = reader.trailer["/Root"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    for page in reader.pages:
        assert sorted((float(page.mediabox.width), float(page.mediabox.height))) == [612.0, 792.0]
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in reader.pages]


def text(name: str) -> str:
    return " ".join(pages(name))


TABLETOP = "2025-11-04-oak-tabletop-01"
FUNCTIONAL = "2026-03-10-oak-functional-01"
QUAKE = "2026-04-14-oak-earthquake-01"
LOCKDOWN = "2025-10-07-oak-lockdown-01"
TALK = "2025-12-02-oak-active-assailant-01"


def test_each_exercise_has_the_documents_of_its_type() -> None:
    documents: dict[str, set[str]] = {}
    for name in jobs():
        for stem in (TABLETOP, FUNCTIONAL, QUAKE, LOCKDOWN, TALK):
            if name.startswith(stem):
                documents.setdefault(stem, set()).add(name.removeprefix(f"{stem}-").removesuffix(".pdf"))
    operations = {
        "exercise-plan", "controller-handbook", "evaluation-guides", "hot-wash", "after-action-report",
    }  # fmt: skip
    assert documents == {
        TABLETOP: {"situation-manual", "facilitator-guide", "after-action-report"},
        FUNCTIONAL: operations | {"events-list"},
        QUAKE: operations,
        LOCKDOWN: {"review"},
        TALK: {"review"},
    }
    assert "preparedness-plan.pdf" in jobs()


@pytest.mark.parametrize("name", ["exercise-plan", "hot-wash", "after-action-report"])
def test_documents_for_players_say_nothing_of_the_events_list(name: str) -> None:
    for_players = text(f"{FUNCTIONAL}-{name}.pdf") + jobs()[f"{FUNCTIONAL}-{name}.pdf"].content
    for secret in ("elevator has stopped", "oxygen device", "A newspaper", "Contingency inject"):
        assert secret in text(f"{FUNCTIONAL}-events-list.pdf")
        assert secret not in for_players


def test_answers_that_a_facilitator_expects_are_not_in_the_situation_manual() -> None:
    expected = "A second place is in the plan."
    assert expected in text(f"{TABLETOP}-facilitator-guide.pdf")
    assert expected not in jobs()[f"{TABLETOP}-situation-manual.pdf"].content


@pytest.mark.parametrize(
    "name",
    [
        f"{FUNCTIONAL}-controller-handbook.pdf",
        f"{FUNCTIONAL}-events-list.pdf",
        f"{TABLETOP}-facilitator-guide.pdf",
    ],
)
def test_documents_for_exercise_staff_only_say_so(name: str) -> None:
    assert "Exercise staff only. Not for players: keep it out of their packet." in pages(name)[0]


@pytest.mark.parametrize(
    "name", [f"{LOCKDOWN}-review.pdf", f"{TABLETOP}-situation-manual.pdf", "preparedness-plan.pdf"]
)
def test_every_page_says_that_it_is_a_drill_and_names_its_plan_and_status(name: str) -> None:
    for number, page in enumerate(pages(name), start=1):
        assert page.replace(" ", "").count("EXERCISE/DRILL") >= 2
        assert "Plan feedc0de, 08/01/2025 · NOT LEGAL ADVICE" in page
        assert f"Page {number} of {len(pages(name))}" in page
    whole = text(name)
    assert "HSEEP is policy that grants may ask for, not law" in whole
    assert "no federal requirement" in whole
    assert "All people here are invented." in whole


def test_the_review_of_a_drill_is_one_page_with_targets_and_open_actions() -> None:
    (page,) = pages(f"{LOCKDOWN}-review.pdf")
    for words in (
        "After-drill review",
        "Oak Street Elementary",
        "Tuesday, October 7, 2025",
        "Drill (operations-based); education department: Drill",
        f"Stop words: {load_reference().conduct.spoken['drill'].stop_words}.",
        "(Public Information and Warning)",
        "(Physical Protective Measures)",
        "Emergency operations plan, annex Lockdown",
        "Show in this exercise that action A-7, due 07/15/2025, works: Mend the speakers of the east wing.",
        "Improvement plan after old-lockdown-02, action A-7",
        "this review, with its actions, by 10/21/2025",
        "Planning",
        "Training",
        "No student’s name.",
    ):
        assert words in page, words


def test_each_evaluation_guide_is_one_page_for_one_capability() -> None:
    guides = pages(f"{FUNCTIONAL}-evaluation-guides.pdf")
    assert len(guides) == 4
    for number, page in enumerate(guides, start=1):
        assert f"Guide {number} of 4:" in page
        assert "Performed with major challenges" in page
    for words in (
        "Objective 1",
        "Open the post, name command",
        "basic plan, direction and control",
        "done",
        "not done",
    ):
        assert words in guides[0], words


def test_the_events_list_has_time_sender_recipient_response_and_objective() -> None:
    page = text(f"{FUNCTIONAL}-events-list.pdf")
    for words in (
        "14:00 +0 min",
        "District office → Incident Commander, by phone",
        "Command is named, the post is open and the log begins within five minutes.",
        "Objective 1, Operational Coordination",
        "task open-post",
        "Only if needed, for number 4: No count is on the board by minute 9.",
        "For the controller: Start the clock when the call ends.",
    ):
        assert words in page, words


def test_exercise_staff_have_their_own_chart_and_are_not_players() -> None:
    year = exercise_year_of(request())
    charts = {package.drill.drill_id: package for package in year.packages}
    functional = charts["oak-functional-01"]
    assert {seat.role_id for seat in functional.staff} == {
        "EXR-DIR", "EXR-PTL", "EXR-LCT", "EXR-CTL", "EXR-SAF", "EXR-SIM", "EXR-LEV", "EXR-EVL",
    }  # fmt: skip
    named = [seat.staff_id for seat in functional.staff if seat.staff_id is not None]
    assert len(named) == len(set(named)) == 6
    from drillplanner.incident_command.year.organize_district import organize_year

    chart = organize_year(request().plan.drills, request().workspace).chart("oak-functional-01")
    players = {player.staff_id for post in chart.posts for player in (*post.people, *post.alternates)}
    assert players
    assert not players & set(named)
    handbook = text(f"{FUNCTIONAL}-controller-handbook.pdf")
    assert "Exercise chart: not part of the incident organization" in handbook
    assert next(seat.name for seat in functional.staff if seat.role_id == "EXR-SAF") in handbook


def test_exercise_staff_of_another_school_come_from_a_school_with_a_name() -> None:
    (package,) = (one for one in exercise_year_of(request()).packages if one.drill.drill_id == "oak-functional-01")
    staff = tuple(seat.model_copy(update={"campus_id": "elm-high"}) for seat in package.staff[-1:])
    names = {"oak": "Oak Street Elementary", "elm-high": "Elm High School"}
    (view,) = staff_role_views(package.model_copy(update={"staff": staff}), names)
    assert view["note"].startswith("from Elm High School")


def test_nobody_on_a_chart_conducts_the_exercise() -> None:
    """Before, two of three members of the exercise staff were alternates on the incident's chart."""
    charts = request().charts
    for package in exercise_year_of(request()).packages:
        chart = charts.chart(package.drill.drill_id)
        on_chart = {
            person.staff_id
            for post in (*chart.posts, *chart.on_call)
            for person in (*post.people, *post.alternates)
        }
        assert not on_chart & {seat.staff_id for seat in package.staff if seat.staff_id is not None}
        # The other way round: no role of the exercise's conduct is a post of the incident organization.
        assert not {seat.role_id for seat in package.staff} & set(chart.by_id)


@pytest.mark.parametrize("name", ["exercise-plan", "controller-handbook"])
def test_papers_of_a_functional_exercise_list_responders_safety_and_weapons(name: str) -> None:
    """Before, they named responders among the organizations alone, and had no word about weapons."""
    paper = text(f"{FUNCTIONAL}-{name}.pdf")
    assert "Responders Agency In charge, and telephone People Vehicles" in paper
    assert "No agency is in the plan for this exercise." in paper
    assert "Nobody in play carries a weapon, real or imitated, loaded or not." in paper
    assert "They report to the staging area, sign in, and have the safety briefing before play." in paper
    assert "Real safety comes first." in paper
    assert "weapon, real or imitated" not in text(f"{QUAKE}-{name}.pdf")


def test_agencies_of_the_plan_stand_in_the_list_of_responders() -> None:
    base = request()
    drills = tuple(
        drill.model_copy(update={"agencies": ("engine-7",)}) if drill.drill_id == "oak-functional-01" else drill
        for drill in DRILLS
    )
    attended = replace(base, plan=base.plan.model_copy(update={"drills": drills}))
    paths = {job.path.name: job for job in exercise_jobs(exercise_year_of(attended), attended)}
    assert json.loads(paths[f"{FUNCTIONAL}-exercise-plan.pdf"].content)["responders"] == ["Engine 7 (invented)"]


def test_mission_areas_are_those_of_the_national_preparedness_goal() -> None:
    """Before, the papers printed "All five mission areas and Response"."""
    areas = {"Prevention", "Protection", "Mitigation", "Response", "Recovery"}
    for name, job in jobs().items():
        facts = json.loads(job.content).get("overview", {}).get("facts", [])
        for key, value in facts:
            if key == "Mission areas":
                assert set(value.replace(", and ", ", ").replace(" and ", ", ").split(", ")) <= areas, name
    facts = dict(json.loads(jobs()[f"{FUNCTIONAL}-exercise-plan.pdf"].content)["overview"]["facts"])
    assert facts["Mission areas"] == "Response"


def test_a_walk_through_has_a_review_and_nothing_else() -> None:
    """Before, a reunification walked through by staff had six papers and ten meetings and reports."""
    base = request()
    walk = DRILLS[0].model_copy(
        update={
            "drill_id": "oak-walk-01",
            "drill_type": DrillType.REUNIFICATION,
            "format": DrillFormat.WALK_THROUGH,
        }
    )
    walked = replace(base, plan=base.plan.model_copy(update={"drills": (walk,)}))
    (package,) = exercise_year_of(walked).packages
    assert package.tier is Tier.L3
    assert package.documents == ("review",)
    assert [milestone.milestone for milestone in package.milestones] == [
        Milestone.HOT_WASH,
        Milestone.FINAL_REPORT,
    ]


def test_meetings_of_one_day_are_printed_as_one_meeting_and_say_when_they_moved() -> None:
    base = request()
    provenance = base.plan.provenance.model_copy(update={"planned_on": date(2025, 12, 1)})
    late = replace(base, plan=base.plan.model_copy(update={"provenance": provenance}))
    paths = {job.path.name: job for job in exercise_jobs(exercise_year_of(late), late)}
    rows = json.loads(paths[f"{FUNCTIONAL}-exercise-plan.pdf"].content)["milestones"]
    assert rows[0]["name"] == "Concept and objectives meeting and Initial planning meeting"
    assert rows[0]["date"] == "12/01/2025"
    assert rows[0]["lead"] == "99 days before"
    assert rows[0]["moved"] == "moved: 08/12/2025 was over when this plan was made"
    assert [row["moved"] for row in rows[1:]] == [""] * (len(rows) - 1)
    # The tabletop is over by then: its meetings stay where they were.
    content = json.loads(paths["preparedness-plan.pdf"].content)
    assert content["left_out"] == []


def test_the_review_is_due_on_the_day_on_which_the_plan_asks_for_the_report() -> None:
    """Before, the review and the calendar of the same drill gave two days."""
    base = request()
    task = Task(
        task_id="DA-1202/after_action/oak-lockdown-01",
        mandate_id="DA-1202",
        campus_id="oak",
        drill_id="oak-lockdown-01",
        kind="evaluate",
        who="the school's safety team",
        text="Write the after-action report.",
        due=date(2025, 10, 16),
        due_words="within 7 school days",
        developmental=True,
        covers=("after_action",),
    )
    asked = replace(base, plan=base.plan.model_copy(update={"tasks": (task,)}))
    paths = {job.path.name: job for job in exercise_jobs(exercise_year_of(asked), asked)}
    assert json.loads(paths[f"{LOCKDOWN}-review.pdf"].content)["due"] == "10/16/2025"


def test_the_after_action_report_has_its_parts_in_order() -> None:
    report = text(f"{TABLETOP}-after-action-report.pdf")
    parts = (
        "Exercise overview",
        "Objectives and core capabilities",
        "Analysis of core capabilities",
        "Strengths",
        "Area for improvement",
        "Appendix A: Improvement plan",
        "A-7 Mend the speakers of the east wing.",
        "PAST DUE",
        "Appendix B: Participants",
        "Engine 7 (invented)",
    )
    position = 0
    for part in parts:
        assert part in report[position:], part
        position = report.index(part, position)


def test_the_preparedness_plan_has_priorities_calendar_steps_actions_and_checklist() -> None:
    plan = text("preparedness-plan.pdf")
    for words in (
        "Integrated preparedness plan",
        "Test District (invented), NJ",
        "Public Information and Warning: rated M in old-lockdown-02 on 02/11/2025.",
        "A-7 Mend the speakers of the east wing.",
        "PAST DUE",
        "Proposed by this planner.",
        "Corrective actions are carried to their end",
        "November 2025",
        "Nov 4 TTX, Tabletop exercise with responders",
        "Concept and objectives meeting",
        "Final report and improvement plan",
        "adults are oriented and students were taught the action",
        "Error. Functional exercise: no drill on the action 'early dismissal drill' comes before it",
        "drill, since it was rated M in old-",
        "N-01",
        "N-12",
        "Command chart, role list and forms of each drill of this plan",
        "2026-27",
    ):
        assert words in plan, words


def test_the_preparedness_plan_marks_requirements_that_are_only_presumed() -> None:
    known = Verdict(
        campus_id="oak",
        duty="T-1/oak/2025-10",
        mandate="T-1",
        status=DutyStatus.MET,
        drills=(),
        reason="1 drill",
        cite="T. Code 1",
        url="https://example.org",
        confidence=Confidence.LEGAL_TEXT,
    )
    presumed = known.model_copy(update={"duty": "P-1/oak/2025-10", "mandate": "P-1", "presumed": True})
    year = replace(request(), verdicts=(known, presumed, presumed))
    content = json.loads(next(exercise_jobs(exercise_year_of(year), year)).content)
    assert content["requirements"] == [
        ["P-1", "T. Code 1; presumed: not known law", "2"],
        ["T-1", "T. Code 1", "1"],
    ]


def test_notes_name_exercises_that_should_wait_and_actions_past_due(tmp_path: Path) -> None:
    notes: list[str] = []
    base = request()
    small = PublishRequest(
        base.plan.model_copy(update={"drills": DRILLS[2:3]}), base.workspace, (), notes.append, ledger=base.ledger
    )
    files = [path.relative_to(tmp_path).as_posix() for path in OUTPUT.write(small, tmp_path)]
    assert files[0] == "exercises/preparedness-plan.pdf"
    assert files[-1] == "exercises/meetings.csv"
    assert len(files) == len(set(files)) == 2 + len(load_reference().documents["functional"])
    rows = (tmp_path / files[-1]).read_text(encoding="utf-8").splitlines()
    assert rows[0] == "date,campus_id,campus_name,drill_id,exercise_date,type,meeting,lead,moved_from"
    assert rows[1] == (
        "2025-08-12,oak,Oak Street Elementary,oak-functional-01,2026-03-10,functional,concept_and_objectives,"
        "210 days before,"
    )
    assert len(rows) == 12
    assert notes == [
        "1 exercise should wait for a step that comes before: oak-functional-01. "
        "The preparedness plan says which.",
        "1 corrective action past due: A-7.",
    ]


def test_the_order_of_drills_in_a_plan_does_not_change_the_documents() -> None:
    base = request()
    reversed_request = PublishRequest(
        base.plan.model_copy(update={"drills": DRILLS[::-1]}), base.workspace, (), ledger=base.ledger
    )
    again = {
        job.path.name: job.content for job in exercise_jobs(exercise_year_of(reversed_request), reversed_request)
    }
    assert again == {name: job.content for name, job in jobs().items()}


def test_names_with_markup_are_printed_as_plain_text() -> None:
    name = '#eval("1") {{7*7}} $x$ *star* _under_ @ref <b> ' + "W" * 60
    markup_request = request(campus_name=name, with_ledger=False)
    job = next(
        job
        for job in exercise_jobs(exercise_year_of(markup_request), markup_request)
        if job.path.name == f"{LOCKDOWN}-review.pdf"
    )
    data, _ = typeset_pdf(job.content, job.timestamp, job.template)
    printed = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    # A very long word is broken to stay in its column; a reader who copies it gets no extra characters.
    assert "W" * 60 not in printed
    assert "W" * 60 in "".join(printed.split())
    assert '#eval("1") {{7*7}} $x$ *star* _under_ @ref <b>' in " ".join(printed.split())


def test_the_report_of_a_held_exercise_has_its_ratings_and_actions() -> None:
    base = request()
    rated = {
        "drill_id": "oak-tabletop-01",
        "campus_id": "oak",
        "exercise_type": "tabletop",
        "date": "2025-11-04",
        "capability": "planning",
        "rating": "U",
        "strengths": ["The scribe wrote every gap."],
        "areas_for_improvement": ["No gap had an owner."],
    }
    raised = ACTION | {"action_id": "A-9", "capability": "planning", "drill_id": "oak-tabletop-01"}
    ledger = ImprovementLedger(
        ratings=(RatedCapability.model_validate(rated),), actions=(CorrectiveAction.model_validate(raised),)
    )
    held_request = PublishRequest(base.plan, base.workspace, (), ledger=ledger)
    job_by_name = {job.path.name: job for job in exercise_jobs(exercise_year_of(held_request), held_request)}
    job = job_by_name[f"{TABLETOP}-after-action-report.pdf"]
    reader = pypdf.PdfReader(io.BytesIO(typeset_pdf(job.content, job.timestamp, job.template)[0]))
    report = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "The scribe wrote every gap.",
        "No gap had an owner.",
        "A-9 Mend the speakers of the east wing.",
    ):
        assert words in report, words
    # An exercise does not have its own actions as objectives.
    assert "Show in this exercise that action A-9" not in report
    assert "Show in this exercise that action A-9" not in job_by_name[f"{TABLETOP}-situation-manual.pdf"].content
