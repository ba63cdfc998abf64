"""What to know of a whole state after a run, in sentences: what is not known and not done comes first.

A total of a state hides the district that has no plan. So no total is said before the districts without one, the
questions that are open, and the law that is missing or old.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner import api
from drillplanner.fleet.result import DistrictResult, FleetEntry, FleetWork, MandateCount, Outcome, PlanFigures

#: Districts that a list names; the full text and JSON have all.
MOST_NAMED = 10


@dataclass(frozen=True)
class FleetSummary:
    """A run in sentences.

    ``first`` is what is not done and not known, ``named`` a line for each district that failed, with its reason,
    and ``then`` the totals.
    """

    first: tuple[str, ...]
    named: tuple[str, ...]
    then: tuple[str, ...]
    exit_code: int

    @property
    def lines(self) -> Iterator[str]:
        """The lines of a screen."""
        yield from self.first
        yield from (f"  {text}" for text in self.named[:MOST_NAMED])
        if len(self.named) > MOST_NAMED:
            yield f"  and {len(self.named) - MOST_NAMED} more: add --format json"
        yield from self.then
        yield api.DISCLAIMER


def summary_of(
    work: FleetWork, entries: Sequence[FleetEntry], districts: int, others: Sequence[str], today: date
) -> FleetSummary:
    """Return what to know of a fleet of so many ``districts``.

    ``others`` are folders without ``district.yaml``; on ``today`` a pack of law may be past its day of review.
    """
    results = [entry.result for entry in entries]
    failed = [entry for entry in entries if entry.result.outcome not in {Outcome.DONE, Outcome.KEPT}]
    done = [result for result in results if result.outcome is Outcome.DONE]
    missing = districts - len(entries)
    first = (
        *_not_done(work, failed, districts, missing),
        *_left_out(others),
        *_kept(results),
        *_out_of_date(results),
        *_open_questions(results),
        *_old_law(results, today),
        *_not_met(work, done),
    )
    is_short = bool(failed) or missing > 0 or any(map(_is_short, done))
    return FleetSummary(first, tuple(map(_named, failed)), tuple(_TOTALS[work](done)), int(is_short))


def _is_short(result: DistrictResult) -> bool:
    """Check whether what was found at a district is not as it should be."""
    judged = result.judged
    is_broken = judged is not None and bool(judged.impossible_entries or judged.well_being_broken)
    return bool(result.violated) or is_broken or bool(result.duty_states.get("late"))


def _named(entry: FleetEntry) -> str:
    parked = f" Parked after {entry.tries} tries; --again tries it." if entry.is_parked else ""
    result = entry.result
    return f"{entry.folder}: {result.outcome.phrase}. {result.sentence}{parked}".strip()


def _not_done(work: FleetWork, failed: Sequence[FleetEntry], districts: int, missing: int) -> Iterator[str]:
    if failed:
        counts = Counter(entry.result.outcome for entry in failed)
        reasons = "; ".join(f"{outcome.phrase}: {number}" for outcome, number in counts.most_common())
        yield f"{_LACK[work]}: {len(failed)} of {api.counted(districts, 'district')} ({reasons})."
    if missing:
        yield f"Not worked on yet: {missing} of {api.counted(districts, 'district')}. Run the command again."


_LACK = {
    FleetWork.PLAN: "No plan of these files",
    FleetWork.AUDIT: "Not checked",
    FleetWork.STATUS: "No status",
    FleetWork.PUBLISH: "Not published",
}


def _left_out(others: Sequence[str]) -> Iterator[str]:
    if others:
        folders = api.counted(len(others), "folder")
        yield f"Not counted, since they have no district.yaml: {folders} ({_some_of(others)})."


def _kept(results: Iterable[DistrictResult]) -> Iterator[str]:
    if kept := [result.folder for result in results if result.outcome is Outcome.KEPT]:
        plans = api.counted(len(kept), "plan was", "plans were")
        yield f"{plans} updated during the year or by hand, and kept, unchecked here: {_some_of(kept)}."


def _out_of_date(results: Iterable[DistrictResult]) -> Iterator[str]:
    if old := [result.folder for result in results if result.is_current is False]:
        plans = api.counted(len(old), "plan is", "plans are")
        yield (
            f"{plans} out of date, since files of the district changed after it was made: {_some_of(old)}. What "
            "follows is about the plan as it is. To plan again: drillplanner fleet plan."
        )


def _some_of(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")


def _open_questions(results: Iterable[DistrictResult]) -> Iterator[str]:
    with_questions = [result for result in results if result.open_questions]
    if not with_questions:
        return
    kinds: Counter[str] = Counter()
    for result in with_questions:
        kinds.update(result.questions)
    parts = "; ".join(f"{QUESTION_WORDS.get(kind, kind)}: {number:,}" for kind, number in kinds.most_common())
    yield (
        f"Not known, in {api.counted(len(with_questions), 'district')}: {parts}. The plan of each district says "
        "them first, with how to answer."
    )


#: The kinds of caveats, in the words of a list.
QUESTION_WORDS = {
    "changed_by_hand": "plans changed by hand",
    "no_drills": "drills that may be missing",
    "crowded": "days with more drills than usual",
    "law_open": "open questions of law",
    "law_changes": "changes of law this year",
    "left_out": "schools left out",
    "calendar": "questions about calendars",
    "fact": "questions about schools",
    "guess": "guesses of ours",
    "credit": "drills to confirm with the state",
}


def _old_law(results: Iterable[DistrictResult], today: date) -> Iterator[str]:
    old: dict[str, date] = {}
    for result in results:
        old |= {pack.pack_id: pack.review_by for pack in result.laws if pack.review_by < today}
    for pack_id, day in sorted(old.items()):
        yield f"The law on file of {pack_id} was to be reviewed by {day}. It may have changed since."


def _not_met(work: FleetWork, done: Sequence[DistrictResult]) -> Iterator[str]:
    counts = [count for result in done for count in result.mandates]
    violated, unsure = sum(count.violated for count in counts), sum(count.cannot_tell for count in counts)
    if violated:
        districts = sum(1 for result in done if result.violated)
        yield (
            f"{api.counted(violated, 'requirement is', 'requirements are')} not met, in "
            f"{api.counted(districts, 'district')}."
        )
    if unsure:
        yield f"{api.counted(unsure, 'requirement needs', 'requirements need')} an answer before we can judge."
    figures = [result.judged for result in done if result.judged is not None]
    if work is FleetWork.PLAN and (not_judged := sum(judged.not_judged for judged in figures)):
        yield f"{api.counted(not_judged, 'requirement is', 'requirements are')} not checked by drillplanner."
    if broken := sum(judged.well_being_broken for judged in figures):
        yield f"{api.counted(broken, 'well-being rule is', 'well-being rules are')} not followed."
    if entries := sum(judged.impossible_entries for judged in figures):
        yield f"{api.counted(entries, 'entry', 'entries')} that cannot be right."


def _planned(done: Sequence[DistrictResult]) -> Iterator[str]:
    plans = [result.plan for result in done if result.plan is not None]
    if not plans:
        return
    drills, campuses = sum(plan.drills for plan in plans), sum(result.campuses or 0 for result in done)
    yield (
        f"Plans in {api.counted(len(plans), 'district')}: {api.counted(drills, 'drill')} at "
        f"{api.counted(campuses, 'school')}."
    )
    yield from _scheduled([count for result in done for count in result.mandates])
    yield from _how_good(plans)
    if wanted := sum(plan.practice_of for plan in plans):
        kept = sum(plan.practice_kept for plan in plans)
        yield f"Good practice, which is not law: {kept:,} of {wanted:,} kept."


def _how_good(plans: Sequence[PlanFigures]) -> Iterator[str]:
    best = sum(1 for plan in plans if plan.status == "optimal")
    yield f"Proven best for these rules and preferences: {best} of {len(plans)}."
    if gaps := [plan.gap for plan in plans if plan.status != "optimal" and plan.bound > 0]:
        yield f"Of the others, the farthest is at most {max(gaps):.1%} from the best possible."
    if unknown := len(plans) - best - len(gaps):
        yield f"How far {api.counted(unknown, 'plan is', 'plans are')} from the best possible is not known."


def _scheduled(counts: Sequence[MandateCount]) -> Iterator[str]:
    known = [count for count in counts if not (count.is_presumed or count.is_task)]
    met = sum(count.met for count in known)
    of = sum(count.met + count.violated + count.cannot_tell for count in known)
    yield f"Of {api.counted(of, 'requirement')} that drillplanner checks there, {met:,} are scheduled."
    if tasks := sum(count.met for count in counts if count.is_task and not count.is_presumed):
        yield f"On the task lists, to be done by people: {tasks:,}."
    if presumed := [count for count in counts if count.is_presumed]:
        met = sum(count.met for count in presumed)
        of = sum(count.met + count.violated + count.cannot_tell for count in presumed)
        yield f"Presumed, from fire codes that may not bind: {met:,} of {of:,} are scheduled."


def _audited(done: Sequence[DistrictResult]) -> Iterator[str]:
    yield from _planned(done)
    if unrecorded := sum(result.unrecorded or 0 for result in done):
        drills = api.counted(unrecorded, "past drill has", "past drills have")
        yield f"{drills} no record. The plans count them as held; that is not evidence."


def _statuses(done: Sequence[DistrictResult]) -> Iterator[str]:
    states: Counter[str] = Counter()
    for result in done:
        states.update(result.duty_states)
    if done:
        parts = ", ".join(f"{states[state]:,} {state.replace('_', ' ')}" for state in states if states[state])
        yield f"Requirements in {api.counted(len(done), 'district')} on {done[0].as_of}: {parts or 'none'}."
    if unrecorded := sum(result.unrecorded or 0 for result in done):
        yield f"{api.counted(unrecorded, 'past drill has', 'past drills have')} no record."


def _published(done: Sequence[DistrictResult]) -> Iterator[str]:
    files = sum(result.files or 0 for result in done)
    yield f"Published {api.counted(files, 'file')} in {api.counted(len(done), 'district')}."


_TOTALS = {
    FleetWork.PLAN: _planned,
    FleetWork.AUDIT: _audited,
    FleetWork.STATUS: _statuses,
    FleetWork.PUBLISH: _published,
}
