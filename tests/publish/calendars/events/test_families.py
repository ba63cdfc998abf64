"""What families can read: nothing that law or policy withholds from them, and nothing untrue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from drillplanner import api
from drillplanner.law import derive_duties, load_law
from drillplanner.model import (
    Audience,
    CalendarChoices,
    Drill,
    DrillType,
    FamilyCalendarChoices,
    Route,
    Task,
    ToldGroup,
)
from drillplanner.model.scenarios.family_languages import language_codes
from drillplanner.model.scenarios.response_actions import ActionChoice, Vocabulary, WordChoice
from drillplanner.publish.calendars.output import OUTPUT, calendar_feeds
from drillplanner.publish.calendars.publication import publication
from drillplanner.publish.core.families.disclosure import (
    DisclosureLevel,
    FamilyDisclosures,
    disclosure_rules,
    withheld_sentences,
)
from drillplanner.publish.core.language.language import family_words
from drillplanner.publish.core.request import PublishRequest
from drillplanner.workflow.publish import publish_request
from tests.publish.conftest import changed, make_drill

LONG_AGO = date(2025, 7, 1)


def in_state(request_: PublishRequest, state: str, **choices: object) -> PublishRequest:
    """The district of the tests under the law of a state, with its choices."""
    calendars = CalendarChoices(families=FamilyCalendarChoices.model_validate(choices))
    district = changed(request_.workspace.district, state=state, calendars=calendars)
    workspace = changed(request_.workspace, district=district)
    duties = derive_duties(load_law(state, Path("no-such-folder"), ()), workspace)
    return replace(request_, workspace=workspace, duties=duties)


def with_drills(request_: PublishRequest, *drills: Drill, tasks: tuple[Task, ...] = ()) -> PublishRequest:
    return replace(request_, plan=request_.plan.model_copy(update={"drills": drills, "tasks": tasks}))


def drill(drill_type: DrillType, **changes: Any) -> Drill:
    return make_drill("one", "burnet", drill_type, date(2025, 11, 4), **changes)


def notice(due: date, not_before: date | None = None, kind: str = "notify") -> Task:
    return Task(
        task_id=f"XX-1/{kind}",
        mandate_id="XX-1",
        campus_id="burnet",
        drill_id="one",
        kind=kind,
        who="families",
        text="Tell families.",
        due=due,
        due_words="before",
        not_before=not_before,
        tells=(ToldGroup.FAMILIES,),
    )


def events(request_: PublishRequest, language: str = "en", campus: str = "burnet") -> list[Any]:
    (feed,) = (feed for feed in calendar_feeds(request_) if feed.stem == f"families/{language}/{campus}")
    return list(Calendar.from_ical(feed.content).events)


CASES = [
    ("NJ", drill(DrillType.FIRE_EVACUATION), DisclosureLevel.DAY, "FC-6"),
    ("NJ", drill(DrillType.LOCKDOWN), DisclosureLevel.DAY, "FC-5"),
    ("NJ", drill(DrillType.FIRE_EVACUATION, announced=False), DisclosureLevel.NOTHING, "FC-1"),
    ("NJ", drill(DrillType.LOCKDOWN, audience=Audience.STAFF), DisclosureLevel.NOTHING, "FC-3"),
    ("NJ", drill(DrillType.FULL_SCALE, audience=Audience.STAFF), DisclosureLevel.DAY, "FC-2"),
    ("NJ", drill(DrillType.EARLY_DISMISSAL), DisclosureLevel.HOURS, "FC-4"),
    # Wisconsin and Kansas require drills without warning, even if the plan announces them.
    ("WI", drill(DrillType.FIRE_EVACUATION), DisclosureLevel.NOTHING, "WI-01.warning"),
    ("WI", drill(DrillType.LOCKDOWN), DisclosureLevel.NOTHING, "WI-03.warning"),
    ("KS", drill(DrillType.SEVERE_WEATHER), DisclosureLevel.NOTHING, "KS-05"),
    ("KS", drill(DrillType.LOCKDOWN), DisclosureLevel.DAY, "FC-5"),
]


@pytest.mark.parametrize(("state", "planned", "level", "reason"), CASES)
def test_families_may_know_as_much_as_law_and_list_allow(
    request_: PublishRequest, state: str, planned: Drill, level: DisclosureLevel, reason: str
) -> None:
    disclosure = FamilyDisclosures(in_state(request_, state)).of(planned)
    assert disclosure.level is level
    assert disclosure.reason.startswith(reason)
    assert disclosure.by_law is reason.startswith(("WI", "KS"))


def test_the_district_s_choices_apply_after_the_law(request_: PublishRequest) -> None:
    chosen = {"hours": ["fire_evacuation"], "withhold": ["lockdown"]}
    new_jersey = FamilyDisclosures(in_state(request_, "NJ", **chosen))
    assert new_jersey.of(drill(DrillType.FIRE_EVACUATION)).level is DisclosureLevel.HOURS
    assert new_jersey.of(drill(DrillType.EARLY_DISMISSAL)).level is DisclosureLevel.DAY
    assert new_jersey.of(drill(DrillType.LOCKDOWN)).level is DisclosureLevel.NOTHING
    wisconsin = FamilyDisclosures(in_state(request_, "WI", **chosen))
    assert wisconsin.of(drill(DrillType.FIRE_EVACUATION)).level is DisclosureLevel.NOTHING


def test_each_entry_of_the_list_has_its_reason_and_each_source_its_day() -> None:
    rules = disclosure_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    assert (rules[-1].types, rules[-1].audiences, rules[-1].announced) == (None, None, None)
    for rule in rules:
        assert rule.why
        assert (rule.certainty == "D") == (rule.cite is None) == (rule.url is None) == (rule.read is None)


def test_every_language_names_every_drill_type() -> None:
    for code in language_codes():
        assert set(family_words(code).drills) == set(DrillType)
    assert family_words("es").date(date(2025, 10, 31)) == "viernes 31 de octubre de 2025"
    assert family_words("en").date(date(2025, 10, 31)) == "Friday, October 31, 2025"


def test_families_read_the_day_of_a_lockdown_between_two_letters(request_: PublishRequest) -> None:
    lockdown = drill(DrillType.LOCKDOWN, agencies=("police",))
    tasks = (notice(date(2025, 11, 3)), notice(date(2025, 11, 4), kind="notify_after"))
    request = with_drills(request_, lockdown, tasks=tasks)
    assert [(str(event["SUMMARY"]), event.start) for event in events(request)] == [
        ("Letter home: Lockdown drill – Burnet Hill Elementary", date(2025, 11, 3)),
        ("Lockdown drill – Burnet Hill Elementary", date(2025, 11, 4)),
        ("Letter home after the drill: Lockdown drill – Burnet Hill…", date(2025, 11, 4)),
    ]
    assert [str(event["SUMMARY"]) for event in events(request, "es")][1] == (
        "Simulacro de cierre de emergencia (lockdown) – Burnet Hill…"
    )


def test_families_read_the_district_s_own_word_for_a_drill(request_: PublishRequest) -> None:
    own = ActionChoice(word="lockout", translations={"es": WordChoice(word="acceso bloqueado")})
    request = with_drills(request_, drill(DrillType.SECURE))
    district = changed(request.workspace.district, vocabulary=Vocabulary(secure=own))
    request = replace(request, workspace=changed(request.workspace, district=district))
    titles = {language: str(next(iter(events(request, language)))["SUMMARY"]) for language in ("en", "es")}
    assert titles == {
        "en": "Lockout drill – Burnet Hill Elementary",
        "es": "Simulacro de acceso bloqueado (lockout) – Burnet Hill Elem.",
    }


def test_families_read_the_time_of_a_go_home_test(request_: PublishRequest) -> None:
    (event,) = events(with_drills(request_, drill(DrillType.EARLY_DISMISSAL)), "es")
    assert (event.start.hour, event.start.minute) == (9, 40)
    text = str(event["DESCRIPTION"]).replace("\u00a0", " ")
    assert "el martes 4 de noviembre de 2025, de 9:40 a 9:50 a. m.\n" in text


def test_families_read_a_date_from_the_first_day_of_its_notice_on(
    request_: PublishRequest, tmp_path: Path
) -> None:
    opens = date(2025, 10, 28)
    waiting = with_drills(
        request_, drill(DrillType.LOCKDOWN), tasks=(notice(date(2025, 11, 3), not_before=opens),)
    )
    assert events(waiting) == []
    (sentence,) = withheld_sentences(waiting, LONG_AGO)
    assert "do not yet show 1 drill: XX-1" in sentence
    assert str(opens) in sentence
    assert withheld_sentences(waiting, opens) == ()
    assert events(replace(waiting, as_of=opens - timedelta(1))) == []
    assert len(events(replace(waiting, as_of=opens))) == 2
    # What families could once read stays, even if a later publication gives no day.
    office = replace(waiting, revisions=tmp_path / "revisions.json")
    for request in (office, replace(office, as_of=opens), office):
        list(OUTPUT.write(request, tmp_path))
    calendar: Any = Calendar.from_ical((tmp_path / "calendars" / "families" / "en" / "burnet.ics").read_bytes())
    assert [str(event["STATUS"]) for event in calendar.events] == ["CONFIRMED", "CONFIRMED"]
    # Guidance alone withholds nothing, and the district may ignore the law's first day.
    advised = notice(date(2025, 11, 3), not_before=opens).model_copy(update={"developmental": True})
    assert len(events(with_drills(request_, drill(DrillType.LOCKDOWN), tasks=(advised,)))) == 2
    choices = CalendarChoices(families=FamilyCalendarChoices(before_notice=True))
    district = changed(request_.workspace.district, calendars=choices)
    without_waiting = replace(waiting, workspace=changed(request_.workspace, district=district))
    assert len(events(without_waiting)) == 2


def test_what_families_may_no_longer_know_vanishes_without_being_canceled(
    request_: PublishRequest, tmp_path: Path
) -> None:
    office = replace(request_, revisions=tmp_path / "revisions.json")
    fire = drill(DrillType.FIRE_EVACUATION)
    stem = "families/en/burnet"

    def published(request: PublishRequest) -> list[tuple[int, str]]:
        list(OUTPUT.write(request, tmp_path))
        calendar: Any = Calendar.from_ical((tmp_path / "calendars" / f"{stem}.ics").read_bytes())
        return [(int(event["SEQUENCE"]), str(event["STATUS"])) for event in calendar.events]

    announced = with_drills(office, fire)
    assert published(announced) == [(0, "CONFIRMED")]
    assert published(with_drills(office, fire.model_copy(update={"announced": False}))) == []
    assert published(announced) == [(1, "CONFIRMED")]
    # A drill that is dropped is canceled for families too.
    assert published(with_drills(office)) == [(2, "CANCELLED")]


def test_a_language_no_longer_chosen_leaves_an_empty_calendar(request_: PublishRequest, tmp_path: Path) -> None:
    office = replace(request_, revisions=tmp_path / "revisions.json")
    list(OUTPUT.write(office, tmp_path))
    choices = CalendarChoices(families=FamilyCalendarChoices(languages=("en",)))
    district = changed(request_.workspace.district, calendars=choices)
    english = replace(office, workspace=changed(request_.workspace, district=district))
    list(OUTPUT.write(english, tmp_path))
    families = tmp_path / "calendars" / "families"
    assert b"BEGIN:VEVENT" not in (families / "es" / "burnet.ics").read_bytes()
    assert (families / "en" / "burnet.ics").read_bytes().count(b"STATUS:CONFIRMED") == 4
    assert publication(english).former == publication(english).published


@pytest.fixture(scope="module")
def example(planned_example: Path) -> PublishRequest:
    prepared = api.prepare(planned_example)
    return replace(publish_request(prepared, lambda sentence: None, None), revisions=None)


def _family_texts(example: PublishRequest) -> Iterator[tuple[str, str]]:
    for feed in calendar_feeds(example):
        if feed.stem.startswith("families/"):
            yield feed.stem, feed.content.replace(b"\r\n ", b"").decode()


def test_no_family_file_of_the_example_names_an_agency_an_exit_route_a_time_or_a_law(
    example: PublishRequest,
) -> None:
    names = [agency.name for agency in example.workspace.district.agencies]
    titles = [scenario.title for scenario in example.workspace.scenarios]
    cites = {verdict.cite for verdict in example.verdicts}
    texts = dict(_family_texts(example))
    assert len(texts) == 2 * len(example.workspace.campuses)
    for stem, text in texts.items():
        plain = text.replace("\\", "")
        for word in (*names, *titles, *cites, "Way out", "Attending", "Counts for:", "route", "NJ-0", "DA-"):
            assert word not in plain, (stem, word)
        body = plain[plain.index("BEGIN:VEVENT") :]
        assert not re.search(r"\d{1,2}:\d\d [AaPp]\.?\s?[Mm]", body)
        assert "TZID=" not in body


def test_an_exit_route_or_time_of_day_in_the_scenario_s_words_is_withheld_from_families(
    example: PublishRequest,
) -> None:
    general = family_words("en").words
    scenarios = example.workspace.scenario_by_id
    burnet = example.workspace.campuses[0].campus_id
    for name, route in (("fire-evacuation-blocked-exit", Route.BLOCKED_EXIT), ("fire-evacuation-gathering", None)):
        fire = make_drill(
            "one",
            burnet,
            DrillType.FIRE_EVACUATION,
            date(2025, 11, 4),
            scenario_id=name,
        ).model_copy(update={"route": route})
        (event,) = events(with_drills(example, fire), campus=burnet)
        assert general in str(event["DESCRIPTION"])
        assert scenarios[name].for_families not in str(event["DESCRIPTION"])
    plain = make_drill(
        "two",
        example.workspace.campuses[0].campus_id,
        DrillType.LOCKDOWN,
        date(2025, 11, 4),
        scenario_id="lockdown",
    )
    (event,) = events(with_drills(example, plain), campus=burnet)
    assert scenarios["lockdown"].for_families in str(event["DESCRIPTION"])
