"""The list of a scenario's lines leaves out no text."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.files.yaml_document import read_document
from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model import GradeBand
from drillplanner.model.scenarios.lines import LineAudience, Purpose, scenario_lines

SCENARIOS = {path: parse_scenario(path.read_bytes(), path.name) for path in bundled_scenarios()}
#: Keys whose values are words of the format, ids, or addresses, and no text for people.
NO_TEXT = {
    "drill_type", "format", "audience", "route", "bands", "moments", "subjects", "commitments", "positions",
    "sources", "id", "kind", "capability", "task", "tasks", "recipient", "delivery", "contingency_for",
    "hazard_family",
    "functions", "source", "hazard_theme", "responders",
}  # fmt: skip


def texts(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the path and words of each text in the data of a file."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in NO_TEXT or (key == "tasks" and "capability" not in path and "questions" not in path):
                yield from texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, (*path, index))


def test_every_text_of_every_bundled_file_is_a_line() -> None:
    for path, scenario in SCENARIOS.items():
        lines = {" ".join(line.text.split()) for line in scenario_lines(scenario)}
        unread = [
            (place, text)
            for place, text in texts(read_document(path).data)
            if place[0] not in {"facts", "band_facts", "needs_facts"}
            and "<" not in text  # a placeholder, which is read as the district's own word
            and " ".join(text.split()) not in lines
        ]
        assert unread == [], path.name


def test_a_line_knows_its_place_its_readers_and_its_purpose() -> None:
    lockdown = next(scenario for scenario in SCENARIOS.values() if scenario.scenario_id == "lockdown")
    lines = {line.place: line for line in scenario_lines(lockdown)}
    heard = lines["scripts.PK-K.say[0]"]
    assert (heard.bands, heard.language, heard.audience, heard.purpose) == (
        (GradeBand.PK_K,),
        "en",
        LineAudience.CHILDREN,
        Purpose.SAY,
    )
    assert lines["translations.es.for_families"].language == "es"
    assert lines["for_families"].audience is LineAudience.FAMILIES
    assert [lines["debrief[0]"].concerns(band) for band in GradeBand] == [True] * 5
