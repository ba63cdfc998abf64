"""Lines that cannot be used: errors with file, line, and what to do, unless harmless or left out with a reason."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import parse_document
from drillplanner.intake.calendar.academic_calendar import academic_calendar_of
from drillplanner.model import AcademicCalendar, DayKind
from tests.intake.calendar.recurring.test_weekly_lines import YEAR
from tests.intake.calendar_builder import CAMPUSES, DISTRICT, component, event, read


def read_table(rows: str, answers: str | None = None) -> AcademicCalendar:
    document = None if answers is None else parse_document(answers.encode(), "calendar.yaml")
    return academic_calendar_of((YEAR + rows).encode(), "calendar.csv", DISTRICT, CAMPUSES, document)


def problems(rows: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_table(rows)
    return caught.value.problems


def test_every_line_that_cannot_be_read_is_named_at_once() -> None:
    found = problems("TBD,No School\nsoon,Teacher Workday\n,Early Dismissal\n")
    assert [(problem.line, problem.value) for problem in found] == [
        (11, "No School"),
        (12, "Teacher Workday"),
        (13, "Early Dismissal"),
    ]
    assert "its date is not decided yet ('TBD')" in str(found[0])
    assert "it has no date" in str(found[2])
    assert all("leave_out: [{title:" in str(problem) for problem in found)


def listed_year(*lines: str) -> AcademicCalendar:
    rows = ("2025-26 Important Dates", "September 2: First Day of School", *lines, "June 18: Last Day of School")
    text = "\n".join(f'"{row}"' for row in rows)
    return academic_calendar_of(text.encode(), "calendar.csv", DISTRICT, CAMPUSES, None)


def test_a_heading_says_what_the_lines_below_it_are() -> None:
    found = listed_year(
        "Half Days:",
        "October 27-28, 2025: Fall Conferences",
        "No-School Days",
        "November 3: Teacher professional development day",
        "November 26-28: Thanksgiving Break",
        "Other dates",
        "January 30: End of first semester",
    )
    kinds = {str(day.date): day.kind for day in found.days}
    assert kinds["2025-10-27"] is kinds["2025-10-28"] is DayKind.EARLY_RELEASE
    assert kinds["2025-11-03"] is kinds["2025-11-28"] is DayKind.CLOSED
    assert kinds["2026-01-30"] is DayKind.FULL
    (note,) = [note for note in found.notes if note.startswith("Read as said of the lines below")]
    assert "'Half Days:' (line 3), 'No-School Days' (line 5)" in note


def test_the_end_of_a_line_is_no_heading() -> None:
    with pytest.raises(InputError, match="it has no date"):
        listed_year("November 27: Thanksgiving", "No School", "November 21: Book Fair")


def test_a_harmless_line_stops_nothing() -> None:
    found = read_table("soon,Spring Concert\nTBD,Varsity Soccer vs. Elm\n,180 contact days\n")
    assert [question.title for question in found.questions] == ["Spring Concert"]
    for footnote in ("'Varsity Soccer vs. Elm' (line 12)", "'180 contact days' (line 13)"):
        assert any(footnote in note for note in found.notes)


def test_a_date_that_is_not_decided_is_asked_about_where_no_school_is_closed_on_it() -> None:
    found = read_table("AUG TBD,1st Day of Preschool Classes\n")
    (question,) = found.questions
    assert question.may_close
    assert question.reason == "its date is not decided yet ('AUG TBD')"
    assert question.to_do.startswith("Write its date into calendar.csv once it is decided")


def test_a_line_that_is_left_out_is_listed_with_its_reason() -> None:
    answers = 'leave_out:\n  - {title: "No School", reason: another district\'s}\n'
    found = read_table("TBD,No School\n3/5/2026,No School\n", answers)
    assert found.questions == ()
    assert not [day for day in found.days if day.date.isoformat() == "2026-03-05" and day.kind == "closed"]
    assert "'No School' is left out of the calendar: another district's." in found.notes


def test_an_event_that_cannot_be_read_is_an_error_where_it_may_close_schools() -> None:
    broken = component("UID:x", "SUMMARY:No School", "DTSTART;VALUE=DATE:2025-13-40")
    with pytest.raises(InputError) as caught:
        read(broken)
    assert "DTSTART cannot be read" in str(caught.value)
    harmless = component("UID:x", "SUMMARY:Varsity Soccer vs. Elm", "DTSTART;VALUE=DATE:2025-13-40")
    assert [question.title for question in read(harmless).questions] == ["Varsity Soccer vs. Elm"]


def test_a_calendar_that_closes_schools_on_no_day_is_refused() -> None:
    year = (event("First Day of School", "20250902"), event("Last Day of School", "20260618"))
    with pytest.raises(InputError, match="no line of the calendar closes schools"):
        read(*year, event("Spring Concert", "20260505"), year=False)
    with pytest.raises(InputError, match="no line of the calendar closes schools"):
        read(*year, event("Every Friday, no school", "20250905"), year=False)
    answered = read(*year, answers="days: [{from: 2025-12-24, to: 2026-01-01, kind: closed}]", year=False)
    assert {question.title for question in answered.questions} == {
        "Columbus Day",
        "Veterans Day",
        "Thanksgiving Day",
        "The day after Thanksgiving",
        "Martin Luther King Jr. Day",
        "Presidents' Day",
        "Memorial Day",
    }
    assert all(question.may_close and question.answer for question in answered.questions)


def test_an_answer_or_an_entry_settles_a_federal_holiday() -> None:
    days = "days: [{date: 2025-11-11, kind: full}]"
    assert read(answers=days).questions == ()
    rows = YEAR.replace("11/11,Veterans Day - No School\n", "")
    for row in ("11/11,Schools are open\n", "11/11,Early Dismissal\n", "11/10,No School\n11/11,Students Return\n"):
        raw = (rows + row).encode()
        assert academic_calendar_of(raw, "calendar.csv", DISTRICT, CAMPUSES).questions == ()


def test_a_closure_of_a_weekend_day_is_asked_about_unless_it_is_a_holiday() -> None:
    (question,) = read(event("No School", "20260131")).questions
    assert (question.reason, question.may_close) == (
        "it closes schools on a weekend, so another date may be meant",
        True,
    )
    assert read(event("Independence Day", "20260704"), event("Winter Break", "20260103")).questions == ()
    # Some districts hold school on these holidays, but not on a Saturday or Sunday.
    assert read(event("Columbus Day", "20251012"), event("Easter", "20260405")).questions == ()
    assert read(event("Columbus Day", "20251013"), event("Easter", "20260406")).questions != ()


def test_a_column_of_an_unknown_heading_counts_as_a_note() -> None:
    raw = (
        YEAR.replace("Date,Event", "Date,Event,Status of school")
        .replace("\n", ",\n")
        .replace("school,\n", "school\n")
    )
    raw = raw.replace("Event,Status of school,", "Event,Status of school")
    found = academic_calendar_of(
        (raw + "3/17/2026,Parent Teacher Conferences,School Closed for Students\n").encode(),
        "calendar.csv",
        DISTRICT,
        CAMPUSES,
    )
    (question,) = found.questions
    assert question.reason == "only its description says 'no school'"
    assert question.taken_as == "no school at all campuses"


def test_thirty_lines_of_one_title_are_one_question() -> None:
    days = [f"202510{day:02d}" for day in range(1, 31)]
    titles = ["Pretzel Day", "PRETZEL DAY!", "Pretzel  Day"]
    found = read(*(event(titles[number % 3], on, uid=on) for number, on in enumerate(days)))
    (question,) = found.questions
    assert (question.title, len(question.dates), question.may_close) == ("Pretzel Day", 30, True)
    answered = read(
        *(event(titles[number % 3], on, uid=on) for number, on in enumerate(days)),
        answers="understood: [{title: Pretzel Day, kind: ignore}]",
    )
    assert answered.questions == ()


def test_a_title_for_staff_closes_schools_and_athletics_do_not() -> None:
    found = read(event("Staff Only / Report Card Conferences", "20251014"))
    assert found.kind_at(date(2025, 10, 14), "heritage") is DayKind.CLOSED
    games = [
        event(f"Varsity Soccer vs. School {number}", f"202510{number:02d}", uid=str(number)) for number in (1, 2)
    ]
    assert not any(question.may_close for question in read(event("JV Soccer vs. Elm", "20251014")).questions)
    assert len(read(*games).questions) == 2


def test_students_who_return_in_the_fall_stand_for_the_first_day() -> None:
    rows = YEAR.replace("9/2/2025,First Day of School", "9/3/2025,Students report to class")
    found = academic_calendar_of(rows.encode(), "calendar.csv", DISTRICT, CAMPUSES)
    assert found.first_day.isoformat() == "2025-09-03"
    (question,) = found.questions
    assert question.answer == "first_day: 2025-09-03"


@pytest.mark.parametrize(("kind", "expected"), [("closed", DayKind.CLOSED), ("full", DayKind.FULL)])
def test_a_holiday_is_settled_by_its_name(kind: str, expected: DayKind) -> None:
    rows = YEAR.replace("11/11,Veterans Day - No School\n", "").encode()
    document = parse_document(f"understood: [{{title: Veterans Day, kind: {kind}}}]".encode(), "calendar.yaml")
    found = academic_calendar_of(rows, "calendar.csv", DISTRICT, CAMPUSES, document)
    assert found.questions == ()
    assert found.kind_at(date(2025, 11, 11), "heritage") is expected


EXPLANATIONS = (
    "*Early Release Schedule Grades K-5 dismiss at 1:00 PM",
    "Grades 6-12 dismiss at 12:45 PM",
    "K-2 Dismissal at 12:50 p.m.",
    "Early Release Dismissal Schedule",
    "High School: early dismissal at 11 a.m.",
    "For news of closings and early dismissals due to inclement weather, you get a message from (555)-555-0100.",
    "In case of inclement weather, closings are posted by 6:00 a.m.",
    "Emergency closings are announced on the radio.",
)
WITHOUT_DATE = (
    "Early dismissal at 12:30 PM",
    "Students are dismissed at 11:30",
    "Early Release, Grades K-5",
    "No school, grades K-5 dismiss at 1:00 PM the day before",
    "Early dismissal due to weather",
    "Early dismissal, 11:30-12:30",
    "Grades 9-12 exams, early dismissal 11:30 AM",
    "Conferences, early release at 12:30 PM, High School",
    "Good Friday early dismissal times",
    "Dcm. 3-4: Early dismissal at 12:30 p.m.",
    "School closed for weather emergency day.",
    "Schools closed: Emergency Preparedness Day.",
    "No School - Emergency staff training!",
    "Schools are closed on Good Friday if it is not needed for a day lost to weather.",
    "Schools are closed on the 3rd if it is not needed for a day lost to weather.",
)


def test_a_line_that_explains_short_days_or_unplanned_ones_stops_nothing() -> None:
    found = read_table("".join(f',"{line}"\n' for line in EXPLANATIONS))
    (note,) = [note for note in found.notes if "nothing that changes a school day" in note]
    assert note.startswith("8 lines have no date")


@pytest.mark.parametrize("line", WITHOUT_DATE)
def test_a_short_day_whose_date_may_have_been_lost_is_an_error(line: str) -> None:
    (found,) = problems(f',"{line}"\n')
    assert found.value == line
