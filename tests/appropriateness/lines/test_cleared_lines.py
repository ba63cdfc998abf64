"""A person clears a line in doubt as it is written and where it is; nothing clears a violation."""

from __future__ import annotations

import datetime

import pytest

from drillplanner.appropriateness import judge_scenario
from drillplanner.files.shipped import shipped_folder
from drillplanner.intake.workspace.scenario_files import parse_scenario
from drillplanner.model import DevelopmentalFinding
from drillplanner.model.scenarios.line_answers import ClearedLine, LineAnswers
from tests import fast_yaml

HARMFUL = "A man in a mask will bang on the door."
#: Careful lines in unusual words; the first that the reader asks about is used, whatever its weights are.
_UNUSUAL = (
    "Freeze where you are and look at me.",
    "It may feel strange to be so still, and some of you may not like it.",
    "Somebody could come by, and that would be our principal.",
    "The hall may be loud when another class goes by.",
    "We pretend to be statues until the office calls.",
)


def _entry(line: str, **other: object) -> ClearedLine:
    fields = {
        "scenario": "my-lockdown",
        "where": "scripts.3-5.say",
        "line": line,
        "who": "school psychologist",
        "date": datetime.date(2025, 8, 4),
    }
    return ClearedLine.model_validate(fields | other)


def _findings(text: str, *cleared: ClearedLine, band: str = "3-5") -> list[DevelopmentalFinding]:
    data = fast_yaml.load((shipped_folder("scenarios") / "lockdown.yaml").read_text(encoding="utf-8"))
    data["scripts"][band]["say"].append(text)
    raw = fast_yaml.dump(data).encode()
    screening = judge_scenario(parse_scenario(raw, "my-lockdown.yaml"), answers=LineAnswers(cleared=cleared))
    return [finding for finding in screening.findings if finding.evidence.text == text]


ASKED_ABOUT = next(text for text in _UNUSUAL if [found.status for found in _findings(text)] == ["cannot_tell"])


def test_a_question_says_how_a_person_clears_it() -> None:
    (finding,) = _findings(ASKED_ABOUT)
    assert finding.status == "cannot_tell"
    assert "cleared_lines in district.yaml" in finding.message
    entry = fast_yaml.load(finding.to_clear)
    assert entry == {
        "scenario": "my-lockdown",
        "where": "scripts.3-5.say",
        "line": ASKED_ABOUT,
        "who": "ROLE",
        "date": "YYYY-MM-DD",
    }
    (cleared,) = _findings(ASKED_ABOUT, ClearedLine.model_validate(entry | {"date": datetime.date(2025, 8, 4)}))
    assert cleared.status == "notice"


def test_a_cleared_line_is_a_notice_that_names_the_person_s_role_and_the_day() -> None:
    (finding,) = _findings(ASKED_ABOUT, _entry(ASKED_ABOUT, why="Said with a smile."))
    assert (finding.status, finding.severity) == ("notice", "recommended")
    assert finding.message.startswith(
        "A person cleared this line, not drillplanner: school psychologist, 2025-08-04 (Said with a smile.)."
    )
    assert finding.to_clear == ""


@pytest.mark.parametrize(
    "entry",
    [
        _entry(f"{ASKED_ABOUT} Now."),
        _entry(ASKED_ABOUT.upper()),
        _entry(ASKED_ABOUT, scenario="lockdown"),
        _entry(ASKED_ABOUT, where="scripts.6-8.say"),
        _entry(ASKED_ABOUT, where="scripts.3-5.do"),
    ],
)
def test_other_words_or_another_place_are_asked_about_again(entry: ClearedLine) -> None:
    assert [finding.status for finding in _findings(ASKED_ABOUT, entry)] == ["cannot_tell"]


def test_nothing_clears_a_violation() -> None:
    found = _findings(HARMFUL, _entry(HARMFUL))
    assert {finding.status for finding in found} == {"violation"}
    assert {finding.to_clear for finding in found} == {""}


def test_nothing_clears_the_words_of_a_rule() -> None:
    line = "Someone scary might come."
    data = fast_yaml.load((shipped_folder("scenarios") / "lockdown.yaml").read_text(encoding="utf-8"))
    data["scripts"]["PK-K"]["say"].append(line)
    place = f"scripts.PK-K.say[{len(data['scripts']['PK-K']['say']) - 1}]"
    raw = fast_yaml.dump(data).encode()
    answers = LineAnswers(cleared=(_entry(line, where="scripts.PK-K.say"),))
    screening = judge_scenario(parse_scenario(raw, "my-lockdown.yaml"), answers=answers)
    assert "violation" in {found.status for found in screening.findings if found.evidence.field == place}
