"""What the reader finds in a scenario's own lines, whatever its facts declare."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from drillplanner.appropriateness.lines.district_words import CALL_CONTEXT, is_call, own_texts, with_bundled_calls
from drillplanner.appropriateness.lines.read_before import was_read
from drillplanner.appropriateness.lines.word_for_word import words_of
from drillplanner.appropriateness.profiles.profile import Profile
from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.model import (
    ENGLISH,
    Audience,
    DevelopmentalFinding,
    Evidence,
    GradeBand,
    Scenario,
    Severity,
)
from drillplanner.model.grades import grades_in
from drillplanner.model.scenarios.line_answers import NO_ANSWERS, ClearedLine, LineAnswers, key_of
from drillplanner.model.scenarios.lines import ScenarioLine, is_near_students, passages_of, scenario_lines

if TYPE_CHECKING:
    from drillplanner.appropriateness.lines.line_reader import LineReading

#: The words on the speaker that stop a drill for a real emergency say, and must say, that this is no drill.
_REAL_EMERGENCY = ("announcements", "stop")


def context_of(line: ScenarioLine, scenario: Scenario) -> Context:
    """Return what is known of a line: the drill, the grades, and whether students are there."""
    if not is_near_students(scenario):
        return Context(drill_type=scenario.drill_type, students_present=False, audience="staff")
    if scenario.audience is Audience.STAFF:
        return Context(drill_type=scenario.drill_type, audience="staff")
    grades = grades_in(line.bands) if line.bands else None
    return Context(drill_type=scenario.drill_type, grades=grades, students_present=True)


def can_be_read(line: ScenarioLine) -> bool:
    """Check whether the reader knows the language of a line, and the line is not for a real emergency."""
    path = line.path if line.language == ENGLISH else line.path[2:]
    return path[:2] != _REAL_EMERGENCY and (line.language == ENGLISH or words_of(line.language) is not None)


def unread_passages(
    scenario: Scenario, skip: Collection[str] = (), answers: LineAnswers = NO_ANSWERS
) -> Iterator[tuple[ScenarioLine, str, Context]]:
    """Yield each passage that is no passage of a bundled scenario, unless its place is in ``skip``.

    Of languages for which there is no word list, none. Words that the district has set as its call for an action
    are no passage to read either.
    """
    for line in scenario_lines(scenario):
        if line.place in skip or not can_be_read(line):
            continue
        context = context_of(line, scenario)
        for passage in passages_of(line.text):
            known, language = answers.vocabulary, line.language
            if not was_read(passage, context, scenario.scenario_id, known, language) and not is_call(
                passage, known, language
            ):
                yield line, passage, context


def line_findings(
    scenario: Scenario,
    profile: Profile,
    bands: Sequence[GradeBand] | None = None,
    skip: Collection[str] = (),
    answers: LineAnswers = NO_ANSWERS,
) -> tuple[DevelopmentalFinding, ...]:
    """Return the findings on the lines of a scenario that are not those of a bundled one.

    ``bands`` are those that take part (None: all). Lines at the places in ``skip`` have findings already. A doubt
    that a person cleared (``answers``) is a notice; nothing clears a violation.
    """
    findings: dict[DevelopmentalFinding, None] = {}
    for line, passage, context in unread_passages(scenario, skip, answers):
        if bands is not None and line.bands and not set(line.bands) & set(bands):
            continue
        from drillplanner.appropriateness.lines.line_reader import read_line

        words = with_bundled_calls(passage, answers.vocabulary, line.language)
        reading = read_line(words, context, line.language)
        if reading.status == "ok":
            continue
        finding = _finding(line.place, passage, reading, profile, scenario)
        findings[_as_answered(finding, scenario, answers)] = None
    findings.update(dict.fromkeys(_vocabulary_findings(scenario, profile, answers)))
    return tuple(findings)


def _vocabulary_findings(
    scenario: Scenario, profile: Profile, answers: LineAnswers
) -> Iterator[DevelopmentalFinding]:
    """Yield a finding for each of the district's own words for actions that is harmful and is used here."""
    own = tuple(own_texts(answers.vocabulary))
    if not own:
        return
    from drillplanner.appropriateness.lines.line_reader import read_line

    lines = [(line.language, line.text.casefold()) for line in scenario_lines(scenario)]
    for place, text, language in own:
        if language != ENGLISH and words_of(language) is None:
            continue  # lines of this language are not read at all
        reading = read_line(text, CALL_CONTEXT, language)
        # Short English calls sound worse than they are, so a doubt about one is not shown; Spanish ones do not.
        is_shown = reading.status == "violation" or (reading.status != "ok" and language != ENGLISH)
        if is_shown and any(spoken == language and text.casefold() in line for spoken, line in lines):
            yield _as_answered(_finding(place, text, reading, profile, scenario), scenario, answers)


def _finding(
    place: str, passage: str, reading: LineReading, profile: Profile, scenario: Scenario
) -> DevelopmentalFinding:
    from drillplanner.appropriateness.text.findings import binding_severity, rule_citations

    cited = rule_citations()
    severities = {
        rule: binding_severity(rule, profile.state, scenario.drill_type) for rule in reading.rules if rule in cited
    }
    rule = next((rule for rule, severity in severities.items() if severity is not None), reading.rules[0])
    says, to_clear = f"{place} says “{passage}”", ""
    if reading.status == "violation":
        message = f"{says}. Leave it out, or say what is done instead. The rule: {cited[rule].statement}"
    else:
        to_clear = _entry(scenario.scenario_id, place, passage)
        message = (
            f"Cannot tell: {says}. Reword it so that it cannot be misunderstood, or ask a school psychologist, "
            "who can clear it (cleared_lines in district.yaml). "
            f"The rule that it may break: {cited[rule].statement}"
        )
    return DevelopmentalFinding(
        rule=rule,
        severity=severities.get(rule) or Severity.REQUIRED,
        status=reading.status,
        evidence=Evidence(field=place, text=passage),
        message=message,
        sources=cited[rule].sources,
        to_clear=to_clear,
    )


def _entry(scenario_id: str, place: str, passage: str) -> str:
    """Return the entry of ``cleared_lines`` that clears a line in doubt, without the person and the day."""
    words = json.dumps(passage, ensure_ascii=False)
    return f"{{scenario: {scenario_id}, where: {key_of(place)}, line: {words}, who: ROLE, date: YYYY-MM-DD}}"


def _as_answered(finding: DevelopmentalFinding, scenario: Scenario, answers: LineAnswers) -> DevelopmentalFinding:
    """Return a doubt that a person cleared as a notice, and any other finding as it is."""
    place, passage = finding.evidence.field or "", finding.evidence.text or ""
    cleared = answers.clearing(scenario.scenario_id, place, passage)
    return finding if cleared is None or finding.status == "violation" else _cleared(finding, cleared)


def _cleared(finding: DevelopmentalFinding, cleared: ClearedLine) -> DevelopmentalFinding:
    """Return a doubt as a notice that a person, not the program, cleared the line."""
    from drillplanner.appropriateness.text.findings import rule_citations

    statement = rule_citations()[finding.rule].statement
    message = (
        f"A person cleared this line, not drillplanner: {cleared.who}, {cleared.date.isoformat()}"
        f"{f' ({cleared.why})' if cleared.why else ''}. {finding.evidence.field} says “{finding.evidence.text}”. "
        f"drillplanner was in doubt about: {statement}"
    )
    return finding.model_copy(
        update={"severity": Severity.RECOMMENDED, "status": "notice", "message": message, "to_clear": ""}
    )
