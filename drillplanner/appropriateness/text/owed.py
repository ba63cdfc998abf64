"""Facts that a full plan would still owe: those of a drill about a threat that the text does not speak of."""

from __future__ import annotations

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.lexicon.scope import Hazard, Present, Scope

_ALWAYS = ("access.individual_plans_confirmed", "records", "teaching")
_THREAT = (
    "announce.pa_at_end",
    "announce.staff_before",
    "announce.students_before",
    "mental_health.debrief_min",
    "mental_health.on_site_count",
    "notices.families",
    "notices.dispatch",
)
_ADULTS = (
    "staff_exercise.neighbours_told",
    "staff_exercise.weapons_sweep",
    "staff_exercise.written_consent",
)


def owed_facts(scope: Scope, stated: set[str], context: Context) -> tuple[str, ...]:
    """Paths of the facts that are neither said in the text nor given with it, in order."""
    if not scope.seen:
        return ()
    owed = set(_ALWAYS)
    if scope.hazard(0) is Hazard.THREAT:
        owed.update(_THREAT)
    if scope.present(0) is Present.STAFF:
        owed = (owed | set(_ADULTS)) - {"teaching"}
    given = set(context.facts)
    return tuple(sorted(fact for fact in owed if fact not in stated and fact.split(".")[0] not in given))
