"""One history: a year lived day by day, and on some of its days the status beside the word of the oracle."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from benchmarks.simulated_status.answers_kept import answers_kept
from benchmarks.simulated_status.district import PlannedDistrict, updated
from benchmarks.simulated_status.happenings import RandomYear
from benchmarks.simulated_status.last_days import DayTrials, TooManyError
from benchmarks.simulated_status.oracle import SHORT, DayOracle, Judged, by_duty
from drillplanner.law import Duty
from drillplanner.model import Drill, DutyState, DutyStatus, Plan, StatusLine, StatusReport
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.status.report import status_of_plan

_DAY = timedelta(1)
#: Lines of a history whose days are tried out by brute force.
_MOST_TRIED = 5
#: Days after a last day, and days of what is late, that are tried in addition to the next one.
_DAYS_SAMPLED = 1
_MOST_MISSING = 4
#: Days of a history on which the solver is asked too, and the part of the days with something short that it is.
_MOST_UPDATES, _PART_UPDATED = 2, 0.2


@dataclass
class Result:
    """What happened, what was checked, and every disagreement, of some histories."""

    happened: Counter[str] = field(default_factory=Counter)
    checked: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def add(self, other: Result) -> None:
        """Add the result of other histories."""
        self.happened += other.happened
        self.checked += other.checked
        self.states += other.states
        self.disagreements += other.disagreements


class History:
    """One random year of a planned district."""

    def __init__(self, district: PlannedDistrict, seed: int, part_of_days: float) -> None:
        """Take the district, the seed, and the part of the days that are looked at."""
        self._district, self._seed, self._part_of_days = district, seed, part_of_days
        self._result = Result()
        # One for what happens and one for what is looked at: the same history, however much is checked.
        self._looks = random.Random(f"looks {seed}")  # noqa: S311 (a game, no secret)
        self._year = RandomYear(
            district,
            random.Random(seed),  # noqa: S311 (a game, no secret)
            self._result.happened,
        )
        self._tried: set[tuple[object, ...]] = set()
        self._before: StatusReport | None = None
        self._make_ups: dict[date, list[Drill]] = {}
        self._updates = 0
        self._judged: Judged = {}
        self._judged_for: tuple[Prepared, Plan] | None = None

    def live(self) -> Result:
        """Live the year, and return what was found."""
        with answers_kept():
            return self._lived()

    def _lived(self) -> Result:
        district = self._district
        first, last = district.school_days[0] - 2 * _DAY, district.school_days[-1] + 5 * _DAY
        on = first
        while on <= last:
            changed = self._year.live(on)
            for drill in self._make_ups.pop(on, []):
                self._year.make_up(drill)
                changed = True
            if changed:
                self._before = None
            looks = self._looks.random() < self._part_of_days
            if looks or on == last:
                self._look(on)
            on += _DAY
        self._result.happened["histories"] += 1
        return self._result

    def _look(self, today: date) -> None:
        prepared = self._year.prepared
        plan = self._year.plan
        report = status_of_plan(prepared, plan, today)
        if self._judged_for is None or self._judged_for[0] is not prepared or self._judged_for[1] is not plan:
            self._judged_for, self._judged = (prepared, plan), {}
        oracle = DayOracle(prepared, plan, self._year.entries, today, self._judged)
        result = self._result
        result.checked["days"] += 1
        duties = {duty.duty_id: duty for duty in oracle.duties}
        lines = {line.duty: line for line in report.lines}
        if lines.keys() != duties.keys():
            self._disagree(today, "duties", f"{sorted(lines.keys() ^ duties.keys())} are in one of the two alone")
        for duty_id in lines.keys() & duties.keys():
            line, allowed = lines[duty_id], oracle.allowed(duties[duty_id])
            result.checked["days x duties"] += 1
            result.states[line.state.value] += 1
            if line.state not in allowed:
                words = " or ".join(sorted(allowed))
                self._disagree(today, f"{line.state} is {words}", f"{duty_id}: {line.reason}")
        self._unrecorded(report, oracle, today)
        self._continue(report, today)
        # What was never tried comes first, in random order: every kind of duty has its turn.
        short = [line for line in report.lines if line.state in {*SHORT, DutyState.UNRECORDED}]
        self._looks.shuffle(short)
        for line in short:
            if line.duty in duties:
                self._try_out(line, duties[line.duty], oracle)
        self._update(report, oracle)

    def _unrecorded(self, report: StatusReport, oracle: DayOracle, today: date) -> None:
        said = {(drill.drill_id, drill.in_grace) for drill in report.unrecorded}
        is_so = {(drill.drill_id, False) for drill in oracle.year.unrecorded}
        is_so |= {(drill.drill_id, True) for drill in oracle.year.in_grace}
        self._result.checked["lists of drills without a record"] += 1
        if said != is_so:
            self._disagree(today, "drills without a record", f"{sorted(said ^ is_so)}")

    def _continue(self, report: StatusReport, today: date) -> None:
        """Check that nothing changes without a cause: no last day moves, and what is late stays late.

        A drill that passes its days of grace is a cause. Then only what is late is compared.
        """
        before, self._before = self._before, report
        if before is None:
            return
        same_drills = {drill.drill_id for drill in before.unrecorded if not drill.in_grace} == {
            drill.drill_id for drill in report.unrecorded if not drill.in_grace
        }
        now = {line.duty: line for line in report.lines}
        for line in before.lines:
            later = now[line.duty]
            if line.state is DutyState.LATE:
                self._result.checked["late stays late"] += 1
                if later.state is not DutyState.LATE:
                    self._disagree(today, "late, and later it is not", f"{line.duty}: {later.state}")
            if line.state is not DutyState.AT_RISK or line.until is None or not same_drills:
                continue
            if line.needs_replan or later.needs_replan:
                continue
            if today <= (line.start_by or line.until):
                self._result.checked["the last day stays"] += 1
                if (later.state, later.until) != (line.state, line.until):
                    was, found = f"{line.state} until {line.until}", f"{later.state} until {later.until}"
                    self._disagree(today, "a last day moved", f"{line.duty}: {was}, now {found}")
            elif today > line.until and line.needs == 1:
                self._result.checked["after the last day it is late"] += 1
                if later.state is not DutyState.LATE and not later.needs_replan:
                    found = f"{later.state} until {later.until}"
                    self._disagree(today, "not late after the last day", f"{line.duty}: {line.until}, now {found}")

    def _update(self, report: StatusReport, oracle: DayOracle) -> None:
        """Hold the states that are short against the plan that the solver finds for the rest of the year.

        What it meets is not late, if all notices of its drills can still be given. What it does not meet may be at
        risk still: it keeps to one drill a day and to other wishes of the district. It takes past drills without a
        record as held: days with such are left out.
        """
        short = report.of_state(DutyState.AT_RISK, DutyState.LATE)
        if not short or report.unrecorded or self._updates >= _MOST_UPDATES:
            return
        if self._looks.random() > _PART_UPDATED:
            return
        self._updates += 1
        found = updated(oracle.prepared, oracle.plan, oracle.today)
        if found is None:
            self._result.checked["updates without a plan"] += 1
            return
        verdicts, duties = by_duty(found.report), {duty.duty_id: duty for duty in oracle.duties}
        for line in short:
            is_met = verdicts[line.duty].status is DutyStatus.MET
            is_late = line.state is DutyState.LATE
            words = f"{'late' if is_late else 'at risk'}, {'met' if is_met else 'not met'} by an updated plan"
            if is_late and is_met and not _is_met_in_time(duties[line.duty], found.plan, oracle):
                words += " with a late notice"
            elif is_late and is_met:
                self._disagree(oracle.today, "late, and an updated plan meets it", f"{line.duty}: {line.reason}")
            self._result.checked[words] += 1

    # Trying out days

    def _try_out(self, line: StatusLine, duty: Duty, oracle: DayOracle) -> None:
        key = (line.duty, line.state, line.until, line.needs, line.needs_replan)
        if key in self._tried or len(self._tried) >= _MOST_TRIED:
            self._result.checked["lines not tried out (as before, or beyond the number of a history)"] += 1
            return
        self._tried.add(key)
        if line.state is DutyState.LATE:
            self._late(line, duty, oracle)
        elif line.until is None:
            self._without_a_day(line, duty, oracle)
        elif line.needs == 1:
            self._one_drill(line, duty, oracle)
        else:
            self._several_drills(line, duty, oracle)

    def _late(self, line: StatusLine, duty: Duty, oracle: DayOracle) -> None:
        """Try days that are left, with nothing planned ahead: no drill may meet it, nor very many."""
        trials = DayTrials(oracle, duty, with_plan=False)
        self._result.checked["late, tried out"] += 1
        for on in self._sample(trials.days_left, duty):
            self._result.checked["days tried"] += 1
            drill = trials.one_on(on)
            if drill is not None:
                self._disagree(oracle.today, "late and lawful", f"{line.duty}: {_words(drill)} meets it")
                return
        for drills in trials.masses():
            if trials.may_mend(drills) and trials.may_mend(trials.that_break_nothing_for_good(drills)):
                words = f"{len(drills)} drills meet it, such as {_words(drills[0])}"
                self._disagree(oracle.today, "late and lawful", f"{line.duty}: {words}")
                return

    def _without_a_day(self, line: StatusLine, duty: Duty, oracle: DayOracle) -> None:
        if line.state is DutyState.AT_RISK:
            self._result.checked["broken by the plan, tried out"] += 1
            if oracle.without_what_is_ahead[duty.duty_id].status is DutyStatus.VIOLATED:
                self._disagree(oracle.today, "not broken by the plan", f"{line.duty}: {line.reason}")
        else:
            self._late(line, duty, oracle)

    def _one_drill(self, line: StatusLine, duty: Duty, oracle: DayOracle) -> None:
        trials = DayTrials(oracle, duty, with_plan=not line.needs_replan)
        assert line.until is not None  # noqa: S101 (asked before)
        kind = "with a new plan" if line.needs_replan else "one drill"
        self._result.checked[f"until DAY, {kind}, tried out"] += 1
        drill = trials.one_on(line.until)
        if drill is None:
            self._disagree(oracle.today, "no drill on DAY mends it", f"{line.duty}: {line.until}, {kind}")
        elif not line.needs_replan and drill.scenario_id and self._looks.random() < 0.4:
            self._make_ups.setdefault(line.until, []).append(drill)
        after = [on for on in trials.days_left if on > line.until]
        for on in [*after[:1], *self._sample(after[1:], duty)]:
            self._result.checked["days tried"] += 1
            late = trials.one_on(on)
            if late is not None:
                self._disagree(
                    oracle.today, "a later day mends it", f"{line.duty}: {line.until}, {kind}; {_words(late)}"
                )
                return

    def _several_drills(self, line: StatusLine, duty: Duty, oracle: DayOracle) -> None:
        trials = DayTrials(oracle, duty, with_plan=not line.needs_replan)
        assert line.until is not None  # noqa: S101 (asked before)
        if line.needs > _MOST_MISSING:
            self._result.checked["until DAY, too many drills to try"] += 1
            return
        try:
            a_day = 1
            found = trials.several_from(line.until, line.needs)
            if found is None:
                a_day = line.needs
                found = trials.several_from(line.until, line.needs, a_day)
            if found is None:
                self._disagree(
                    oracle.today, "no drills from DAY on mend it", f"{line.duty}: {line.needs} from {line.until}"
                )
            after = [on for on in trials.days_left if on > line.until]
            late = trials.several_from(after[0], line.needs, a_day) if after else None
        except TooManyError:
            self._result.checked["until DAY, too many sets to try"] += 1
            return
        self._result.checked["until DAY, several drills, tried out"] += 1
        if late is not None:
            words = "; ".join(map(_words, late))
            self._disagree(oracle.today, "later days mend it", f"{line.duty}: {line.until}; {words}")

    def _sample(self, days: tuple[date, ...] | list[date], duty: Duty) -> Iterator[date]:
        """Yield some of the days, those in the window of the duty first."""
        inside = [on for on in days if duty.window.covers(on)]
        outside = [on for on in days if not duty.window.covers(on)]
        yield from self._looks.sample(inside, min(len(inside), _DAYS_SAMPLED))
        yield from self._looks.sample(outside, min(len(outside), 1))

    def _disagree(self, today: date, kind: str, sentence: str) -> None:
        self._result.checked[f"DISAGREEMENT: {kind}"] += 1
        district = self._district
        where = f"{district.state}, {'one school' if len(district.campus_ids) == 1 else 'two schools'}"
        self._result.disagreements.append(f"{where}, seed {self._seed}, {today}: {kind}: {sentence}")


def _is_met_in_time(duty: Duty, plan: Plan, oracle: DayOracle) -> bool:
    """Check whether an updated plan meets a duty without the drills that it moved too late for their notices."""
    was, trials = {drill.drill_id: drill.date for drill in oracle.plan.drills}, DayTrials(oracle, duty)
    in_time = [
        drill
        for drill in plan.drills
        if drill.campus_id != duty.campus_id
        or drill.date < oracle.today
        or drill.date == was.get(drill.drill_id)
        or trials.notices_in_time((drill,))
    ]
    return by_duty(oracle.judged(in_time))[duty.duty_id].status is DutyStatus.MET


def _words(drill: Drill) -> str:
    agencies = f" with {', '.join(drill.agencies)}" if drill.agencies else ""
    return f"{drill.drill_type} ({drill.format}, {drill.audience}) on {drill.date} at {drill.start}{agencies}"
