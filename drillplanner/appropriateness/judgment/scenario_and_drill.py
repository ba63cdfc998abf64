"""The developmental gate: every rule over one scenario, or over one drill on its day, as findings.

A scenario file is judged as a full plan. What breaks a prohibited or required rule is a violation; a fact
that such a rule needs and that nobody gives makes the verdict "cannot tell"; a recommendation that is not
followed is a notice and leaves the verdict alone. The state's profile may change severities and thresholds,
and a finding names the switch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from drillplanner.appropriateness.conditions.evaluate import (
    ConditionResult,
    UnknownFact,
    all_of,
    evaluate_condition,
    negated,
)
from drillplanner.appropriateness.conditions.facts import unknown_fact_sentences
from drillplanner.appropriateness.conditions.inputs import measures_in, switches_in
from drillplanner.appropriateness.conditions.subject import Subject, subjects_of
from drillplanner.appropriateness.profiles.profile import NUMBERS, Profile, profile_of
from drillplanner.appropriateness.rules.rule import AppliesTo, DevelopmentalRule, JudgedAt, RulePart, load_rules
from drillplanner.model import (
    Audience,
    DevelopmentalFinding,
    Evidence,
    GradeBand,
    PlacedFacts,
    PlayedBy,
    Scenario,
    Screening,
    Severity,
)


def judge_scenario(
    scenario: Scenario,
    rules: tuple[DevelopmentalRule, ...] | None = None,
    profile: Profile | None = None,
    bands: Sequence[GradeBand] | None = None,
) -> Screening:
    """The developmental judgement of a scenario: the parts of the rules that a reusable exercise can answer.

    ``rules`` defaults to those that come with the program, ``profile`` to NASSP's position. Findings stand in
    the order of the rules, then of the grade bands from the youngest; ``missing`` holds the paths of the facts
    that the file does not give and that a rule needs. ``bands`` are those that take part (None: all that the
    scenario is fit for).
    """
    subjects = _present(subjects_of(scenario, profile or profile_of()), bands)
    return _screening(scenario, scenario.scenario_id, JudgedAt.SCENARIO, subjects, rules)


def judge_drill(
    drill_id: str,
    scenario: Scenario,
    placed: PlacedFacts,
    rules: tuple[DevelopmentalRule, ...] | None = None,
    profile: Profile | None = None,
    bands: Sequence[GradeBand] | None = None,
) -> Screening:
    """The developmental judgement of a scenario on its day: the parts of the rules that a date decides.

    What the scenario answers itself is judged by :func:`judge_scenario` and not said again here. ``bands`` are
    those that take part (None: all that the scenario is fit for).
    """
    subjects = _present(subjects_of(scenario, profile or profile_of(), placed), bands)
    return _screening(scenario, drill_id, JudgedAt.PLACEMENT, subjects, rules)


def _present(subjects: tuple[Subject, ...], bands: Sequence[GradeBand] | None) -> tuple[Subject, ...]:
    return tuple(subject for subject in subjects if bands is None or subject.band is None or subject.band in bands)


def _screening(
    scenario: Scenario,
    name: str,
    place: JudgedAt,
    subjects: tuple[Subject, ...],
    rules: tuple[DevelopmentalRule, ...] | None,
) -> Screening:
    findings: dict[DevelopmentalFinding, None] = {}
    missing: set[str] = set()
    students = _students(scenario)
    # Where all bands meet the same facts, one answers for all what does not look at the band.
    alike = subjects if scenario.band_facts else subjects[:1]
    for rule in load_rules() if rules is None else rules:
        reach = _applicability(rule, students)
        if reach.truth is False:
            continue
        for part in rule.judged_at(place):
            if part.violated_when is None:
                continue
            for subject in subjects if part.depends_on_band else alike:
                if part.compiled_condition(subject) is False:
                    continue  # nothing is found, and nothing that is missing could change that
                outcome = all_of((evaluate_condition(part.violated_when, subject), reach))
                findings.update(dict.fromkeys(_findings(rule, part, outcome, subject.profile)))
                missing.update(unknown.path for unknown in outcome.unknown)
    return Screening(
        id=name, verdict=verdict_of(findings), findings=tuple(findings), missing=tuple(sorted(missing))
    )


def _students(scenario: Scenario) -> ConditionResult:
    """Whether a student takes part or is on site."""
    facts = scenario.facts
    if scenario.audience is not Audience.STAFF:
        return ConditionResult(True)
    if any(player.played_by is PlayedBy.STUDENT for player in facts.role_players or ()):
        return ConditionResult(True)
    if facts.students_on_site is None:
        return ConditionResult(None, unknown=(UnknownFact("facts.students_on_site"),))
    return ConditionResult(facts.students_on_site != "none")


def _applicability(rule: DevelopmentalRule, students: ConditionResult) -> ConditionResult:
    match rule.applies:
        case AppliesTo.STUDENTS:
            return students
        case AppliesTo.STAFF_ONLY:
            return negated(students)
        case AppliesTo.EVERYONE:
            return ConditionResult(True)


def _findings(
    rule: DevelopmentalRule, part: RulePart, outcome: ConditionResult, profile: Profile
) -> Iterator[DevelopmentalFinding]:
    if outcome.truth is True:
        for evidence in outcome.evidence or (Evidence(),):
            yield finding_of(rule, part, profile, evidence)
    for unknown in outcome.unknown:
        message = f"Cannot tell: {_what_is_unknown(unknown.path)} The rule: {rule.statement}"
        yield finding_of(rule, part, profile, Evidence(field=unknown.path), "cannot_tell", message)


def _what_is_unknown(path: str) -> str:
    words = unknown_fact_sentences(path)
    if words is None:
        return f"the scenario does not give '{path}'."
    return f"it is not known {words.unknown}. {words.answer}".rstrip()


def finding_of(
    rule: DevelopmentalRule,
    part: RulePart,
    profile: Profile,
    evidence: Evidence,
    status: str | None = None,
    message: str | None = None,
) -> DevelopmentalFinding:
    """A finding on one part of a rule; by default that it is broken: a violation, or a notice."""
    severity, switched = severity_in(part, profile)
    broken = "notice" if severity is Severity.RECOMMENDED else "violation"
    asked = switches_in(part.violated_when) if part.violated_when is not None else ()
    named = measures_in(part.violated_when) if part.violated_when is not None else ()
    switches = dict.fromkeys(
        (*switched, *part.tells, *asked, *(NUMBERS[name] for name in named if name in NUMBERS))
    )
    return DevelopmentalFinding(
        rule=rule.id,
        severity=severity,
        status=status or broken,
        evidence=evidence,
        message=message or f"{part.message} {part.advice}".strip(),
        sources=tuple(source.cited for source in rule.sources),
        switches=tuple(profile.switch_sentence(switch) for switch in switches),
    )


def severity_in(part: RulePart, profile: Profile) -> tuple[Severity, tuple[str, ...]]:
    """The severity of a part under a profile, and the switch that made it so."""
    for one in part.switched:
        wanted = one.when.is_ if isinstance(one.when.is_, tuple) else (one.when.is_,)
        if profile.value(one.when.switch) in wanted:
            return one.severity, (one.when.switch,)
    return part.severity, ()


def verdict_of(findings: Iterable[DevelopmentalFinding]) -> str:
    """The worst word among the binding findings; recommendations do not change it."""
    binding = {finding.status for finding in findings if finding.severity is not Severity.RECOMMENDED}
    return next((status for status in ("violation", "cannot_tell") if status in binding), "ok")


#: The rule that sets the highest level of each band: nobody can hold to it who is not told what the band meets.
_LEVEL_RULES = {band: "DA-304" if band is GradeBand.PK_K else "DA-305" for band in GradeBand}


def judge_as_scheduled(
    held: Scenario, bands: Sequence[GradeBand], profile: Profile
) -> tuple[DevelopmentalFinding, ...]:
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
        dict.fromkeys(
            finding for finding in judge_scenario(with_strangers, profile=profile).findings if _of_facts(finding)
        )
    )
    findings.update(dict.fromkeys(_not_written_for(band, profile) for band in strangers))
    return tuple(findings)


def _of_facts(finding: DevelopmentalFinding) -> bool:
    """Whether it was seen in something else than words that are missing for the band."""
    return not (finding.evidence.field or "").startswith(("scripts", "translations"))


def _not_written_for(band: GradeBand, profile: Profile) -> DevelopmentalFinding:
    rule = next(rule for rule in load_rules() if rule.id == _LEVEL_RULES[band])
    part = rule.judged_at(JudgedAt.SCENARIO)[0]
    message = (
        f"Cannot tell: the scenario is not written for grades {band}, who take part. The rule: {rule.statement}"
    )
    return finding_of(rule, part, profile, Evidence(field=f"scripts.{band}"), "cannot_tell", message)
