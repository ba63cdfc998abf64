"""What a line of the status says, word for word."""

from __future__ import annotations

from datetime import date, time

import pytest

from drillplanner.model import DrillType, DutyState, DutyStatus, Verdict
from drillplanner.workflow.status.last_day import Mend
from drillplanner.workflow.status.sentences import DutyWords
from tests.workflow.status.small_year import FIRE, LOCKDOWN, duties, planned, prepared

DUTY = duties("X-01")[0]
NAMES = {"police": "Oak Police (invented)", "engine": "Engine 7 (invented)"}
END = " To plan it: drillplanner replan DIR."


def verdict(missing_fact: str | None = None) -> Verdict:
    return Verdict(
        campus_id="oak",
        duty=DUTY.duty_id,
        mandate="X-01",
        title="Invented duty X-01",
        status=DutyStatus.VIOLATED,
        drills=("counted",),
        reason="two are needed, one is found",
        missing_fact=missing_fact,
        cite="Invented Code 1",
        url="https://example.org/law",
        confidence="legal_text",
        presumed=True,
    )


WORDS = DutyWords(DUTY, verdict(), NAMES)


def test_agencies_are_named_and_not_by_their_ids() -> None:
    drill = planned(FIRE, date(2025, 10, 30), agencies=("police", "engine", "other"))
    agencies = "with Oak Police (invented), Engine 7 (invented) and other present"
    assert WORDS.at_risk(Mend((drill,)), None).to_do == (
        f"Hold a fire drill, {agencies}, by October 30, 2025.{END}"
    )
    later = drill.model_copy(update={"date": date(2025, 10, 31)})
    assert WORDS.at_risk(Mend((drill, later)), None).to_do == (
        f"Hold 2 fire drills, {agencies}, the first by October 30, 2025.{END}"
    )


def test_notice_and_other_drills_that_move_are_said() -> None:
    drill = planned(FIRE, date(2025, 10, 30), agencies=())
    line = WORDS.at_risk(Mend((drill,), needs_replan=True), date(2025, 10, 27))
    assert line.to_do == (
        "Hold a fire drill by October 30, 2025; give notice by October 27, 2025; other planned drills have to "
        f"move for it.{END}"
    )
    assert (line.state, line.reason) == (DutyState.AT_RISK, "Two are needed, one is found.")
    assert (line.until, line.start_by, line.needs, line.drill_type, line.needs_replan) == (
        date(2025, 10, 30),
        date(2025, 10, 27),
        1,
        FIRE,
        True,
    )
    assert (line.campus_id, line.duty, line.mandate, line.title, line.drills, line.missing) == (
        "oak",
        DUTY.duty_id,
        "X-01",
        "Invented duty X-01",
        ("counted",),
        (),
    )
    assert (line.cite, line.url, line.confidence, line.presumed) == (
        "Invented Code 1",
        "https://example.org/law",
        "legal_text",
        True,
    )


@pytest.mark.parametrize(
    ("types", "number", "what"),
    [
        ([DrillType.ACTIVE_ASSAILANT], 1, "an active-assailant drill"),
        ([LOCKDOWN], 1, "a lockdown drill"),
        ([LOCKDOWN], 2, "2 lockdown drills"),
        ([DrillType.ACTIVE_ASSAILANT, LOCKDOWN], 1, "a drill that counts, such as an active-assailant drill"),
        ([LOCKDOWN, DrillType.ACTIVE_ASSAILANT], 1, "a drill that counts, such as a lockdown drill"),
        ([DrillType.ACTIVE_ASSAILANT, LOCKDOWN], 2, "2 drills that count, such as an active-assailant drill"),
    ],
)
def test_what_is_to_be_held(types: list[DrillType], number: int, what: str) -> None:
    duty = duties("X-02", match={"types": types})[0]
    days = [date(2025, 10, day) for day in (27, 28)][:number]
    drills = tuple(planned(types[0], day) for day in days)
    by = "by October 27, 2025" if number == 1 else ", the first by October 27, 2025"
    told = DutyWords(duty, verdict(), NAMES).at_risk(Mend(drills), None).to_do
    assert told == f"Hold {what} {by}.{END}".replace(" ,", ",")


def test_several_on_one_day_are_held_by_the_last_of_their_days() -> None:
    drills = tuple(planned(LOCKDOWN, date(2025, 10, day)) for day in (27, 27, 28))
    assert WORDS.at_risk(Mend(drills), None).to_do == (
        f"Hold 3 lockdown drills by October 28, 2025, several on one day.{END}"
    )


def test_the_first_of_several_drills_that_are_due_is_recorded_first() -> None:
    late, early = planned(FIRE, date(2025, 10, 9), 1), planned(FIRE, date(2025, 10, 8), 2)
    line = WORDS.due([late, early])
    assert line.reason == (
        "Planned: fire drill on Wednesday, October 8, 2025 (oak-fire-evacuation-02); fire drill on Thursday, "
        "October 9, 2025 (oak-fire-evacuation-01)."
    )
    assert line.to_do == (
        "Hold it, and record it: drillplanner record DIR --drill oak-fire-evacuation-02 --held --by NAME."
    )
    assert WORDS.on_track([late, early]).reason == (
        "Two are needed, one is found. Next: fire drill on Wednesday, October 8, 2025 (oak-fire-evacuation-02)."
    )
    assert WORDS.on_track([]).reason == WORDS.met().reason == "Two are needed, one is found."


def test_four_drills_are_three_and_one_more() -> None:
    drills = [planned(FIRE, date(2025, 10, 6 + day), day, start=time(9)) for day in range(5)]
    assert WORDS.due(drills[:3]).reason.endswith("(oak-fire-evacuation-02).")
    assert WORDS.due(drills[:4]).reason.endswith("; and 1 more drill.")
    assert WORDS.due(drills).reason.endswith("; and 2 more drills.")


def test_dates_that_were_not_offered() -> None:
    line = WORDS.not_offered(date(2025, 9, 15))
    assert line.to_do == "Offer the dates by September 15, 2025. To plan them: drillplanner replan DIR."
    assert (line.state, line.needs_replan, line.until) == (DutyState.AT_RISK, True, None)


@pytest.mark.parametrize(
    ("fact", "to_do"),
    [
        (None, ""),
        (
            "has_aed",
            "Does the school have an automated external defibrillator (AED)? drillplanner answer DIR has_aed=yes "
            "--campus oak (or =no).",
        ),
        ("enrollment", "How many students are there? drillplanner answer DIR enrollment=412 --campus oak."),
        ("whether the code binds", "Ask your fire marshal: drillplanner answer DIR fire_codes=IFC, or =none."),
        ("start of fire-1", "Record the drill again: no entry says the start of fire-1."),
        ("testing dates", "Add testing dates."),
    ],
)
def test_how_to_answer(fact: str | None, to_do: str) -> None:
    duty = DUTY.model_copy(update={"presumed": "whether the code binds"})
    line = DutyWords(duty, verdict(fact), NAMES).cannot_tell(prepared([duty]))
    assert line.to_do == to_do
    assert line.missing == (() if fact is None else (fact,))
    assert line.state is DutyState.CANNOT_TELL
