"""An invented school, Oak, with a fire drill: the request that tests of sheets, forms, and packets start from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from drillplanner.model import (
    Agency,
    AgencyKind,
    BandScript,
    Campus,
    Confidence,
    Drill,
    DrillType,
    DutyStatus,
    GradeBand,
    Plan,
    Provenance,
    Scenario,
    StaffMember,
    Task,
    Verdict,
    Workspace,
)
from drillplanner.publish.core.request import PublishRequest
from tests.builders import calendar, drill, scenario
from tests.builders import workspace as build_workspace
from tests.incident_command.people import person

#: Positions of a usual fire drill.
POSITIONS = ("CMD-IC", "CMD-SO", "OPS-SFC", "OPS-EVC", "OPS-STC", "OPS-ACC", "OPS-AFN", "PLN-DOC")
#: Positions of a large organization.
ALL_POSITIONS = (
    *("CMD-SO", "CMD-PIO", "CMD-LNO", "OPS-OSC", "OPS-SFC", "OPS-EVC", "OPS-SR", "OPS-SRM", "OPS-MED", "OPS-MEDM"),
    *("OPS-STC", "OPS-ACC", "OPS-AFN", "OPS-CIT", "OPS-SRL", "OPS-STG"),
    *("PLN-PSC", "PLN-RES", "PLN-SIT", "PLN-DOC"),
    *("LOG-LSC", "LOG-SUP", "LOG-STF", "LOG-COM", "LOG-TRN", "FIN-FSC"),
)
TITLES = (
    *("Principal", "Assistant Principal", "School Nurse", "School Counselor", "Head Custodian", "Secretary"),
    *("Librarian", "Instructional Aide", "Security Officer", "Technology Coordinator", "Dean", "Bus Coordinator"),
)


def staff(names: Callable[[int, str], str], times: int = 1) -> tuple[StaffMember, ...]:
    """Return people with all titles, ``times`` over, and a teacher; ``names`` maps number and title to a name."""
    people = [
        person(f"p{place:02d}", title, name=names(place, title), certifications=("first_aid",)).model_copy(
            update={"radio": f"Ch {place % 3 + 1}", "phone": "(973) 555-0100"}
        )
        for place, title in enumerate(TITLES * times)
    ]
    return (*people, person("t1", "Teacher", teaches=True))


def make_request(
    drills: tuple[Drill, ...],
    *,
    people: tuple[StaffMember, ...] | None = None,
    positions: tuple[str, ...] = POSITIONS,
    campus_name: str = "Oak Street Elementary",
    tell: Callable[[str], None] = lambda sentence: None,
) -> PublishRequest:
    """Return a request for these drills at Oak, with one scenario, a task, and a verdict."""
    lines = {
        GradeBand.PK_K: "We walk like ducks.",
        GradeBand.GRADES_1_2: "We walk in a line.",
        GradeBand.GRADES_9_12: "Proceed to the field.",
    }
    scripts = {
        band: BandScript(say=(words,), do=("Line up.",), close="It was a drill. It is over.")
        for band, words in lines.items()
    }
    fire = Scenario.model_validate(
        scenario("fire", DrillType.FIRE_EVACUATION).model_dump()
        | {
            "title": "Fire drill by the primary route",
            "bands": tuple(scripts),
            "scripts": scripts,
            "positions": positions,
            "announced_to": ("Families, by letter",),
        }
    )
    workspace: Workspace = build_workspace(
        (Campus(campus_id="oak", name=campus_name, grades=("K", "1", "2")),),
        calendar(date(2025, 9, 2), date(2025, 12, 19)),
        agencies=(Agency(agency_id="engine-7", name="Engine 7 (invented)", kind=AgencyKind.FIRE),),
        scenarios=(fire,),
        note="All people here are invented.",
    )
    if people is None:
        people = staff(lambda place, title: f"Sample {title} {place}")
    plan = Plan(
        district="Test District (invented)",
        state="NJ",
        year="2025-26",
        status="optimal",
        objective=0,
        bound=0,
        gap=0.0,
        costs=(),
        drills=drills,
        tasks=(
            Task(
                task_id="NJ-12/1",
                mandate_id="NJ-12",
                campus_id="oak",
                drill_id=drills[0].drill_id,
                kind="notify",
                who="parents",
                text="Send the notice.",
                due=date(2025, 10, 6),
                due_words="the day before",
            ),
        ),
        provenance=Provenance(
            program="drillplanner 0",
            solver="none",
            seed=0,
            inputs="feedc0de" * 8,
            packs={},
            planned_on=date(2025, 8, 1),
        ),
    )
    verdict = Verdict(
        campus_id="oak",
        duty="NJ-01/oak/2025-10",
        mandate="NJ-01",
        title="Monthly fire drill",
        status=DutyStatus.MET,
        drills=(drills[0].drill_id,),
        reason="1 drill",
        cite="N.J.S.A. 18A:41-1",
        url="https://example.org",
        confidence=Confidence.LEGAL_TEXT,
    )
    return PublishRequest(plan, workspace.model_copy(update={"staff": people}), (verdict,), tell)


def fire_drill(number: int = 1, **more: object) -> Drill:
    """Return fire drill ``number`` at Oak, that many days after October 6; ``more`` replaces fields."""
    fields = {
        "scenario_id": "fire",
        "start": "09:40",
        "end": "09:50",
        "period": "Period 2",
        "period_tags": ("instruction",),
        "grades": ("K", "1", "2"),
        "credits": ("NJ-01/oak/2025-10",),
        "route": "primary",
    }
    return drill("oak", DrillType.FIRE_EVACUATION, date(2025, 10, 6 + number), number, **(fields | more))
