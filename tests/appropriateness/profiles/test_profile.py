"""State profiles: complete by default, dated, sourced, and named in findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from drillplanner.appropriateness import judge_scenario, load_rules, profile_of
from drillplanner.appropriateness.profiles.profile import (
    NUMBERS,
    SWITCHES,
    Profile,
    Switches,
    SwitchSetting,
    profiled_states,
    read_profile,
)
from drillplanner.files.errors import InputError
from drillplanner.model import DrillType, Severity
from tests.appropriateness.calm import changed

#: The states of which the research has a row.
RESEARCHED = [
    *("CA", "CO", "CT", "FL", "GA", "IL", "IN", "KS", "MD", "MN", "MO", "NJ"),
    *("NY", "OH", "OR", "PA", "RI", "TX", "UT", "VA", "VT", "WA", "WI"),
]

GOOD = """\
state: ZZ
name: An invented state
checked: 2026-01-15
switches:
  opt_out_required:
    value: true
    sources: [NASSP]
"""


def strict(switch: str, value: Any) -> Profile:
    """The default profile with one switch set by a made-up district."""
    setting = TypeAdapter(Switches).validate_python({switch: {"value": value, "sources": ["NASSP"]}})
    return profile_of().model_copy(update={"own": setting, "name": "An invented district"})


def test_each_researched_state_has_a_profile() -> None:
    assert list(profiled_states()) == RESEARCHED


@pytest.mark.parametrize("state", [None, *RESEARCHED])
def test_a_profile_answers_every_switch_with_a_source(state: str | None) -> None:
    profile = profile_of(state)
    assert profile.state == state
    for switch in SWITCHES:
        assert isinstance(profile.setting(switch), SwitchSetting)
        assert "https://" in profile.switch_sentence(switch) or "http://" in profile.switch_sentence(switch)
    for name in NUMBERS:
        number = profile.number(name)
        assert number is None or number >= 0


def test_a_state_without_a_file_follows_the_default() -> None:
    assert (
        profile_of("WY").switch_sentence("opt_out_required").startswith("opt_out_required: false (NASSP default;")
    )
    assert profile_of("mn").value("opt_out_required") is True


def test_a_finding_names_the_switch_with_value_and_source() -> None:
    case = changed({"facts": {"opt_out": {"offered": False}}})
    (finding,) = judge_scenario(case, profile=profile_of("MN")).findings
    assert (finding.rule, finding.severity, finding.status) == ("DA-801", Severity.REQUIRED, "violation")
    assert [switch.split(" (")[0] for switch in finding.switches] == ["opt_out_required: true"]
    assert "Minnesota; Minnesota Public Radio" in finding.switches[0]
    (advice,) = judge_scenario(case).findings
    assert (advice.severity, advice.status) == (Severity.RECOMMENDED, "notice")


def test_a_switch_of_some_drills_leaves_the_default_for_others() -> None:
    profile = profile_of("CA")
    attack, lockdown = (
        profile.for_drill_type(drill_type) for drill_type in (DrillType.ACTIVE_ASSAILANT, DrillType.LOCKDOWN)
    )
    assert profile.own.notice_max_days is not None
    assert attack == profile.for_drill_type(None) == profile
    assert attack.number("notice_max_hours") == 7 * 24
    assert lockdown.number("notice_max_hours") is None
    assert lockdown.own.simulation_students == profile.own.simulation_students
    assert lockdown.switch_sentence("notice_max_days").startswith("notice_max_days: 0 (NASSP default;")
    assert profile_of("NJ").for_drill_type(DrillType.LOCKDOWN) is profile_of("NJ")


def test_a_threshold_names_its_switch_too() -> None:
    notices = [{"audience": "families", "hours_before": 30, "contents": ["date", "what_happens", "supports"]}]
    case = changed({"facts": {"notices": notices}})
    rules = tuple(rule for rule in load_rules() if rule.id == "DA-203")
    switches = {
        switch for finding in judge_scenario(case, rules, profile_of("NY")).findings for switch in finding.switches
    }
    assert any(switch.startswith("notice_min_hours: 168 (New York;") for switch in switches)


def test_the_simulation_law_of_a_state_is_shown_and_decides_nothing() -> None:
    for state in (None, *RESEARCHED):
        (finding,) = judge_scenario(changed({"facts": {"simulation": True}}), profile=profile_of(state)).findings
        assert (finding.rule, finding.status) == ("DA-103", "violation")
        assert finding.switches[0].startswith("simulation_students: ")


def test_strict_reading_of_the_founding_text_turns_the_notice_into_a_failure() -> None:
    case = {"scenario": {"audience": "staff"}, "facts": {"students_on_site": "none", "simulation": True}}
    assert judge_scenario(changed(case)).verdict == "ok"
    assert judge_scenario(changed(case), profile=strict("strict_nassp", True)).verdict == "violation"


def test_the_exception_for_older_volunteers_is_off_and_narrow() -> None:
    volunteers = [{"who": "students", "voluntary": True, "consent": "both"}]
    facts = {"ladder_level": 8, "participants": volunteers, "school_hours": False}
    case = changed({"scenario": {"bands": ["9-12"]}, "facts": facts})
    rules = tuple(rule for rule in load_rules() if rule.id == "DA-303")
    opened = strict("adolescent_volunteer_exception", True)
    assert judge_scenario(case, rules).verdict == "violation"
    assert judge_scenario(case, rules, opened).verdict == "ok"
    young = changed({"scenario": {"bands": ["6-8"]}, "facts": facts})
    in_hours = changed({"scenario": {"bands": ["9-12"]}, "facts": {**facts, "school_hours": True}})
    unwritten = changed({"scenario": {"bands": ["9-12"]}, "facts": {**facts, "participants": []}})
    for broken in (young, in_hours, unwritten):
        assert judge_scenario(broken, rules, opened).verdict == "violation"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("value: true", "value: perhaps", 6, "valid boolean"),
        ("[NASSP]", "[NASPP]", 7, "no source has this key"),
        ("[NASSP]", "[]", 7, "entries that it must have: 1"),
        ("opt_out_required:", "opt_out_requierd:", 5, "Maybe you meant 'opt_out_required'"),
        ("checked: 2026-01-15", "checked: some day", 3, "checked"),
    ],
)
def test_an_invalid_profile_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in GOOD
    (tmp_path / "ZZ.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_profile(tmp_path / "ZZ.yaml")
    assert f"profiles/ZZ.yaml:{line}: " in str(caught.value)
    assert words in str(caught.value)


def test_the_default_may_not_leave_out_drills(tmp_path: Path) -> None:
    text = GOOD.replace("state: ZZ\n", "").replace("[NASSP]", "[NASSP]\n    drill_types: [lockdown]")
    (tmp_path / "default.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"default.yaml:7: .*the default holds for drills of all types"):
        read_profile(tmp_path / "default.yaml")
