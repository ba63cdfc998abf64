"""The well-being rules over a schedule: each drill's scenario, each drill on its day, each campus's year.

Findings are grouped: a finding that many drills share is reported once, with all its places. A drill that names no
scenario does not show what children see and hear. Such drills give one answer, "cannot tell", for all of them, not
one for each rule and drill.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from pydantic import Field

from drillplanner.appropriateness import Profile, judge_drill, judge_year
from drillplanner.appropriateness.judgment.scenario_and_drill import judge_as_scheduled
from drillplanner.appropriateness.year_checks.as_scheduled import as_scheduled, participating_bands
from drillplanner.appropriateness.year_checks.order_of_learning import ConditionCache
from drillplanner.audit.schedule.drill_facts import (
    FACTS_FROM_TASKS,
    CampusCalendarFacts,
    lessons_of,
    placed_facts,
    police_names,
)
from drillplanner.files.counting import counted
from drillplanner.model import (
    AvoidedDay,
    Campus,
    DevelopmentalFinding,
    Drill,
    FindingPlace,
    Frozen,
    GradeBand,
    GroupedFinding,
    PlacedFacts,
    Scenario,
    Severity,
    Task,
    Workspace,
)

_SEVERITIES = list(Severity)
_STATUSES = ["violation", "cannot_tell", "notice"]

_WITHOUT_TASKS = "a schedule of this form holds no notices and no preparation"
#: What one entry would answer for every drill is said once, and not for each drill.
_NOT_LISTED = {"placed.exam_near": "neither the calendar nor events.csv lists test days"}
_SENSITIVE = "placed.sensitive_date"


class DevelopmentalReport(Frozen):
    """The findings of the well-being rules on a schedule."""

    findings: tuple[GroupedFinding, ...] = ()
    without_scenario: int = Field(default=0, description="Drills that name no scenario which is known.")
    not_judged: tuple[str, ...] = Field(
        default=(),
        description="Rules that cannot be judged for want of one thing: rule, number of drills; reason.",
    )

    @property
    def violated(self) -> tuple[GroupedFinding, ...]:
        """Findings of binding rules (prohibited or required) that are broken."""
        return tuple(finding for finding in self.findings if finding.binds and finding.status == "violation")

    @property
    def cannot_tell(self) -> tuple[GroupedFinding, ...]:
        """Findings of binding rules that cannot be decided because a fact is missing."""
        return tuple(finding for finding in self.findings if finding.binds and finding.status == "cannot_tell")

    @property
    def advice(self) -> tuple[GroupedFinding, ...]:
        """Suggestions that are not followed or cannot be decided."""
        return tuple(finding for finding in self.findings if not finding.binds)

    @property
    def verdict(self) -> str:
        """``violation``, ``cannot_tell``, or ``ok``; suggestions do not change it."""
        if self.violated:
            return "violation"
        return "cannot_tell" if self.cannot_tell or self.without_scenario else "ok"

    def as_json(self) -> dict[str, object]:
        """Return the value of ``developmental`` in the JSON output."""
        return {
            "verdict": self.verdict,
            "summary": {
                "violation": len(self.violated),
                "cannot_tell": len(self.cannot_tell),
                "advice": len(self.advice),
                "without_scenario": self.without_scenario,
            },
            "findings": [finding.model_dump(mode="json") for finding in self.findings],
            "not_judged": list(self.not_judged),
        }


def judge_development(
    drills: Sequence[Drill],
    workspace: Workspace,
    profile: Profile,
    tasks: Sequence[Task] | None,
    avoided: Mapping[str, Sequence[AvoidedDay]] | None = None,
) -> DevelopmentalReport:
    """Return the findings of the well-being rules on these drills, in stable order.

    ``drills`` are those that can take place. ``tasks`` is None if a schedule of this form cannot list tasks.
    ``avoided`` are the days without drills by campus id; None if nobody looked them up.
    """
    return _DevelopmentalJudgment(workspace, profile, tasks, avoided).report(drills)


class _DevelopmentalJudgment:
    """One check of a schedule, with lookups and results that campuses share."""

    def __init__(
        self,
        workspace: Workspace,
        profile: Profile,
        tasks: Sequence[Task] | None,
        avoided: Mapping[str, Sequence[AvoidedDay]] | None,
    ) -> None:
        self._workspace = workspace
        self._avoided = avoided
        self._profile = profile
        self._scenarios = workspace.scenario_by_id
        self._conditions = ConditionCache(self._scenarios, profile)
        self._police = police_names(workspace)
        self._scenario_findings: dict[Hashable, tuple[DevelopmentalFinding, ...]] = {}
        self._day_findings: dict[Hashable, tuple[DevelopmentalFinding, ...]] = {}
        self._places: dict[Hashable, dict[tuple[str, str], list[str]]] = {}
        self._first_of_group: dict[Hashable, DevelopmentalFinding] = {}
        self._not_judged: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        self._tasks: dict[str, list[Task]] | None = None if tasks is None else defaultdict(list)
        for task in tasks or ():
            if self._tasks is not None and task.drill_id is not None:
                self._tasks[task.drill_id].append(task)

    def report(self, drills: Sequence[Drill]) -> DevelopmentalReport:
        """Return the findings on all campuses, in the district's order."""
        by_campus: dict[str, list[Drill]] = defaultdict(list)
        for drill in sorted(drills, key=lambda drill: (drill.date, drill.drill_id)):
            by_campus[drill.campus_id].append(drill)
        for campus in self._workspace.campuses:
            self._judge_campus(campus, by_campus[campus.campus_id])
        campus_ids = self._workspace.campus_by_id.keys()
        without_scenario = sum(
            1 for drill in drills if drill.campus_id in campus_ids and drill.scenario_id not in self._scenarios
        )
        return DevelopmentalReport(
            findings=tuple(sorted(self._grouped(), key=_report_order)),
            without_scenario=without_scenario,
            not_judged=tuple(
                f"{rule}: {counted(len(drill_keys), 'drill')}; {reason}."
                for (rule, reason), drill_keys in sorted(
                    self._not_judged.items(), key=lambda pair: _rule_order(pair[0][0])
                )
            ),
        )

    def _judge_campus(self, campus: Campus, drills: list[Drill]) -> None:
        avoided = None if self._avoided is None else self._avoided.get(campus.campus_id, ())
        year = CampusCalendarFacts(campus, self._workspace, avoided)
        lessons = lessons_of(drills, self._scenarios, campus.bands)
        for drill in drills:
            scenario = self._scenarios.get(drill.scenario_id or "")
            if scenario is None:
                continue
            in_session = year.students_in_session(drill)
            scheduled, bands = as_scheduled(scenario, drill, in_session), participating_bands(drill, campus.bands)
            tasks = None if self._tasks is None else self._tasks.get(drill.drill_id, [])
            placed = placed_facts(drill, year, tasks, lessons, scheduled, self._police)
            symmetry_key = (self._conditions.symmetry_key(drill), in_session, bands)
            for finding in (
                *self._judge_scenario(scheduled, bands, symmetry_key),
                *self._judge_day(scheduled, placed, bands, symmetry_key),
            ):
                named = (
                    _with_detail(finding, year.why_sensitive(drill.date)) if _is_about_date(finding) else finding
                )
                self._add(named, campus.campus_id, (drill.drill_id,))
        if drills:
            self._judge_year(campus, drills, year)

    def _judge_scenario(
        self, scheduled: Scenario, bands: tuple[GradeBand, ...], symmetry_key: Hashable
    ) -> tuple[DevelopmentalFinding, ...]:
        """Return the findings on the scenario as scheduled, the same for all drills of one symmetry key."""
        if symmetry_key not in self._scenario_findings:
            answers = self._workspace.district.line_answers
            self._scenario_findings[symmetry_key] = judge_as_scheduled(scheduled, bands, self._profile, answers)
        return self._scenario_findings[symmetry_key]

    def _judge_day(
        self, scheduled: Scenario, placed: PlacedFacts, bands: tuple[GradeBand, ...], symmetry_key: Hashable
    ) -> tuple[DevelopmentalFinding, ...]:
        """Return the findings on the drill's day. No rule depends on the date itself, so the key omits it."""
        key = (symmetry_key, placed.model_copy(update={"date": date.min}))
        if key not in self._day_findings:
            judged = judge_drill(scheduled.scenario_id, scheduled, placed, profile=self._profile, bands=bands)
            self._day_findings[key] = judged.findings
        return self._day_findings[key]

    def _judge_year(self, campus: Campus, drills: list[Drill], year: CampusCalendarFacts) -> None:
        bands: Sequence[GradeBand] = campus.bands
        judged = judge_year(
            drills,
            self._scenarios,
            bands,
            self._profile,
            school_days=year.dates,
            readings=self._conditions,
            counted_by_law=True,  # the duties of the state's law already require numbers of drills
        )
        for finding in judged.findings:
            drill_ids = tuple(filter(None, (finding.evidence.text or "").split("; ")))
            self._add(finding, campus.campus_id, drill_ids)

    def _add(self, finding: DevelopmentalFinding, campus_id: str, drills: Iterable[str]) -> None:
        if reason := self._why_not_judged(finding):
            self._not_judged[finding.rule, reason].update((campus_id, drill_id) for drill_id in drills)
            return
        key = (finding.rule, finding.severity, finding.status, _general_message(finding), _missing_fact(finding))
        self._first_of_group.setdefault(key, finding)
        places = self._places.setdefault(key, {})
        at_place = places.setdefault((campus_id, finding.detail), [])
        at_place.extend(drill for drill in drills if drill not in at_place[-1:])

    def _why_not_judged(self, finding: DevelopmentalFinding) -> str | None:
        """Return why a rule is not judged for any drill; None if it is, or if each drill has its own reason."""
        missing = finding.evidence.field if finding.status == "cannot_tell" else None
        if self._tasks is None and missing in FACTS_FROM_TASKS:
            return _WITHOUT_TASKS
        return _NOT_LISTED.get(missing or "")

    def _grouped(self) -> Iterator[GroupedFinding]:
        for key, finding in self._first_of_group.items():
            yield GroupedFinding(
                rule=finding.rule,
                severity=finding.severity,
                status=finding.status,
                message=_general_message(finding),
                missing_fact=_missing_fact(finding),
                sources=finding.sources,
                switches=finding.switches,
                places=tuple(
                    FindingPlace(campus_id=campus_id, drills=tuple(dict.fromkeys(drills)), detail=detail)
                    for (campus_id, detail), drills in self._places[key].items()
                ),
            )


def _is_about_date(finding: DevelopmentalFinding) -> bool:
    return finding.evidence.field == _SENSITIVE and finding.status != "cannot_tell"


def _with_detail(finding: DevelopmentalFinding, detail: str) -> DevelopmentalFinding:
    """Return the finding with what is about these drills alone, which its place then tells."""
    return finding.model_copy(update={"detail": detail})


def _general_message(finding: DevelopmentalFinding) -> str:
    """Return the message without the details of single drills."""
    if not finding.detail:
        return finding.message
    return " ".join(finding.message.replace(finding.detail, "").split())


def _missing_fact(finding: DevelopmentalFinding) -> str | None:
    """Return the missing fact, or None. For a year, the detail of each place names it instead."""
    if finding.status != "cannot_tell" or finding.evidence.field == "drills":
        return None
    return finding.evidence.field


def _report_order(finding: GroupedFinding) -> tuple[object, ...]:
    return (
        _SEVERITIES.index(finding.severity),
        _STATUSES.index(finding.status),
        _rule_order(finding.rule),
        finding.message,
        finding.missing_fact or "",
    )


def _rule_order(rule: str) -> tuple[str, int]:
    family, number = rule.split("-")
    return family, int(number)
