"""What is said to a class and on the speaker, on the drill's sheet: by purpose, and as before without purposes."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pypdf

from drillplanner.model import (
    BandScript,
    DrillType,
    GradeBand,
    SpeakerAnnouncements,
    SpokenScript,
    Translation,
)
from drillplanner.model.scenarios.response_actions import ActionChoice, Vocabulary
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import typeset_pdf
from drillplanner.publish.sheets.jobs import sheet_jobs
from tests.publish.sheets.oak_school import fire_drill, make_request

YOUNG = BandScript(
    day_before=("Tomorrow we practice going out.",),
    say=("We walk like ducks.",),
    waiting=("We can sing in our heads.",),
    do=("Line up.",),
    close="It was a drill. It is over.",
    afterwards=("You can ask me anything.",),
)
SPANISH = SpokenScript(
    day_before=("Mañana practicamos salir.",),
    say=("Caminamos como patos.",),
    close="Fue un simulacro.",
    afterwards=("Puedes preguntarme.",),
)
SPEAKER = SpeakerAnnouncements(
    begin=("This is a drill. Evacuate!",),
    stop=("Stop the drill. This is not a drill.",),
    end=("The drill is over.",),
    before_end="Every class is counted.",
)
SPANISH_SPEAKER = SpeakerAnnouncements(begin=("Esto es un simulacro.",), end=("El simulacro terminó.",))


def request_with(**changes: object) -> PublishRequest:
    """Return the fire drill at Oak, its scenario with these changes."""
    request = make_request((fire_drill(),))
    scenarios = tuple(
        scenario.model_copy(update=changes) if scenario.scenario_id == "fire" else scenario
        for scenario in request.workspace.scenarios
    )
    return replace(request, workspace=request.workspace.model_copy(update={"scenarios": scenarios}))


def printed(request: PublishRequest) -> str:
    job = next(sheet_jobs(request))
    reader = pypdf.PdfReader(io.BytesIO(typeset_pdf(job.content, job.timestamp)[0]))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def assert_in_order(text: str, *expected: str) -> None:
    places = [text.index(words) for words in expected]
    assert places == sorted(places), dict(zip(expected, places, strict=True))


def test_what_is_said_is_printed_by_purpose_in_both_languages() -> None:
    translation = Translation(for_families="Su hijo practica.", scripts={GradeBand.PK_K: SPANISH})
    text = printed(request_with(scripts={GradeBand.PK_K: YOUNG}, translations={"es": translation}))
    assert_in_order(
        text,
        *(
            "Grades PK-K",
            "Beforehand",
            "Tomorrow we practice going out.",
            "At the start",
            "We walk like ducks.",
        ),
        *("While we wait", "We can sing in our heads.", "At the end", "It was a drill. It is over."),
        *("Afterward", "You can ask me anything.", "Line up."),
        *(
            "De prekínder a kínder",
            "Antes",
            "Mañana practicamos salir.",
            "Al empezar",
            "Caminamos como patos.",
        ),
        *("Al terminar", "Fue un simulacro.", "Después", "Puedes preguntarme."),
    )
    assert "Mientras esperamos" not in text  # The Spanish script has nothing for this purpose.
    assert "Close with:" not in text
    assert "Para cerrar:" not in text


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    # With each line more before it, the heading moves down, and at one length to the foot of the page.
    broken = set()
    for length in range(38, 50):
        script = YOUNG.model_copy(update={"say": ("We walk like ducks.",) * length})
        (job,) = sheet_jobs(request_with(scripts={GradeBand.PK_K: script}))
        reader = pypdf.PdfReader(io.BytesIO(typeset_pdf(job.content, job.timestamp)[0]))
        pages = [" ".join(page.extract_text().split()) for page in reader.pages]
        for heading, line in (
            ("While we wait", "We can sing"),
            ("At the end", "It was a"),
            ("Afterward", "You can ask"),
        ):
            (page,) = (page for page in pages if heading in page)
            assert line in page, (length, heading)
            broken.add(pages.index(page))
    assert len(broken) == 2


def test_the_words_on_the_speaker_come_before_the_scripts_with_what_must_have_happened() -> None:
    translation = Translation(for_families="Su hijo practica.", announcements=SPANISH_SPEAKER)
    text = printed(request_with(announcements=SPEAKER, translations={"es": translation}))
    assert_in_order(
        text,
        *("On the speaker", "To begin", "This is a drill. Evacuate!"),
        *("To stop, if a real emergency comes", "what the hazard is: Hold! In your room or area.", "/ Shelter!"),
        "Stop the drill. This is not a drill.",
        *("To end. Every class is counted.", "The drill is over.", "We walk like ducks."),
        *("Por el altavoz", "Para empezar", "Esto es un simulacro.", "Para terminar", "El simulacro terminó."),
    )
    assert "Para detenerlo" not in text  # Nothing is translated for it.


def test_a_scenario_with_neither_is_printed_as_before() -> None:
    text = printed(make_request((fire_drill(),)))
    assert "On the speaker" not in text
    assert "At the start" not in text
    assert "Close with: It was a drill. It is over." in text
    (job,) = sheet_jobs(make_request((fire_drill(),)))
    content = json.loads(job.content)["drill"]
    assert content["announcements"] is None
    assert all(script["parts"] == [] for script in content["scripts"])


def test_every_paper_of_a_drill_has_the_district_s_word() -> None:
    vocabulary = Vocabulary(lockdown=ActionChoice(word="quiet room"))
    drill = fire_drill(scenario_id="none").model_copy(update={"drill_type": DrillType.LOCKDOWN})
    request = make_request((drill,))
    district = request.workspace.district.model_copy(update={"vocabulary": vocabulary})
    own = replace(request, workspace=request.workspace.model_copy(update={"district": district}))
    text = printed(own)
    assert "Quiet room drill – Oak Street Elementary" in text
    assert "ockdown" not in text
    assert "Lockdown drill – Oak Street Elementary" in printed(request)
