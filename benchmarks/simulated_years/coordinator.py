"""A coordinator's year, at random: what happens to drills, what is recorded and when, and updates of the plan."""

from __future__ import annotations

import csv
import random
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from benchmarks import small_budget
from benchmarks.simulated_years.checks import Update, breaches
from benchmarks.simulated_years.district import TinyDistrict
from benchmarks.simulated_years.facts import Facts, HeldDrill
from drillplanner import api
from drillplanner.files.errors import DrillplannerError, InfeasibleError, InputError, OutOfTimeError
from drillplanner.model import Drill, DrillRecord, DrillType, EventKind, Plan
from drillplanner.solve.solver import SolverSettings

_SETTINGS = SolverSettings(workers=1)
_DAY = timedelta(1)
_CAUSES = (None, EventKind.SEVERE_WEATHER, EventKind.REAL_EMERGENCY, EventKind.UTILITY_FAILURE)
_EXTRA = (
    DrillType.LOCKDOWN,
    DrillType.FIRE_EVACUATION,
    DrillType.HOLD,
    DrillType.SECURE,
    DrillType.ACTIVE_ASSAILANT,
    DrillType.TABLETOP,
    DrillType.SEVERE_WEATHER,
)


@dataclass
class YearResult:
    """What happened in one simulated year, and every breach with the step it came from."""

    seed: int
    state: str = ""
    happened: Counter[str] = field(default_factory=Counter)
    breaches: list[str] = field(default_factory=list)


class _NoPlanError(Exception):
    """The year cannot go on: its plan is gone."""


class Coordinator:
    """One year of one district."""

    def __init__(self, district: TinyDistrict, rng: random.Random, result: YearResult) -> None:
        self._district = district
        self._rng = rng
        self._result = result
        self._facts = Facts(happened=result.happened)
        self._last_as_of = district.first_day
        self._step = "plan"

    def live(self) -> None:
        """Plan the year, and go through it in steps of a week or some."""
        try:
            prepared = api.prepare(self._district.folder)
            plan = small_budget.with_usual_if_too_hard(lambda: api.plan(prepared, _SETTINGS))
        except (InfeasibleError, InputError, OutOfTimeError) as error:
            self._result.happened[f"no first plan ({type(error).__name__})"] += 1
            return
        self._result.happened["years"] += 1
        try:
            self._days(plan)
        except _NoPlanError:
            return

    def _days(self, plan: Plan) -> None:
        rng, district = self._rng, self._district
        since, today = district.first_day - _DAY, district.first_day
        while since < district.last_day:
            today = since + timedelta(rng.randint(10, 45))
            plan = self._report(plan, since, today)
            since = today
        if rng.random() < 0.5:
            self._replan(plan, district.last_day + timedelta(rng.randint(1, 30)), ())

    def _report(self, plan: Plan, since: date, today: date) -> Plan:
        """Record what happened after ``since`` and up to ``today``, and update the plan at random."""
        rng = self._rng
        before = Counter(self._result.happened)
        for drill in plan.drills:
            is_closed = (drill.date, drill.campus_id) in self._facts.closed
            is_recorded = self._facts.is_recorded(drill.drill_id, drill.date)
            if since < drill.date <= today and not is_closed and not is_recorded:
                self._fate(drill, today)
        upcoming = [drill for drill in plan.drills if drill.date > today]
        if upcoming and rng.random() < 0.12:
            self._record_held("weeks early", rng.choice(upcoming), self._open_day(since, today, upcoming[0]))
        if rng.random() < 0.15:
            self._extra(plan, since, today)
        if rng.random() < 0.2:
            plan = self._move_by_hand(plan, today)
        closed = self._closures(plan, today) if rng.random() < 0.35 else ()
        chance = 1 if closed else 0.75 if self._result.happened != before else 0.15
        if rng.random() < chance:
            plan = self._replan(plan, self._as_of(today), closed)
        return plan

    def _as_of(self, today: date) -> date:
        rng, district = self._rng, self._district
        draw = rng.random()
        if draw < 0.75:
            return today + _DAY
        if draw < 0.85:
            self._happened("as of an earlier day")
            return self._last_as_of - timedelta(rng.randint(0, 20))
        if draw < 0.90:
            self._happened("as of a weekend")
            return today + timedelta(5 - today.weekday()) if today.weekday() < 6 else today
        if draw < 0.95:
            self._happened("as of a later day")
            return today + timedelta(rng.randint(2, 25))
        self._happened("as of a day outside the year")
        return rng.choice((district.first_day - timedelta(20), district.last_day + timedelta(5)))

    # What happens to a drill

    def _fate(self, drill: Drill, today: date) -> None:
        rng = self._rng
        draw = rng.random()
        day = self._open_day(drill.date, today, drill)
        if draw < 0.12:
            self._happened("not recorded")
        elif draw < 0.50:
            self._record_held("held as planned", drill, drill.date)
        elif draw < 0.58:
            self._record_held("held at another hour", drill, drill.date, self._start())
        elif draw < 0.68:
            self._record_held("held late", drill, day)
        elif draw < 0.75:
            self._record_held("held early", drill, self._open_day(drill.date - timedelta(12), drill.date, drill))
        elif draw < 0.87:
            self._record_missed("missed", drill)
        elif draw < 0.92:
            self._record_missed("recorded as missed, corrected to held", drill)
            self._record_held("", drill, drill.date, correct=True)
        elif draw < 0.96:
            if day is not None and self._record_held("recorded on a wrong day, corrected", drill, day):
                self._record_held("", drill, drill.date, correct=True)
        else:
            self._wrong_school(drill)

    def _wrong_school(self, drill: Drill) -> None:
        """The drill is recorded at another school; then that entry is taken back and the right one is written."""
        others = [campus_id for campus_id in self._district.campus_ids if campus_id != drill.campus_id]
        if not others or (drill.date, others[0]) in self._facts.closed:
            self._record_held("held as planned", drill, drill.date)
            return
        self._happened("recorded at a wrong school, corrected")
        wrong = self._record(
            api.RecordRequest(
                held=True,
                recorded_by="office",
                campus_id=others[0],
                drill_type=drill.drill_type,
                date=drill.date,
            )
        )
        if wrong is not None:
            self._record(
                api.RecordRequest(held=False, recorded_by="office", drill_id=wrong.drill_id, correct=True)
            )
            self._facts.missed.add((wrong.drill_id, wrong.date))
        self._record_held("", drill, drill.date)

    def _record_held(
        self, name: str, drill: Drill, on: date | None, start: time | None = None, correct: bool = False
    ) -> bool:
        if (
            on is None
            or (on, drill.campus_id) in self._facts.closed
            or (drill.drill_id in self._facts.held and not correct)
        ):
            return False
        if name:
            self._happened(name)
        minutes = self._rng.choice((None, None, 4, 12, 35))
        correct = correct or (drill.drill_id, on) in self._facts.missed
        written = self._record(
            api.RecordRequest(
                held=True,
                recorded_by="office",
                drill_id=drill.drill_id,
                date=on,
                start=start,
                minutes=minutes,
                correct=correct,
            )
        )
        if written is None:
            return False
        self._facts.missed = {key for key in self._facts.missed if key != (drill.drill_id, on)}
        self._facts.held[drill.drill_id] = HeldDrill(drill.campus_id, drill.drill_type.value, on, start)
        return True

    def _record_missed(self, name: str, drill: Drill) -> None:
        self._happened(name)
        cause = self._rng.choice(_CAUSES)
        written = self._record(
            api.RecordRequest(held=False, recorded_by="office", drill_id=drill.drill_id, cause=cause)
        )
        if written is not None:
            self._facts.missed.add((drill.drill_id, written.date))

    def _extra(self, plan: Plan, since: date, today: date) -> None:
        """A drill is held that no plan has, at times on a day that has one already."""
        rng = self._rng
        campus_id = rng.choice(self._district.campus_ids)
        days = [on for on in self._district.school_days if since < on <= today]
        days = [on for on in days if (on, campus_id) not in self._facts.closed]
        if not days:
            return
        drill_type, on = rng.choice(_EXTRA), rng.choice(days)
        start = rng.choice((None, self._start()))
        self._happened(f"extra {drill_type.phrase}")
        own_id = f"{campus_id}-{drill_type.replace('_', '-')}-on-{on}"
        # An entry of that school and day may have been taken back before.
        is_correction = (own_id, on) in self._facts.missed
        request = api.RecordRequest(
            held=True,
            recorded_by="office",
            campus_id=campus_id,
            drill_type=drill_type,
            date=on,
            start=start,
            correct=is_correction,
        )
        if any(
            held.campus_id == campus_id and held.drill_type == drill_type and held.date == on
            for held in self._facts.held.values()
        ):
            return
        written = self._record(request)
        if written is None:
            return
        self._facts.missed.discard((own_id, on))
        drill_id = written.drill_id
        for drill in plan.drills:
            # Recorded without its id, it is the planned drill of that day all the same.
            same = (drill.campus_id, drill.drill_type, drill.date) == (campus_id, drill_type, on)
            if same and not self._facts.is_recorded(drill.drill_id, on):
                drill_id = drill.drill_id
                self._happened("a planned drill recorded without its id")
        self._facts.held[drill_id] = HeldDrill(campus_id, drill_type.value, on, start)

    def _start(self) -> time:
        return time(self._rng.randint(8, 13), self._rng.choice((0, 5, 20, 40, 55)))

    def _open_day(self, since: date, until: date, drill: Drill) -> date | None:
        """Return a random school day after ``since`` and up to ``until``, or None."""
        days = [
            on
            for on in self._district.school_days
            if since < on <= until and (on, drill.campus_id) not in self._facts.closed
        ]
        return self._rng.choice(days) if days else None

    def _record(self, request: api.RecordRequest) -> DrillRecord | None:
        with self._watched(f"record {request}"):
            return api.record(self._district.folder, request).entry
        return None

    # Closures

    def _closures(self, plan: Plan, today: date) -> tuple[tuple[date, str | None], ...]:
        """Return the days that close, most of them with drills, some with one that was held."""
        rng, district = self._rng, self._district
        days = [on for on in district.school_days if on > today]
        if not days:
            return ()
        with_drills = [drill.date for drill in plan.drills if drill.date > today]
        draw = rng.random()
        if draw < 0.05:
            self._happened("a month closed")
            month = rng.choice(days).month
            chosen = [on for on in days if on.month == month]
        elif draw < 0.10:
            self._happened("the year ends early")
            chosen = days[-rng.randint(3, 15) :]
        elif draw < 0.7 and with_drills:
            self._happened("drill days closed")
            chosen = [on for on in {rng.choice(with_drills) for _ in range(rng.randint(1, 3))} if on in days]
        elif draw < 0.85:
            self._happened("a week closed")
            first = rng.randrange(len(days))
            chosen = days[first : first + 5]
        else:
            self._happened("a past day closed")
            chosen = [rng.choice([on for on in district.school_days if on <= today] or days)]
        campus_id = None
        if len(district.campus_ids) > 1 and rng.random() < 0.4:
            self._happened("closed at one school")
            campus_id = rng.choice(district.campus_ids)
        return tuple((on, campus_id) for on in sorted(set(chosen)) if self._may_close(on, campus_id))

    def _may_close(self, on: date, campus_id: str | None) -> bool:
        ids = self._district.campus_ids if campus_id is None else (campus_id,)
        if any((on, campus) in self._facts.closed for campus in ids):
            return False
        if not any(held.date == on and held.campus_id in ids for held in self._facts.held.values()):
            return True
        if self._rng.random() < 0.7:
            return False
        self._happened("closed on a day with a held drill")
        return True

    # Changes by hand

    def _move_by_hand(self, plan: Plan, today: date) -> Plan:
        """Drag a drill that is still to come to another day in schedule.csv; return the plan that is meant."""
        days = [on for on in self._district.school_days if on > today and on not in self._district.short_days]
        drills = [
            drill
            for drill in plan.drills
            if drill.date in days and drill.drill_id not in self._facts.held and not self._is_closed(drill)
        ]
        if not drills:
            return plan
        drill = self._rng.choice(drills)
        days = [on for on in days if (on, drill.campus_id) not in self._facts.closed]
        if self._rng.random() < 0.2:
            self._happened("moved by hand to a day without school")
            self._refuse_move(drill, _weekend_after(drill.date))
            return plan
        on = self._rng.choice(days)
        self._happened("moved by hand")
        self._write_row(drill, on)
        moved = tuple(
            other.model_copy(update={"date": on}) if other.drill_id == drill.drill_id else other
            for other in plan.drills
        )
        return plan.model_copy(update={"drills": moved})

    def _is_closed(self, drill: Drill) -> bool:
        return (drill.date, drill.campus_id) in self._facts.closed

    def _refuse_move(self, drill: Drill, on: date) -> None:
        """Check that a move to a day without school is refused, naming its line, and take it back."""
        path = self._district.folder / "plan" / "schedule.csv"
        before = path.read_bytes()
        self._write_row(drill, on)
        try:
            api.replan(self._district.folder, api.ReplanRequest(as_of=self._last_as_of), _SETTINGS)
            self._breach(f"a move of {drill.drill_id} to {on} was not refused")
        except InputError as error:
            if not all(problem.file == "plan/schedule.csv" and problem.line for problem in error.problems):
                self._breach(f"a move of {drill.drill_id} to {on} was refused without its line: {error}")
        path.write_bytes(before)

    def _write_row(self, drill: Drill, on: date) -> None:
        path = self._district.folder / "plan" / "schedule.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            if row["drill_id"] == drill.drill_id:
                # As a spreadsheet writes a date.
                row["date"] = f"{on.month}/{on.day}/{on.year}" if self._rng.random() < 0.3 else on.isoformat()
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    # Updates of the plan

    def _replan(self, plan: Plan, as_of: date, closed: tuple[tuple[date, str | None], ...]) -> Plan:
        self._happened("replans")
        for on, campus_id in closed:
            for campus in self._district.campus_ids if campus_id is None else (campus_id,):
                self._facts.closed.add((on, campus))
        request = api.ReplanRequest(as_of=as_of, closed=closed, cause=EventKind.SEVERE_WEATHER if closed else None)
        with self._watched(f"replan {request}"):
            after, _, prepared = small_budget.with_usual_if_too_hard(
                lambda: api.replan_with_report(self._district.folder, request, _SETTINGS)
            )
            self._last_as_of = as_of
            repair = after.repair
            if repair is not None:
                self._result.happened["drills moved"] += repair.moved
                self._result.happened["duties lost"] += len(repair.lost)
                self._result.happened["moves proven fewest" if repair.is_proven else "moves not proven"] += 1
            for breach in breaches(Update(plan.drills, after, as_of, self._facts, prepared), self._rng):
                self._breach(f"{self._step}: {breach}")
            list(api.publish(api.prepare(self._district.folder), ("tables",)))
            return after
        raise _NoPlanError

    def _happened(self, name: str) -> None:
        self._result.happened[name] += 1

    def _breach(self, sentence: str) -> None:
        self._result.breaches.append(sentence)

    @contextmanager
    def _watched(self, step: str) -> Iterator[None]:
        """Turn an error of a step into a breach; the year ends with an error that is no refusal."""
        self._step = step
        try:
            yield
        except DrillplannerError as error:
            self._breach(f"{step}: {type(error).__name__}: {str(error)[:600]}")
        except Exception:
            self._breach(f"{step}: {traceback.format_exc()[-1500:]}")


def _weekend_after(on: date) -> date:
    return on + timedelta(5 - on.weekday())
