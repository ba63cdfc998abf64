"""The developmental judgment of a scenario, or of a drill on its day, by every rule.

A scenario file is judged as a full plan. Breaking a prohibited or required rule is a violation. A missing fact
that such a rule needs makes the verdict "cannot tell". A recommendation that is not followed is a notice and
does not change the verdict. The state's profile may change severities and thresholds; a finding names the
switch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from drillplanner.appropriateness.conditions.condition import AllOf
from drillplanner.appropriateness.conditions.evaluate import (
    ConditionResult,
    UnknownFact,
    all_of,
    evaluate_condition,
    negated,
)
from drillplanner.appropriateness.conditions.facts import unknown_fact_sentences
from drillplanner.appropriateness.conditions.subject import Subject, subjects_of
from drillplanner.appropriateness.lines.findings import line_findings
from drillplanner.appropriateness.profiles.profile import Profile, profile_of
from drillplanner.appropriateness.rules.findings import finding_of, verdict_of
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
)
from drillplanner.model.scenarios.line_answers import NO_ANSWERS, LineAnswers


def judge_scenario(
    scenario: Scenario,
    rules: tuple[DevelopmentalRule, ...] | None = None,
    profile: Profile | None = None,
    bands: Sequence[GradeBand] | None = None,
    answers: LineAnswers = NO_ANSWERS,
) -> Screening:
    """Judge a scenario by those parts of the rules that a reusable exercise can answer.

    ``rules`` defaults to those that come with the program, ``profile`` to NASSP's position. Findings are in the
    order of the rules, then of the grade bands from the youngest, then on the scenario's lines; ``missing`` holds
    the paths of facts that a rule needs and the file lacks. ``bands`` are those that take part (None: all bands of
    the scenario). Lines are read unless ``rules`` leaves out one of ours; ``answers`` are what a district has
    settled about them.
    """
    profile = profile or profile_of()
    subjects = _present(subjects_of(scenario, profile), bands)
    screening = _screening(scenario, scenario.scenario_id, JudgedAt.SCENARIO, subjects, rules)
    if rules is not None and not {rule.id for rule in load_rules()} <= {rule.id for rule in rules}:
        return screening
    broken = {finding.evidence.field or "" for finding in screening.findings if finding.status == "violation"}
    findings = (*screening.findings, *line_findings(scenario, profile, bands, skip=broken, answers=answers))
    return screening.model_copy(update={"verdict": verdict_of(findings), "findings": findings})


@dataclass(frozen=True)
class _Case:
    """What :func:`judge_scenario` is asked; equal if the ``content`` is, since the models have no hash."""

    content: tuple[str, ...]
    bands: tuple[GradeBand, ...] | None
    scenario: Scenario = field(compare=False)
    profile: Profile = field(compare=False)
    answers: LineAnswers = field(compare=False)


def judge_scenario_once(
    scenario: Scenario,
    profile: Profile,
    bands: Sequence[GradeBand] | None = None,
    answers: LineAnswers = NO_ANSWERS,
) -> Screening:
    """Return what :func:`judge_scenario` finds by all rules, judged once in this process for each content.

    A workspace is often read again with the same scenarios: after an answer, and for each request of a server.
    """
    # Some rules ask whether a fact is given, so that an unset fact differs from one that is set to its default.
    content = tuple(model.model_dump_json(exclude_unset=True) for model in (scenario, profile, answers))
    return _judged_once(_Case(content, None if bands is None else tuple(bands), scenario, profile, answers))


@lru_cache(maxsize=512)
def _judged_once(case: _Case) -> Screening:
    return judge_scenario(case.scenario, profile=case.profile, bands=case.bands, answers=case.answers)


def judge_drill(
    drill_id: str,
    scenario: Scenario,
    placed: PlacedFacts,
    rules: tuple[DevelopmentalRule, ...] | None = None,
    profile: Profile | None = None,
    bands: Sequence[GradeBand] | None = None,
) -> Screening:
    """Judge a drill on its day by those parts of the rules that depend on the date.

    The parts that the scenario alone can answer are left to :func:`judge_scenario`. ``bands`` are those that take
    part (None: all bands of the scenario).
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
    # If all bands have the same facts, one subject suffices for a part that does not depend on the band.
    distinct = subjects if scenario.band_facts else subjects[:1]
    for rule in load_rules() if rules is None else rules:
        applies = _applicability(rule, students)
        if applies.truth is False:
            continue
        for part in rule.judged_at(place):
            if part.violated_when is None:
                continue
            for subject in subjects if part.depends_on_band else distinct:
                if part.compiled_condition(subject) is False:
                    continue  # not broken, and no missing fact could change that
                result = all_of((evaluate_condition(part.violated_when, subject), applies))
                findings.update(dict.fromkeys(_findings(rule, part, result, subject)))
                missing.update(unknown.path for unknown in result.unknown)
    return Screening(
        id=name, verdict=verdict_of(findings), findings=tuple(findings), missing=tuple(sorted(missing))
    )


def _students(scenario: Scenario) -> ConditionResult:
    """Return whether a student takes part or is on site."""
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
    rule: DevelopmentalRule, part: RulePart, result: ConditionResult, subject: Subject
) -> Iterator[DevelopmentalFinding]:
    profile = subject.profile
    if result.truth is True and part.asks:
        yield _question(rule, part, subject)
    elif result.truth is True:
        for evidence in result.evidence or (Evidence(),):
            yield finding_of(rule, part, profile, evidence)
    for unknown in result.unknown:
        message = f"Cannot tell: {_what_is_unknown(unknown.path)} The rule: {rule.statement}"
        yield finding_of(rule, part, profile, Evidence(field=unknown.path), "cannot_tell", message)


def _question(rule: DevelopmentalRule, part: RulePart, subject: Subject) -> DevelopmentalFinding:
    """Return the question that a part asks, with what each of its conditions saw; the last of it is the words."""
    conditions = part.violated_when.all if isinstance(part.violated_when, AllOf) else ()
    results = (evaluate_condition(condition, subject) for condition in conditions)
    seen = [result.evidence[0] for result in results if result.evidence]
    quoted = "; ".join(f"{evidence.field} is “{evidence.text}”" for evidence in seen if evidence.text)
    words = next((evidence for evidence in seen if "[" in (evidence.field or "")), seen[-1])
    message = f"Cannot tell: {part.message} {quoted}. {part.advice} The rule: {rule.statement}"
    return finding_of(rule, part, subject.profile, words, "cannot_tell", message)


def _what_is_unknown(path: str) -> str:
    sentences = unknown_fact_sentences(path)
    if sentences is None:
        return f"the scenario does not give '{path}'."
    return f"it is not known {sentences.unknown}. {sentences.answer}".rstrip()


#: The rule that sets the highest level of a band; it needs a scenario that is written for the band.
_LEVEL_RULES = {band: "DA-304" if band is GradeBand.PK_K else "DA-305" for band in GradeBand}


def judge_as_scheduled(
    scheduled: Scenario, bands: Sequence[GradeBand], profile: Profile, answers: LineAnswers = NO_ANSWERS
) -> tuple[DevelopmentalFinding, ...]:
    """Return the findings on a scenario as scheduled with these bands.

    Bands for which the scenario is not written are judged by its facts. As it has no script for them, their level
    cannot be told for sure.
    """
    findings = dict.fromkeys(judge_scenario_once(scheduled, profile, bands, answers).findings)
    added = tuple(band for band in bands if band not in scheduled.bands)
    if scheduled.audience is Audience.STAFF or not added:
        return tuple(findings)
    for_added = judge_scenario_once(scheduled.model_copy(update={"bands": added}), profile, answers=answers)
    findings.update(dict.fromkeys(finding for finding in for_added.findings if _is_about_facts(finding)))
    findings.update(dict.fromkeys(_not_written_for(band, profile) for band in added))
    return tuple(findings)


def _is_about_facts(finding: DevelopmentalFinding) -> bool:
    """Check whether the evidence is something other than the script that the band lacks."""
    return not (finding.evidence.field or "").startswith(("scripts", "translations"))


def _not_written_for(band: GradeBand, profile: Profile) -> DevelopmentalFinding:
    rule = next(rule for rule in load_rules() if rule.id == _LEVEL_RULES[band])
    part = rule.judged_at(JudgedAt.SCENARIO)[0]
    message = (
        f"Cannot tell: the scenario is not written for grades {band}, who take part. The rule: {rule.statement}"
    )
    return finding_of(rule, part, profile, Evidence(field=f"scripts.{band}"), "cannot_tell", message)
