"""The developmental judgement of a schedule: each drill's scenario, each drill on its day, each campus's year.

The findings are grouped: what many drills share is told once, with all places. A schedule that names no scenario
says nothing of what children see and hear; that is one answer, "cannot tell", and not one for each rule and drill.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date

from pydantic import Field

from drillplanner.appropriateness import Profile, judge_drill, judge_year
from drillplanner.appropriateness.judgment.scenario_and_drill import judge_as_scheduled
from drillplanner.appropriateness.year_checks.as_scheduled import as_scheduled, participating_bands
from drillplanner.appropriateness.year_checks.order_of_learning import ConditionCache
from drillplanner.audit.schedule.drill_facts import (
    TOLD_BY_CHORES,
    CampusCalendarFacts,
    lessons_of,
    officers,
    placed_facts,
)
from drillplanner.files.counting import counted
from drillplanner.model import (
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


class DevelopmentalReport(Frozen):
    """What the developmental rules say of a schedule."""

    findings: tuple[GroupedFinding, ...] = ()
    without_scenario: int = Field(default=0, description="Drills that name no scenario which is known.")
    not_judged: tuple[str, ...] = Field(default=(), description="What a schedule of this form cannot show.")

    @property
    def violated(self) -> tuple[GroupedFinding, ...]:
        """Prohibited and required rules that are broken."""
        return tuple(finding for finding in self.findings if finding.binds and finding.status == "violation")

    @property
    def cannot_tell(self) -> tuple[GroupedFinding, ...]:
        """Prohibited and required rules of which it cannot be told."""
        return tuple(finding for finding in self.findings if finding.binds and finding.status == "cannot_tell")

    @property
    def advice(self) -> tuple[GroupedFinding, ...]:
        """Recommendations that are not followed, or of which it cannot be told."""
        return tuple(finding for finding in self.findings if not finding.binds)

    @property
    def verdict(self) -> str:
        """violation, cannot_tell or ok; recommendations leave it alone."""
        if self.violated:
            return "violation"
        return "cannot_tell" if self.cannot_tell or self.without_scenario else "ok"

    def as_json(self) -> dict[str, object]:
        """The document under ``developmental`` of the published interface."""
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
) -> DevelopmentalReport:
    """What the developmental rules say of these drills, in stable order.

    ``drills`` are possible ones; ``tasks`` is None for a schedule of a form that holds no chores.
    """
    return _DevelopmentalJudgment(workspace, profile, tasks).report(drills)


class _DevelopmentalJudgment:
    """One judgement, with what is looked up once for all campuses."""

    def __init__(self, workspace: Workspace, profile: Profile, tasks: Sequence[Task] | None) -> None:
        self._workspace = workspace
        self._profile = profile
        self._scenarios = workspace.scenario_by_id
        self._readings = ConditionCache(self._scenarios, profile)
        self._police = officers(workspace)
        self._held: dict[Hashable, tuple[DevelopmentalFinding, ...]] = {}
        self._on_a_day: dict[Hashable, tuple[DevelopmentalFinding, ...]] = {}
        self._places: dict[Hashable, dict[tuple[str, str], list[str]]] = {}
        self._first: dict[Hashable, DevelopmentalFinding] = {}
        self._unshown: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._tasks: dict[str, list[Task]] | None = None if tasks is None else defaultdict(list)
        for task in tasks or ():
            if self._tasks is not None and task.drill_id is not None:
                self._tasks[task.drill_id].append(task)

    def report(self, drills: Sequence[Drill]) -> DevelopmentalReport:
        """The judgement of all campuses, in the district's order."""
        by_campus: dict[str, list[Drill]] = defaultdict(list)
        for drill in sorted(drills, key=lambda one: (one.date, one.drill_id)):
            by_campus[drill.campus_id].append(drill)
        for campus in self._workspace.campuses:
            self._judge_campus(campus, by_campus[campus.campus_id])
        known = self._workspace.campus_by_id
        silent = sum(
            1 for drill in drills if drill.campus_id in known and drill.scenario_id not in self._scenarios
        )
        return DevelopmentalReport(
            findings=tuple(sorted(self._grouped(), key=_rank)),
            without_scenario=silent,
            not_judged=tuple(
                f"{rule}: {counted(len(unshown), 'drill')}; a schedule of this form holds no notices and no "
                "preparation."
                for rule, unshown in sorted(self._unshown.items(), key=lambda pair: _number(pair[0]))
            ),
        )

    def _judge_campus(self, campus: Campus, drills: list[Drill]) -> None:
        year = CampusCalendarFacts(campus, self._workspace)
        lessons = lessons_of(drills, self._scenarios, campus.bands)
        for drill in drills:
            scenario = self._scenarios.get(drill.scenario_id or "")
            if scenario is None:
                continue
            in_session = year.students_in_session(drill)
            held, bands = as_scheduled(scenario, drill, in_session), participating_bands(drill, campus.bands)
            tasks = None if self._tasks is None else self._tasks.get(drill.drill_id, [])
            placed = placed_facts(drill, year, tasks, lessons, held, self._police)
            likeness = (self._readings.symmetry_key(drill), in_session, bands)
            for finding in (
                *self._of_scenario(held, bands, likeness),
                *self._of_day(held, placed, bands, likeness),
            ):
                self._note(finding, campus.campus_id, (drill.drill_id,))
        if drills:
            self._judge_year(campus, drills, year)

    def _of_scenario(
        self, held: Scenario, bands: tuple[GradeBand, ...], likeness: Hashable
    ) -> tuple[DevelopmentalFinding, ...]:
        """What is found in the scenario as it is held; drills that are alike are judged once."""
        if likeness not in self._held:
            self._held[likeness] = judge_as_scheduled(held, bands, self._profile)
        return self._held[likeness]

    def _of_day(
        self, held: Scenario, placed: PlacedFacts, bands: tuple[GradeBand, ...], likeness: Hashable
    ) -> tuple[DevelopmentalFinding, ...]:
        """What is found on the day; no rule asks for the date itself, so that alike drills are judged once."""
        key = (likeness, placed.model_copy(update={"date": date.min}))
        if key not in self._on_a_day:
            judged = judge_drill(held.scenario_id, held, placed, profile=self._profile, bands=bands)
            self._on_a_day[key] = judged.findings
        return self._on_a_day[key]

    def _judge_year(self, campus: Campus, drills: list[Drill], year: CampusCalendarFacts) -> None:
        bands: Sequence[GradeBand] = campus.bands
        judged = judge_year(
            drills,
            self._scenarios,
            bands,
            self._profile,
            school_days=year.dates,
            readings=self._readings,
            counted_by_law=True,  # a workspace has its state's law beside it, and the duties count
        )
        for finding in judged.findings:
            of_drills = tuple(filter(None, (finding.evidence.text or "").split("; ")))
            self._note(finding, campus.campus_id, of_drills)

    def _note(self, finding: DevelopmentalFinding, campus_id: str, drills: Iterable[str]) -> None:
        if self._tasks is None and finding.status == "cannot_tell" and finding.evidence.field in TOLD_BY_CHORES:
            self._unshown[finding.rule].update((campus_id, drill_id) for drill_id in drills)
            return
        key = (finding.rule, finding.severity, finding.status, _general(finding), _missing(finding))
        self._first.setdefault(key, finding)
        places = self._places.setdefault(key, {})
        found = places.setdefault((campus_id, finding.detail), [])
        found.extend(drill for drill in drills if drill not in found[-1:])

    def _grouped(self) -> Iterator[GroupedFinding]:
        for key, finding in self._first.items():
            yield GroupedFinding(
                rule=finding.rule,
                severity=finding.severity,
                status=finding.status,
                message=_general(finding),
                missing_fact=_missing(finding),
                sources=finding.sources,
                switches=finding.switches,
                places=tuple(
                    FindingPlace(campus_id=campus_id, drills=tuple(dict.fromkeys(drills)), detail=detail)
                    for (campus_id, detail), drills in self._places[key].items()
                ),
            )


def _general(finding: DevelopmentalFinding) -> str:
    """The message without what is particular to single drills."""
    if not finding.detail:
        return finding.message
    return " ".join(finding.message.replace(finding.detail, "").split())


def _missing(finding: DevelopmentalFinding) -> str | None:
    """The fact that nobody gives; what is missing of a year is said in the detail of each place."""
    if finding.status != "cannot_tell" or finding.evidence.field == "drills":
        return None
    return finding.evidence.field


def _rank(finding: GroupedFinding) -> tuple[object, ...]:
    return (
        _SEVERITIES.index(finding.severity),
        _STATUSES.index(finding.status),
        _number(finding.rule),
        finding.message,
        finding.missing_fact or "",
    )


def _number(rule: str) -> tuple[str, int]:
    family, number = rule.split("-")
    return family, int(number)
