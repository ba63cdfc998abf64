"""What happens in a random year, day by day: drills held, missed, entered late or wrongly, closures, a new law."""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from benchmarks.simulated_status.district import (
    Closure,
    LawChange,
    PlannedDistrict,
    random_law_change,
    updated,
    with_changed_law,
    with_closures,
)
from benchmarks.simulated_status.evidence import whole_record
from benchmarks.simulated_status.log_book import Entry, records_of
from drillplanner.model import DayKind, Drill, Plan, Scenario
from drillplanner.records.as_happened import with_recorded_causes
from drillplanner.workflow.prepared import Prepared

_DAY = timedelta(1)
_Later = Callable[[date], object]


@dataclass
class RandomYear:
    """The year of one district as it is known on a day: entries of the log, closures, and the law."""

    district: PlannedDistrict
    rng: random.Random
    happened: Counter[str]
    entries: list[Entry] = field(default_factory=list)
    closures: set[Closure] = field(default_factory=set)
    law_change: LawChange | None = None
    _later: dict[date, list[_Later]] = field(default_factory=lambda: defaultdict(list))
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        """Read the district, and draw when its law changes, if it does, and how careful its office is."""
        self._read = self.district.prepared
        self._known: tuple[tuple[Prepared, int], Prepared] | None = None
        self.plan: Plan = self.district.plan
        days = self.district.school_days
        self._law_day = days[self.rng.randrange(20, len(days) - 30)] if self.rng.random() < 0.45 else None
        #: Parts of the drills: held as planned, and with every field of the record.
        self._diligence = self.rng.choice((0.9, 0.7, 0.45))
        self._whole_records = self.rng.choice((1.0, 0.9, 0.5))
        #: Days on which the office has the plan updated.
        self._updates = {self.rng.choice(days[10:-10]) for _ in range(self.rng.choice((0, 1, 1, 2, 4)))}

    @property
    def prepared(self) -> Prepared:
        """The district as the program reads it today: the same as long as nobody says anything new."""
        as_read = self._read, len(self.entries)
        if self._known is None or self._known[0][0] is not as_read[0] or self._known[0][1] != as_read[1]:
            records = records_of(self.entries, self.district.campus_ids)
            workspace = with_recorded_causes(self._read.workspace, records)
            self._known = as_read, replace(self._read, records=records, workspace=workspace)
        return self._known[1]

    def live(self, today: date) -> bool:
        """Let the day happen; return whether anything that the status depends on has changed."""
        before, plan = (len(self.entries), len(self.closures), self.law_change), self.plan
        for told in self._later.pop(today, []):
            told(today)
        for drill in self.plan.drills:
            if drill.date == today and self._is_open(today, drill.campus_id):
                self._fate(drill, today)
        if today in self.district.school_days:
            self._by_chance(today)
        if today == self._law_day:
            self._change_law(today)
        if (len(self.closures), self.law_change) != (before[1], before[2]):
            read = with_closures(self.district, self.closures)
            self._read = read if self.law_change is None else with_changed_law(read, self.law_change)
        if today in self._updates:
            self._update_plan(today)
        return (len(self.entries), len(self.closures), self.law_change) != before or self.plan is not plan

    # A planned drill on its day

    def _fate(self, drill: Drill, today: date) -> None:
        rng = self.rng
        if rng.random() < self._diligence:
            self._say("held as planned", drill, today)
            return
        fates: dict[str, Callable[[], object]] = {
            "held, entered late": lambda: self._soon(today, lambda on: self._say("", drill, today), 9),
            "held at another hour": lambda: self._say("", drill, today, start=self._hour()),
            "held on a later day": lambda: self._soon(today, lambda on: self._say("", drill, on), 15),
            "missed": lambda: self._say("", drill, today, "not_held"),
            "missed, and held later": lambda: self._missed_and_held(drill, today),
            "never recorded": lambda: None,
            "entered as missed, corrected to held": lambda: self._corrected(drill, today, "not_held", "held"),
            "entered as held, corrected to missed": lambda: self._corrected(drill, today, "held", "not_held"),
            "entered on a wrong day, corrected": lambda: self._wrong_day(drill, today),
            "entered on a day to come, corrected": lambda: self._wrong_day(drill, today, ahead=True),
            "disputed": lambda: self._dispute(drill, today),
        }
        weights = (10, 10, 12, 22, 10, 10, 6, 6, 5, 4, 9)
        name = rng.choices(list(fates), weights)[0]
        self.happened[name] += 1
        fates[name]()

    def _missed_and_held(self, drill: Drill, today: date) -> None:
        self._say("", drill, today, "not_held")
        self._soon(today, lambda on: self._say("", drill, on), 15)

    def _corrected(self, drill: Drill, today: date, first: str, then: str) -> None:
        wrong = self._say("", drill, today, first)
        self._soon(today, lambda on: self._say("", drill, today, then, corrects=(wrong.entry_id,)), 20)

    def _wrong_day(self, drill: Drill, today: date, ahead: bool = False) -> None:
        """The drill was held today; its entry names another day, and is taken back later."""
        days = [on for on in self._open_days(drill.campus_id) if (on > today if ahead else on < today)]
        if not days:
            self._say("", drill, today)
            return
        wrong = self._say("", drill, days[min(len(days), 12) - 1] if ahead else days[-1])

        def mend(_: date) -> None:
            self._say("", drill, wrong.date, "withdrawn", corrects=(wrong.entry_id,))
            self._say("", drill, today)

        self._soon(today, mend, 20)

    def _dispute(self, drill: Drill, today: date) -> None:
        """Two people say what cannot both be true; mostly somebody settles it later."""
        first = self._say("", drill, today, start=drill.start)
        other = self.rng.choice(("not held", "another hour", "another day"))
        days = [on for on in self._open_days(drill.campus_id) if on < today]
        if other == "another hour":
            second = self._say("", drill, today, start=self._hour())
        elif other == "another day" and days:
            second = self._say("", drill, days[-1])
        else:
            second = self._say("", drill, today, "not_held")
        if self.rng.random() < 0.7:
            both = (first.entry_id, second.entry_id)
            said = self.rng.choice(("held", "not_held"))
            self.happened["disputes settled"] += 1
            self._soon(today, lambda on: self._say("", drill, today, said, corrects=both), 25)

    # What happens beside planned drills

    def _by_chance(self, today: date) -> None:
        rng = self.rng
        if rng.random() < 0.02:
            self._extra(today)
        if rng.random() < 0.012:
            self._close(today)
        if rng.random() < 0.004 and self.entries:
            wrong = rng.choice(self.entries)
            if wrong.said_of != "withdrawn":
                self.happened["an old entry taken back"] += 1
                self._add(replace(wrong, said_of="withdrawn", corrects=(wrong.entry_id,)))

    def _extra(self, today: date) -> None:
        """A drill that no plan has, of a scenario of the district."""
        workspace = self._read.workspace
        campus_id = self.rng.choice(self.district.campus_ids)
        campus = workspace.campus_by_id[campus_id]
        fitting: list[Scenario] = [
            scenario for scenario in workspace.scenarios if set(campus.bands) <= set(scenario.bands)
        ]
        if not fitting or not self._is_open(today, campus_id):
            return
        scenario = self.rng.choice(fitting)
        self.happened["drills outside the plan"] += 1
        drill_id = f"{campus_id}-extra-{next(self._numbers)}"
        drill = Drill(drill_id=drill_id, campus_id=campus_id, drill_type=scenario.drill_type, date=today)
        self._say("", drill, today, start=self._hour(), scenario_id=scenario.scenario_id)

    def make_up(self, drill: Drill) -> None:
        """Hold and record a drill that no plan has, as it was found to mend a duty."""
        self.happened["make-up drills on the last day"] += 1
        drill_id = f"{drill.campus_id}-made-up-{next(self._numbers)}"
        made = drill.model_copy(update={"drill_id": drill_id})
        self._say("", made, drill.date, start=drill.start, minutes=drill.minutes, scenario_id=drill.scenario_id)

    def _close(self, today: date) -> None:
        rng, days = self.rng, self.district.school_days
        here = days.index(today)
        kinds = ("a day closed", "drill days closed", "a week closed", "a past day closed")
        name = rng.choices(kinds, (4, 4, 2, 1))[0]
        campus_id = rng.choice(self.district.campus_ids) if rng.random() < 0.4 else None
        if name == "drill days closed":
            coming = sorted({drill.date for drill in self.plan.drills if drill.date >= today})
            chosen = coming[:1]
        elif name == "a past day closed":
            chosen = [rng.choice(days[: here + 1])]
        else:
            length = 1 if name == "a day closed" else 5
            first = min(here + rng.randrange(8), len(days) - length)
            chosen = list(days[first : first + length])
        ids = self.district.campus_ids if campus_id is None else (campus_id,)
        free = [on for on in chosen if all(self._is_open(on, campus) for campus in ids)]
        if free:
            self.happened[name] += 1
            self.closures |= {(on, campus_id) for on in free}

    def _update_plan(self, today: date) -> None:
        """What is on record, closed, and law by now goes into a new plan for the rest of the year."""
        found = updated(self.prepared, self.plan, today)
        self.happened["plan could not be updated" if found is None else "plan updated"] += 1
        if found is not None:
            self.plan = found.plan

    def _change_law(self, today: date) -> None:
        """The change is published today, and in force from today or some weeks later."""
        on = today + timedelta(self.rng.choice((0, 0, 14, 45)))
        self.law_change = random_law_change(self.district, self.rng, on)
        if self.law_change is not None:
            self.happened[f"law changed: {self.law_change.kind}"] += 1

    # Entries

    def _say(
        self,
        name: str,
        drill: Drill,
        on: date,
        said_of: str = "held",
        start: time | None = None,
        minutes: int | None = None,
        scenario_id: str | None = None,
        corrects: tuple[str, ...] = (),
    ) -> Entry:
        if name:
            self.happened[name] += 1
        entry = Entry(
            "",
            said_of,
            drill.drill_id,
            drill.campus_id,
            drill.drill_type,
            on,
            start if said_of == "held" else None,
            minutes or (self.rng.choice((None, None, 6, 12)) if said_of == "held" else None),
            scenario_id,
            corrects=corrects,
        )
        if said_of == "held" and self.rng.random() < self._whole_records:
            start = entry.start or drill.start
            whole = replace(entry, start=start, minutes=entry.minutes or drill.minutes or 10)
            entry = replace(whole, fields=whole_record(drill.drill_type, self._read.workspace.district))
        elif said_of == "held":
            self.happened["records without the fields of the state"] += 1
        return self._add(entry)

    def _add(self, entry: Entry) -> Entry:
        numbered = replace(entry, entry_id=f"entry-{next(self._numbers)}")
        self.entries.append(numbered)
        return numbered

    def _soon(self, today: date, told: _Later, most: int) -> None:
        """Let it be told on a school day within the next ``most`` calendar days, or never after the year."""
        days = [on for on in self.district.school_days if today < on <= today + most * _DAY]
        if days:
            self._later[self.rng.choice(days)].append(told)

    def _is_open(self, on: date, campus_id: str) -> bool:
        return self._read.workspace.calendar.kind_at(on, campus_id) is not DayKind.CLOSED and not (
            {(on, None), (on, campus_id)} & self.closures
        )

    def _open_days(self, campus_id: str) -> list[date]:
        return [on for on in self.district.school_days if self._is_open(on, campus_id)]

    def _hour(self) -> time:
        return time(self.rng.randint(8, 13), self.rng.choice((5, 20, 35, 50)))
