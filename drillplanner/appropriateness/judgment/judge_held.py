"""The developmental judgement of a scenario as it is held, with the grades that take part."""

from __future__ import annotations

from collections.abc import Sequence

from drillplanner.appropriateness.judgment.scenario_and_drill import finding_of, judge_scenario
from drillplanner.appropriateness.profiles.profile import Profile
from drillplanner.appropriateness.rules.rule import Judged, load_rules
from drillplanner.model import Audience, DevelopmentalFinding, Evidence, GradeBand, Scenario

#: The rule that sets the highest level of each band: nobody can hold to it who is not told what the band meets.
_LEVEL_RULES = {band: "DA-304" if band is GradeBand.PK_K else "DA-305" for band in GradeBand}


def judge_held(held: Scenario, bands: Sequence[GradeBand], profile: Profile) -> tuple[DevelopmentalFinding, ...]:
    """The findings on a scenario as it is held with these bands.

    Bands for which the scenario is not written are judged by its facts; what they would hear stands nowhere, so
    that their level cannot be told for sure.
    """
    findings = dict.fromkeys(judge_scenario(held, profile=profile, bands=bands).findings)
    strangers = tuple(band for band in bands if band not in held.bands)
    if held.audience is Audience.STAFF or not strangers:
        return tuple(findings)
    with_strangers = held.model_copy(update={"bands": strangers})
    findings.update(
        dict.fromkeys(one for one in judge_scenario(with_strangers, profile=profile).findings if _of_facts(one))
    )
    findings.update(dict.fromkeys(_not_written_for(band, profile) for band in strangers))
    return tuple(findings)


def _of_facts(finding: DevelopmentalFinding) -> bool:
    """Whether it was seen in something else than words that are missing for the band."""
    return not (finding.evidence.field or "").startswith(("scripts", "translations"))


def _not_written_for(band: GradeBand, profile: Profile) -> DevelopmentalFinding:
    rule = next(one for one in load_rules() if one.id == _LEVEL_RULES[band])
    part = rule.judged_at(Judged.SCENARIO)[0]
    message = (
        f"Cannot tell: the scenario is not written for grades {band}, who take part. The rule: {rule.statement}"
    )
    return finding_of(rule, part, profile, Evidence(field=f"scripts.{band}"), "cannot_tell", message)
