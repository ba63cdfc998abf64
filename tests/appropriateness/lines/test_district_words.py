"""A district's own words for response actions leave the bundled scenarios usable, without reading them anew."""

from __future__ import annotations

import pytest

from drillplanner.appropriateness import judge_scenario
from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model.scenarios.response_actions import Vocabulary

#: Words that districts use in place of those of the protocol; "lockout" is its older word for secure.
OWN_WORDS = {
    "hold": {"word": "stay put", "translations": {"es": {"word": "quedarse quietos"}}},
    "secure": {"word": "lockout", "translations": {"es": {"word": "acceso bloqueado"}}},
    "lockdown": {"word": "quiet room", "directive": "Lock up, lights low, out of view."},
    "shelter": {"word": "shelter in place"},
}


@pytest.mark.parametrize(
    "stem", ["hold", "secure", "lockdown", "shelter-hazmat", "emergency-procedures-lesson", "active-assailant"]
)
def test_a_scenario_with_the_district_s_words_is_as_right_as_the_bundled_one(stem: str) -> None:
    path = next(path for path in bundled_scenarios() if path.stem == stem)
    bundled = parse_scenario(path.read_bytes(), path.name)
    own = parse_scenario(path.read_bytes(), path.name, vocabulary=Vocabulary.model_validate(OWN_WORDS))
    assert own != bundled
    assert judge_scenario(own).findings == judge_scenario(bundled).findings
