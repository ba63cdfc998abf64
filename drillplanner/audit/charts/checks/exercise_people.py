"""Check the people and documents of an exercise: players, safety, documents, evaluators, students."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.checks.exercise_design import exercise_of, family_of, rule_type_of
from drillplanner.audit.charts.record import AssignedEvaluator, ExerciseRole
from drillplanner.audit.charts.rules.chart_rules import ChartSeverity
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import exercises_table
from drillplanner.model import DrillType

_LOCKDOWNS = (DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT)
#: Drill types that can imitate violence, for which student participation must be stated.
_VIOLENCE = (*_LOCKDOWNS, DrillType.FULL_SCALE)


def players_without_script(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-10: no one who knows the script plays or stands by to play, and players do not get the script."""
    exercise = exercise_of(case)
    table = exercises_table()
    if exercise.staff is None:
        yield MissingFact("who controls and evaluates the exercise", (exercise.id,))
    players = exercise.players
    if players is None and case.record.positions is not None:
        in_tree = [
            position for position in case.opened if not (known := case.catalog_entry(position)) or not known.beside
        ]
        players = tuple(
            dict.fromkeys(
                person
                for position in in_tree
                for person in (*case.holders(position), *(position.alternates or ()))
            )
        )
    if players is None:
        yield MissingFact("who the players are", (exercise.id,))
    for member in exercise.staff or ():
        if member.role in table.not_players and member.person in (players or ()):
            yield CheckFault(
                f"{case.name(member.person)} is {member.role.replace('_', ' ')} and on the chart.",
                (member.person, member.role.value),
            )
    if exercise.documents is None:
        yield MissingFact("the documents and who gets them", (exercise.id,))
    for document in exercise.documents or ():
        if not {"players", "everyone"} & set(document.given_to):
            continue
        for kind in (document.kind, *document.contains):
            if kind in table.not_for_players:
                yield CheckFault(f"Players get the {kind.replace('_', ' ')} ({document.kind}).", (document.kind,))


def safety_in_play(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-11: a real-emergency phrase and a stop word if people act, and a safety controller if it is large."""
    exercise = exercise_of(case)
    if family_of(exercise) != "operations":
        return
    is_routine = rule_type_of(case, exercise) == "routine"
    if exercise.staff is None and not is_routine:
        yield MissingFact("who is safety controller", (exercise.id,))
    elif not is_routine and not any(
        member.role is ExerciseRole.SAFETY_CONTROLLER for member in exercise.staff or ()
    ):
        yield CheckFault("No safety controller is named.", (exercise.id,))
    for item, value in (
        ("phrase for a real emergency", exercise.real_emergency_phrase),
        ("word that stops everything", exercise.stop_word),
    ):
        if value is None:
            yield MissingFact(f"the {item}", (exercise.id,))
        elif not value.strip():
            yield CheckFault(f"There is no {item}.", (exercise.id,))


def documents(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-12: the documents of the type."""
    exercise = exercise_of(case)
    required = exercises_table().documents.get(rule_type_of(case, exercise), ())
    if not required:
        return
    if exercise.documents is None:
        yield MissingFact("the documents", (exercise.id,))
        return
    kinds = {document.kind for document in exercise.documents}
    for alternatives in required:
        if not kinds & set(alternatives):
            kinds_text = " or ".join(kind.replace("_", " ") for kind in alternatives)
            yield CheckFault(f"There is no {kinds_text}.", (exercise.id,))


def evaluators(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-13: an evaluator for each guide of a larger exercise, each at one site at a time."""
    exercise = exercise_of(case)
    is_small = rule_type_of(case, exercise) in ("routine", "seminar")
    if exercise.guides is None:
        yield MissingFact("the evaluation guides and who watches", (exercise.id,))
        return
    watching: dict[str, list[AssignedEvaluator]] = {}
    for guide in exercise.guides:
        if is_small and not guide.evaluators:
            continue
        if guide.evaluators is None:
            yield MissingFact("who evaluates", (guide.id,))
        elif not guide.evaluators:
            yield CheckFault(f"Nobody evaluates {guide.id}.", (guide.id,))
        for evaluator in guide.evaluators or ():
            watching.setdefault(evaluator.person, []).append(evaluator)
    staff = {member.person for member in exercise.staff or ()}
    for person, posts in watching.items():
        if exercise.staff is not None and person not in staff:
            yield CheckFault(
                f"{case.name(person)} evaluates and is not named among the exercise's staff.", (person,)
            )
        for first, second in combinations(posts, 2):
            if first.site != second.site and _overlaps(first, second):
                yield CheckFault(
                    f"{case.name(person)} evaluates at {first.site} and {second.site} at the same time.", (person,)
                )
                break


def _overlaps(first: AssignedEvaluator, second: AssignedEvaluator) -> bool:
    begins = max(first.begins or 0, second.begins or 0)
    ends = [evaluator.ends for evaluator in (first, second) if evaluator.ends is not None]
    return not ends or begins < min(ends)


def students_in_play(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-22: no student acts without policy and consent, and none in imitated violence."""
    exercise = exercise_of(case)
    if exercise.simulates_violence_with_students:
        yield CheckFault("Students take part in imitated violence.", (exercise.id,))
    elif exercise.simulates_violence_with_students is None and case.occasion.drill_type in _VIOLENCE:
        yield MissingFact("whether students take part in imitated violence", (exercise.id,))
    if exercise.staff is None:
        yield MissingFact("who acts", (exercise.id,))
    allowed = case.record.settings.students_may_act
    for member in exercise.staff or ():
        if member.role is not ExerciseRole.ACTOR or not (member.student or case.person(member.person).student):
            continue
        if allowed is False or member.consent is False:
            missing = "the district's policy" if allowed is False else "consent"
            yield CheckFault(f"A student is an actor without {missing}.", (member.person,))
        else:
            if allowed is None:
                yield MissingFact("whether the district's policy lets students act", (member.person,))
            if member.consent is None:
                yield MissingFact("whether consent is on record", (member.person,))


def announced_in_advance(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-23: a surprise is reported; it is an error in a lockdown that imitates danger."""
    occasion = case.occasion
    surprised = [
        who
        for who, is_announced in (
            ("staff", occasion.announced_to_staff),
            ("students", occasion.announced_to_students),
        )
        if is_announced is False
    ]
    lockdown = occasion.drill_type in _LOCKDOWNS
    if surprised and lockdown and occasion.sensory_simulation is None:
        yield MissingFact("whether anything imitates the danger to the senses")
    if surprised:
        is_severe = lockdown and occasion.sensory_simulation
        addition = " and something imitates the danger" if is_severe else ""
        yield CheckFault(
            f"The exercise is a surprise to {' and '.join(surprised)}{addition}.",
            tuple(surprised),
            ChartSeverity.ERROR if is_severe else ChartSeverity.WARNING,
        )
    for who, is_announced in (
        ("staff", occasion.announced_to_staff),
        ("students", occasion.announced_to_students),
    ):
        if is_announced is None:
            yield MissingFact(f"whether {who} know beforehand", (who,))


def education_label(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-24: the education department's word next to the type."""
    exercise = exercise_of(case)
    labels = exercises_table().education_labels.get(exercise.exercise_type)
    if labels is None:
        return
    if exercise.education_label is None:
        yield MissingFact("the education department's word that is printed", (exercise.id,))
    elif exercise.education_label.strip().casefold() not in labels:
        printed = exercise.education_label.strip() or "no word"
        yield CheckFault(
            f"Beside the type stands {printed}; the education department says '{labels[0]}'.", (exercise.id,)
        )


CHECKS = {
    "HSP-10": players_without_script,
    "HSP-11": safety_in_play,
    "HSP-12": documents,
    "HSP-13": evaluators,
    "HSP-22": students_in_play,
    "HSP-23": announced_in_advance,
    "HSP-24": education_label,
}
