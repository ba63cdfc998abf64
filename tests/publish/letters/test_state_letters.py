"""Letters by state: what its law asks them to say, what families decide, short messages, ease of reading."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
import readability

from drillplanner.appropriateness.text import Context, Description, screen_description
from drillplanner.law import bundled_states
from drillplanner.law.family_notices.state_notices import NoticeElement, all_state_notices
from drillplanner.model import (
    Audience,
    Drill,
    DrillFacts,
    DrillFormat,
    DrillType,
    LetterChoices,
    LetterDigest,
    LetterSigner,
    SchoolSite,
    ToldGroup,
)
from drillplanner.model.scenarios.fact_parts import OptOut
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.language.language import language as language_of
from drillplanner.publish.core.language.reading_level import (
    english_syllables,
    reading_level,
    sentences_of,
    spanish_syllables,
)
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.letters.documents import letter_level
from drillplanner.publish.letters.letter import Letter
from drillplanner.publish.letters.output import campus_letters
from drillplanner.publish.letters.schedule import due_letters
from drillplanner.publish.letters.state_notice import owed_elements
from tests.bundled_scenarios import BUNDLED
from tests.publish.calendars.events.test_families import drill, in_state
from tests.publish.conftest import changed, make_drill
from tests.publish.letters.test_output import FAMILIES, notice_task, text_of

SCENARIOS = tuple(BUNDLED.values())
#: A state of which nothing is on file stands for all others of that kind.
SILENT = next(state for state in bundled_states() if state not in all_state_notices())
STATES = [*sorted(all_state_notices()), SILENT]
LANGUAGES = ["en", "es"]
DAY = date(2025, 11, 4)
IN_ENGLISH = language_of("en").letters


def year_in(request_: PublishRequest, state: str, languages: list[str], **choices: object) -> PublishRequest:
    """Return a request for a drill of each bundled scenario, each with a letter before and after it."""
    drills, tasks = [], []
    for number, scenario in enumerate(SCENARIOS):
        on = DAY + timedelta(number)
        drills.append(
            make_drill(
                scenario.scenario_id,
                "burnet",
                scenario.drill_type,
                on,
                scenario_id=scenario.scenario_id,
                route=scenario.route,
                format=scenario.format,
                audience=scenario.audience,
                announced=scenario.announced,
            )
        )
        for kind, due in (("notify", on - timedelta(1)), ("notify_after", on)):
            task = notice_task(FAMILIES, kind, due, number)
            tasks.append(changed(task, drill_id=scenario.scenario_id, task_id=f"XX-{number}/{kind}"))
    own = in_state(request_, state, languages=languages)
    district = changed(own.workspace.district, letters=LetterChoices.model_validate(choices))
    workspace = changed(own.workspace, scenarios=SCENARIOS, district=district)
    return replace(own, workspace=workspace, plan=changed(own.plan, drills=tuple(drills), tasks=tuple(tasks)))


def letters_in(request_: PublishRequest, language: str) -> list[Letter]:
    letter_sets = campus_letters(request_)["burnet"].letter_sets
    return list(letter_sets[f"families-{language}"].letters)


@pytest.mark.parametrize("state", STATES)
def test_every_letter_is_read_by_grade_8(state: str, request_: PublishRequest) -> None:
    """Every state with facts of its own, every bundled drill, before and after, in each measured language."""
    own = year_in(request_, state, LANGUAGES)
    for language in LANGUAGES:
        letters = letters_in(own, language)
        assert len(letters) > len(SCENARIOS)
        hard = []
        for letter in letters:
            level = letter_level(letter, language)
            assert level is not None
            if not level.is_easy_enough:
                hard.append((letter.subject, level.in_words))
        assert hard == []


@pytest.mark.parametrize("state", STATES)
def test_a_letter_says_what_its_state_asks_it_to_say(state: str, request_: PublishRequest) -> None:
    own = year_in(request_, state, ["en"])
    disclosures = FamilyDisclosures(own)
    by_subject = {letter.subject: text_of(letter) for letter in letters_in(own, "en")}
    words = IN_ENGLISH.notice
    asked: set[NoticeElement] = set()
    for planned in own.plan.drills:
        details = own.details(planned)
        for due in due_letters([details], ToldGroup.FAMILIES, own.basis):
            elements = owed_elements(due, disclosures)
            subject = IN_ENGLISH.subject_after if due.after else IN_ENGLISH.subject_before
            names = {"drill": language_of("en").families.title_for(details), "campus": details.campus_name}
            text = by_subject.get(subject.format(**names, date=f"{planned.date:%A, %B} {planned.date.day}, 2025"))
            if not elements or text is None:
                continue
            asked |= elements
            said = {
                NoticeElement.DATE: f"{planned.date:%A, %B} {planned.date.day}, 2025" in text,
                NoticeElement.TIME: "9:40" in text,
                NoticeElement.KIND: names["drill"] in text,
                NoticeElement.CONTENT: IN_ENGLISH.happens in text,
                NoticeElement.FORM: planned.format is not None and words.form[planned.format] in text,
                NoticeElement.TONE: words.calm in text or words.about_simulation in text,
                NoticeElement.LIVE_SIMULATION: words.no_simulation in text or words.about_simulation in text,
                NoticeElement.STAY_OUT: words.keep_out in text,
                NoticeElement.NO_DANGER: "there was no danger" in text,
                NoticeElement.LOCAL_HELP: words.local_help in text,
            }
            assert {element for element in elements if not said[element]} == set(), planned.drill_id
    expected = {
        element
        for notice in all_state_notices().get(state, all_state_notices()["RI"]).notices
        if notice.moment in {"before", "after"}
        for element in notice.holds
    }
    assert asked == expected


def before(request_: PublishRequest, state: str, planned: Drill, language: str = "en", **choices: object) -> str:
    """Return the letter before one drill in a state; empty if none is written."""
    own = in_state(request_, state, languages=[language])
    district = changed(own.workspace.district, letters=LetterChoices.model_validate(choices))
    workspace = changed(own.workspace, district=district)
    tasks = [notice_task(FAMILIES, "notify", DAY - timedelta(4))]
    if state == "NY":
        consent = notice_task((), "prepare", DAY - timedelta(1), 2)
        tasks.append(changed(consent, mandate_id="NY-11.consent", task_id="NY-11.consent/one"))
    plan = own.plan.model_copy(update={"drills": (planned,), "tasks": tuple(tasks)})
    of_campus = campus_letters(replace(own, workspace=workspace, plan=plan))["burnet"].letter_sets
    letters = of_campus[f"families-{language}"].letters if of_campus else ()
    return text_of(letters[0]) if letters else ""


def with_offer(request_: PublishRequest, offer: OptOut | None) -> PublishRequest:
    scenario = next(one for one in request_.workspace.scenarios if one.scenario_id == "lockdown-drill")
    changed_one = changed(scenario, facts=changed(scenario.facts, opt_out=offer))
    return replace(request_, workspace=changed(request_.workspace, scenarios=(changed_one,)))


FREE = OptOut(offered=True, reason_needed=False, penalty=False, lesson_instead=True)
LOCKDOWN, ASSAILANT = drill(DrillType.LOCKDOWN), drill(DrillType.ACTIVE_ASSAILANT)


def test_in_illinois_families_may_keep_a_child_out_for_any_reason(request_: PublishRequest) -> None:
    words = IN_ENGLISH.notice
    text = before(with_offer(request_, None), "IL", LOCKDOWN)
    assert f"{words.keep_out} {words.no_reason} {words.before_the_day}" in text
    # Nobody knows of a penalty, or of what the child does instead, unless the scenario says so.
    assert words.no_penalty not in text
    assert words.lesson_instead not in text
    text = before(with_offer(request_, FREE), "IL", LOCKDOWN)
    assert f"{words.no_reason} {words.no_penalty} {words.lesson_instead}" in text
    assert IN_ENGLISH.opt_out not in text
    assert words.keep_out not in before(with_offer(request_, None), "IL", drill(DrillType.FIRE_EVACUATION))


def test_where_nothing_is_known_nothing_is_said(request_: PublishRequest) -> None:
    words = IN_ENGLISH.notice
    for state in (SILENT, "NJ", "TX", "VA"):
        text = before(with_offer(request_, None), state, LOCKDOWN)
        for sentence in (
            words.keep_out,
            words.consent,
            words.no_penalty,
            IN_ENGLISH.opt_out,
            words.lesson_instead,
        ):
            assert sentence not in text, (state, sentence)
        # The scenario's own offer of another way is the school's word, not a right.
        assert IN_ENGLISH.opt_out in before(with_offer(request_, FREE), state, LOCKDOWN)


def test_in_georgia_a_child_stays_out_only_if_the_district_decided_so(request_: PublishRequest) -> None:
    words, own = IN_ENGLISH.notice, with_offer(request_, FREE)
    planned = drill(DrillType.ACTIVE_ASSAILANT, scenario_id="lockdown-drill")
    text = before(own, "GA", planned)
    assert words.keep_out not in text
    assert IN_ENGLISH.opt_out not in text
    assert words.keep_out in before(own, "GA", planned, opt_out=["active_assailant"])


def test_in_new_york_a_child_takes_part_in_a_full_exercise_only_by_a_written_yes(request_: PublishRequest) -> None:
    words = IN_ENGLISH.notice
    planned = drill(DrillType.FULL_SCALE, scenario_id=None)
    text = before(request_, "NY", planned)
    assert f"{words.consent} {words.consent_by.format(date='Monday, November 3, 2025')}" in text
    assert text.count(words.signed) == 1
    spanish = language_of("es").letters.notice
    assert spanish.consent_by.format(date="lunes 3 de noviembre de 2025") in before(request_, "NY", planned, "es")
    assert words.consent not in before(request_, "NY", drill(DrillType.FULL_SCALE, audience=Audience.STAFF))


def test_a_letter_that_families_sign_is_no_part_of_a_digest(request_: PublishRequest) -> None:
    drills = [
        changed(drill(kind, scenario_id=None), drill_id=f"d{number}", date=DAY + timedelta(number))
        for number, kind in enumerate((DrillType.FIRE_EVACUATION, DrillType.EARTHQUAKE, DrillType.FULL_SCALE))
    ]
    tasks = [
        changed(
            notice_task(FAMILIES, "notify", DAY - timedelta(4), number),
            drill_id=f"d{number}",
            task_id=f"T{number}",
        )
        for number in range(3)
    ]
    own = in_state(request_, "NY", languages=["en"], before_notice=True)
    district = changed(own.workspace.district, letters=LetterChoices(digest=LetterDigest.MONTHLY))
    plan = own.plan.model_copy(update={"drills": tuple(drills), "tasks": tuple(tasks)})
    own = replace(own, workspace=changed(own.workspace, district=district), plan=plan)
    subjects = [letter.subject for letter in letters_in(own, "en")]
    assert sorted(subject.split(" ")[0] for subject in subjects) == ["Drills", "Large"]


def test_texas_reads_of_a_live_simulation_only_what_the_facts_say(request_: PublishRequest) -> None:
    words = IN_ENGLISH.notice

    def text_with(facts: DrillFacts) -> str:
        scenario = changed(request_.workspace.scenarios[1], facts=facts)
        own = replace(request_, workspace=changed(request_.workspace, scenarios=(scenario,)))
        planned = drill(DrillType.ACTIVE_ASSAILANT, scenario_id="lockdown-drill", format=DrillFormat.WALK_THROUGH)
        return before(own, "TX", planned)

    none = text_with(DrillFacts(simulation=False))
    assert f"{words.form[DrillFormat.WALK_THROUGH]} {words.calm} {words.no_simulation}" in none
    assert words.about_simulation not in none
    some = text_with(DrillFacts(simulation=True))
    assert words.simulation in some
    assert words.calm not in some
    unknown = text_with(DrillFacts())
    assert words.no_simulation not in unknown
    assert words.simulation not in unknown
    # The office fills it in.
    assert words.about_simulation in unknown


def test_short_messages_tell_the_news_and_no_hour(request_: PublishRequest) -> None:
    site = SchoolSite(letters_signed_by=LetterSigner(telephone="555-0101"))
    own = year_in(request_, "NJ", ["en", "es", "ar"])
    own = replace(own, workspace=changed(own.workspace, school_sites={"burnet": site}))
    for language in ("en", "es", "ar"):
        for letter in letters_in(own, language):
            assert letter.message
            assert len(letter.message) <= 320, letter.message
            assert "{" not in letter.message
            assert "Burnet Hill Elementary" in letter.message
            assert not re.search(r"\d:\d\d", letter.message), letter.message
    after = [letter for letter in letters_in(own, "en") if letter.subject.startswith("After")]
    assert all("It was a drill." in letter.message for letter in after if "without" not in letter.subject)
    assert all("555-0101" in letter.message for letter in after if "without" not in letter.subject)


def test_a_letter_after_the_drill_says_so_without_gaps_or_coming_drills(request_: PublishRequest) -> None:
    """By New Jersey's law the families of a school read on the same day that it was a drill and no danger."""
    own = year_in(request_, "NJ", ["en"])
    later = {f"{planned.date:%B} {planned.date.day}," for planned in own.plan.drills}
    for letter in letters_in(own, "en"):
        if not letter.subject.startswith("After"):
            continue
        text = text_of(letter)
        assert len({day for day in later if day in text}) == 1
        for secret in ("9:40", "9:50", "Police", "police", "officer"):
            assert secret not in text, (letter.subject, secret)
        if IN_ENGLISH.staff_only_after not in text and "did not take part" not in text:
            assert IN_ENGLISH.notice.feedback in text
            assert "People with whom your child can talk:" in text


def test_own_screen_finds_nothing_in_what_states_ask_for(request_: PublishRequest) -> None:
    """The sentences for states that ask for more must not alarm the screen of texts."""
    for state in ("TX", "IL", "NY"):
        own = year_in(request_, state, ["en"])
        for letter in letters_in(own, "en")[:12]:
            found = screen_description(Description(id=letter.subject, text=text_of(letter), context=Context()))
            assert found.verdict != "violation", (letter.subject, found.findings)


def grade_by_library(texts: list[str]) -> float:
    words = [re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", line) for text in texts for line in sentences_of(text)]
    lines = "\n".join(" ".join(line) for line in words if line)
    return float(readability.getmeasures(lines, lang="en")["readability grades"]["Kincaid"])


def test_the_grade_is_near_that_of_another_program(request_: PublishRequest) -> None:
    """The library gives a silent ending a syllable ("asked") and "the" and "be" none: hence the distance."""
    apart = []
    for letter in letters_in(year_in(request_, "NJ", ["en"]), "en"):
        texts = [text for part in letter.parts for text in (*part.paragraphs, *part.points)]
        level = reading_level(texts, "en")
        assert level is not None
        apart.append(grade_by_library(texts) - level.value)
    assert max(map(abs, apart)) < 1.5
    assert abs(sum(apart) / len(apart)) < 1


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("asked", 1), ("announced", 2), ("practice", 2), ("table", 2), ("safely", 2), ("someone", 2),
        ("school", 1), ("vehicles", 3), ("minutes", 2), ("needed", 2), ("classes", 2), ("usually", 4),
        ("quiet", 2), ("people", 2), ("evacuation", 5), ("simulation", 4), ("be", 1), ("PK", 1),
    ],
)  # fmt: skip
def test_english_syllables(word: str, syllables: int) -> None:
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("día", 2), ("también", 2), ("ciudad", 2), ("leer", 2), ("que", 1), ("guía", 2), ("muy", 1),
        ("evacuación", 4), ("maestra", 3), ("oír", 2), ("simulacro", 4), ("escuela", 3), ("y", 1), ("línea", 3),
    ],
)  # fmt: skip
def test_spanish_syllables(word: str, syllables: int) -> None:
    assert spanish_syllables(word) == syllables


def test_the_measure_knows_hard_from_easy_and_says_where_it_has_none() -> None:
    hard = ["Administrative personnel communicate comprehensive instructions to participating educators."]
    for language, easy, difficult in (
        ("en", ["We sit on the rug. You may hold a toy."], hard),
        ("es", ["Nos sentamos en la alfombra."], ["La administración comunicará oportunamente instrucciones."]),
    ):
        levels = reading_level(easy, language), reading_level(difficult, language)
        assert [level is not None and level.is_easy_enough for level in levels] == [True, False]
    assert reading_level(hard, "ar") is None
    assert reading_level(["", "12:05"], "en") is None
