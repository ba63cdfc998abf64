"""Decision variables of one campus on a CP-SAT model, and the sums that constraints need of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from drillplanner.cp_sat import CpModel, IntVar, LinearExpr, LinearExprT
from drillplanner.law import Duty, Match
from drillplanner.model import REQUIRED_WEIGHT, AgencyKind, Floor, PracticeRank
from drillplanner.solve.model.rows import CreditVariable, LinearRow, Offering, UnmovableDrills, WeeklyPeriod
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.openings import is_moment
from drillplanner.solve.problem.plans import ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import Interval, Resource
from drillplanner.solve.problem.slots import Slot

#: A drill that may be held: the index of its scenario, and the variable that is 1 if it is held.
CountedVariable = tuple[int, IntVar]


@dataclass
class Breaches:
    """Terms that count the breaches of required developmental limits, and those of good practice by rank.

    ``missing`` are the terms of good practice that count drills which may be added, and are not.
    """

    required: list[IntVar] = field(default_factory=list)
    of_practice: dict[PracticeRank, list[IntVar]] = field(default_factory=dict)
    missing: list[IntVar] = field(default_factory=list)

    @property
    def practice(self) -> LinearExprT:
        """The weight of all breaches of good practice."""
        return LinearExpr.sum([rank.weight * LinearExpr.sum(terms) for rank, terms in self.of_practice.items()])

    @property
    def weight(self) -> LinearExprT:
        """The weight of all breaches."""
        return LinearExpr.sum([REQUIRED_WEIGHT * LinearExpr.sum(self.required), self.practice])


class CampusVariables:
    """The variables of one campus; only possible choices have one.

    Without periods, a visit only needs some period in which the resource is open.

    ``held[s, d]``       scenario s is held on day d
    ``placed[n, d, p]``  a drill of the n-th group of scenarios is on day d in the period named p
    ``visit[r, g, d]``   resource r is used by a scenario of the set g on day d: an agency attends, a site is full
    ``visiting_slots[r, g, d]`` where it can be
    ``visit_at[r, g, d, p]`` and it is so in period p
    """

    def __init__(self, model: CpModel, problem: CampusProblem, options: ModelOptions) -> None:
        self.model = model
        self.problem = problem
        self.has_periods = options.periods
        #: Whether a plan must be sure to hold on each offered date; else a check after the search may reject it.
        self.is_careful = options.careful
        #: Whether the campus has all resources to itself.
        self.is_alone = options.alone
        self.held: dict[tuple[int, int], IntVar] = {
            (scenario, day): model.new_bool_var("")
            for scenario, days in enumerate(problem.possible_days)
            for day in days
        }
        self.placed: dict[tuple[int, int, str], IntVar] = {}
        self.visit: dict[tuple[str, frozenset[int], int], IntVar] = {}
        self.visiting_slots: dict[tuple[str, frozenset[int], int], tuple[Slot, ...]] = {}
        self.visit_at: dict[tuple[str, frozenset[int], int, str], IntVar] = {}
        #: Recorded by constraints that must hold on each offered date.
        self.rows: list[LinearRow] = []
        self.credits: list[CreditVariable] = []
        self.unmovable: list[UnmovableDrills] = []
        #: The dates of each offer, by the duty's id.
        self.offerings: dict[str, Offering] = {}
        #: Periods of each weekday, made by ``goals/weekly_periods.py`` if the model has none.
        self.weekly_periods: tuple[WeeklyPeriod, ...] | None = None
        #: Breaches of required limits and of good practice; see ``goals/developmental_limits.py``.
        self.breaches = Breaches()
        #: The ranks of good practice that rows of the model keep.
        self.kept: frozenset[PracticeRank] = frozenset()
        #: How many drills a floor of good practice lacks; see ``goals/practice_limits.py``.
        self.shortfalls: dict[Floor, IntVar] = {}
        #: For each previous drill that can stay, whether it stays; see ``kept_drills.py``.
        self.unmoved: list[IntVar] = []
        #: One variable for several of a day, by their indices; see ``goals/day_aggregates.py``.
        self.day_aggregates: dict[tuple[int, ...], IntVar] = {}
        #: Ids of duties whose minimum ``requirements/credit.py`` constrains.
        self.credit_sharing_ids: frozenset[str] = frozenset()
        self.has_offers = False
        self._held_on: dict[int, list[IntVar]] = defaultdict(list)
        for (_, day), variable in self.held.items():
            self._held_on[day].append(variable)
        #: Days on which anything can be held: only a few once days are chosen.
        self._possible_days = sorted(self._held_on)
        self._visits_on: dict[int, list[tuple[str, frozenset[int], IntVar]]] = defaultdict(list)
        self._in_hours: dict[tuple[str, int, int, int], tuple[Slot, ...]] = {}
        self._chosen: dict[Match, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        #: Past days that had several drills: all of them are facts, and of the first ordinal.
        self.recorded_days = problem.past.crowded_days if problem.past is not None else frozenset()
        #: Days that may have several drills.
        self.crowded_days = self.recorded_days | {
            day for day in self._possible_days if problem.day_limits.most_on(day) > 1
        }
        for (day, _), variables in self._by_ordinal().items():
            if day not in self.recorded_days:
                model.add_at_most_one(variables)
        if options.periods:
            self._place()

    def _by_ordinal(self) -> dict[tuple[int, int], list[IntVar]]:
        """Return the variables of held drills by day and ordinal."""
        found: dict[tuple[int, int], list[IntVar]] = defaultdict(list)
        for (scenario, day), variable in self.held.items():
            found[day, self.problem.ordinal_of(scenario)].append(variable)
        return found

    def _place(self) -> None:
        for number, group in enumerate(self.problem.groups):
            for day in self._possible_days:
                held = [self.held[s, day] for s in group.scenarios if (s, day) in self.held]
                if not held:
                    continue
                names = [slot.period for slot in group.slots(day)]
                choices = [self.model.new_bool_var("") for _ in names]
                self.placed.update({(number, day, name): var for name, var in zip(names, choices, strict=True)})
                self.model.add(LinearExpr.sum(choices) == LinearExpr.sum(held))

    def add_visits(self, resource: Resource, sets: Sequence[frozenset[int]], in_use: ResourceUse) -> None:
        """Let scenarios of these disjoint sets use the resource, on days and at hours when it is open.

        A set has scenarios of one group and one length whose visits count for the same duties, so that one
        variable represents all.
        """
        for day in self._possible_days:
            if resource.is_open_on(self.problem.days[day].date):
                for scenario_set in sets:
                    self._add_visit(resource, scenario_set, day, in_use)

    def _add_visit(self, resource: Resource, scenario_set: frozenset[int], day: int, in_use: ResourceUse) -> None:
        held = [self.held[s, day] for s in sorted(scenario_set) if (s, day) in self.held]
        slots = self._visiting_slots(resource, scenario_set, day, in_use) if held else ()
        if not slots:
            return
        visit = self.visit[resource.resource_id, scenario_set, day] = self.model.new_bool_var("")
        self.visiting_slots[resource.resource_id, scenario_set, day] = slots
        self._visits_on[day].append((resource.resource_id, scenario_set, visit))
        self.model.add(visit <= LinearExpr.sum(held))
        if not self.has_periods:
            return
        group = self.problem.group_of[min(scenario_set)]
        choices = []
        for slot in slots:
            choice = self.visit_at[resource.resource_id, scenario_set, day, slot.period] = self.model.new_bool_var(
                ""
            )
            self.model.add_implication(choice, self.placed[group, day, slot.period])
            choices.append(choice)
        self.model.add(visit == LinearExpr.sum(choices))

    def _visiting_slots(
        self, resource: Resource, scenario_set: frozenset[int], day: int, in_use: ResourceUse
    ) -> tuple[Slot, ...]:
        """Return the slots of these scenarios in which the resource has room."""
        on = self.problem.days[day].date
        slots = self._open_slots(resource, scenario_set, day)
        if not in_use.visits_on((resource.resource_id, on)):
            return slots
        return tuple(slot for slot in slots if in_use.leaves_room(resource, on, self.interval(scenario_set, slot)))

    def _open_slots(self, resource: Resource, scenario_set: frozenset[int], day: int) -> tuple[Slot, ...]:
        """Return the slots within the opening hours; the same on all days of one sort."""
        number = self.problem.group_of[min(scenario_set)]
        group = self.problem.groups[number]
        sort = group.slot_list_of_day[day]
        key = resource.resource_id, number, sort, self.problem.scenarios[min(scenario_set)].minutes
        if key not in self._in_hours:
            self._in_hours[key] = tuple(
                slot
                for slot in group.slot_lists[sort]
                if resource.can_start_between(slot.earliest, slot.latest, key[3])
            )
        return self._in_hours[key]

    def interval(self, scenario_set: frozenset[int], slot: Slot) -> Interval:
        """Return the time of a drill of this set in the slot."""
        return self.problem.interval(min(scenario_set), slot)

    def slots(self, scenario: int, day: int) -> tuple[Slot, ...]:
        """Return the slots of a scenario on a day."""
        return self.problem.groups[self.problem.group_of[scenario]].slots(day)

    @cached_property
    def agency_kinds(self) -> dict[str, AgencyKind]:
        """Kinds of agencies by id; other resources are left out."""
        kinds = ((resource.resource_id, resource.agency_kind) for resource in self.problem.resources)
        return {resource_id: kind for resource_id, kind in kinds if kind is not None}

    def _serves(self, resource_id: str, match: Match) -> bool:
        """Check whether the resource is an agency that the match asks for."""
        return self.agency_kinds.get(resource_id) == match.agency and match.agency_id in {None, resource_id}

    def one_visit_of_a_kind(self) -> None:
        """Allow at most one agency of a kind at a drill: two officers are not two drills.

        A drill is known by its day and ordinal, on a past day with several drills by its set.
        """
        together: dict[tuple[str, int, frozenset[int] | int], list[IntVar]] = defaultdict(list)
        for (resource_id, scenario_set, day), variable in self.visit.items():
            if resource_id in self.agency_kinds:
                drill: frozenset[int] | int = self.problem.ordinal_of(min(scenario_set))
                if day in self.recorded_days:
                    drill = scenario_set
                together[self.agency_kinds[resource_id], day, drill].append(variable)
        for variables in together.values():
            if len(variables) > 1:
                self.model.add_at_most_one(variables)

    def matching_scenarios(self, match: Match) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the indices of scenarios that a match selects, and of those that it may select.

        A reader of the schedule could not tell about the second ones.
        """
        if match not in self._chosen:
            answers = [match.selects_scenario(scenario) for scenario in self.problem.scenarios]
            self._chosen[match] = (
                tuple(index for index, answer in enumerate(answers) if answer),
                tuple(index for index, answer in enumerate(answers) if answer is None),
            )
        return self._chosen[match]

    def days_of(self, duty: Duty) -> tuple[int, ...]:
        """Return the indices of the days in the duty's window on which its unit attends."""
        return self.problem.days_of(duty)

    def toward_minimum(self, match: Match, day: int) -> list[IntVar]:
        """Return variables whose sum is the number of the day's drills that surely match; more in a relaxation.

        For duties with a minimum. At most one of each ordinal is 1.
        """
        return [variable for _, variable in self.counted_toward_minimum(match, day)]

    def toward_maximum(self, match: Match, day: int) -> list[IntVar]:
        """Return variables whose sum is the number of the day's drills that may match; fewer in a relaxation.

        For duties with a maximum.
        """
        return [variable for _, variable in self.counted_toward_maximum(match, day)]

    def counted_toward_minimum(self, match: Match, day: int) -> list[CountedVariable]:
        """Return the variables of ``toward_minimum``, each with a scenario that has the drill's length."""
        return list(self._counted(match, day, self.matching_scenarios(match)[0], any))

    def counted_toward_maximum(self, match: Match, day: int) -> list[CountedVariable]:
        """Return the variables of ``toward_maximum``, each with a scenario that has the drill's length."""
        sure, unsure = self.matching_scenarios(match)
        return list(self._counted(match, day, (*sure, *unsure), all))

    def by_ordinal(self, match: Match, day: int) -> dict[int, list[IntVar]]:
        """Return the variables of ``toward_minimum`` for the day's first drill, second drill, and so on."""
        found: dict[int, list[IntVar]] = defaultdict(list)
        for scenario, variable in self.counted_toward_minimum(match, day):
            found[self.problem.ordinal_of(scenario)].append(variable)
        return found

    def uncertain(self, match: Match, day: int) -> list[IntVar]:
        """Return the variables of the day's drills for which a reader could not tell whether they match."""
        return [variable for _, variable in self._counted(match, day, self.matching_scenarios(match)[1], all)]

    def by_slot(self, match: Match, day: int) -> Iterator[tuple[Slot, IntVar]]:
        """Yield slots and variables of drills that surely match; only for models with periods."""
        return (
            (slot, variable) for _, slot, variable in self._by_slot(match, day, self.matching_scenarios(match)[0])
        )

    def visits(self, match: Match, day: int) -> Iterator[tuple[int, tuple[Slot, ...], IntVar]]:
        """Yield a scenario, its possible slots, and the variable for drills that may match."""
        sure, unsure = self.matching_scenarios(match)
        if self.has_periods:
            for scenario, slot, variable in self._by_slot(match, day, (*sure, *unsure)):
                yield scenario, (slot,), variable
        else:
            for scenario, variable in self.counted_toward_maximum(match, day):
                yield scenario, self.slots(scenario, day), variable

    def is_exact(self, match: Match) -> bool:
        """Check whether ``toward_minimum`` and ``toward_maximum`` give exact numbers and not bounds."""
        return self.has_periods or match.moments is None

    def _counted(
        self, match: Match, day: int, wanted: tuple[int, ...], enough: Callable[[Iterable[bool]], bool]
    ) -> Iterator[CountedVariable]:
        """Yield the drills that count; without periods by whether any, or all, of their slots match."""
        if match.moments is None:
            yield from self._by_day(match, day, wanted)
        elif self.has_periods:
            yield from ((scenario, variable) for scenario, _, variable in self._by_slot(match, day, wanted))
        else:
            for scenario, variable in self._by_day(match, day, wanted):
                if enough(is_moment(match, slot.tags) for slot in self.slots(scenario, day)):
                    yield scenario, variable

    def _by_day(self, match: Match, day: int, wanted: tuple[int, ...]) -> Iterator[CountedVariable]:
        if match.agency is None:
            for scenario in wanted:
                if (scenario, day) in self.held:
                    yield scenario, self.held[scenario, day]
            return
        for resource_id, scenario_set, variable in self._visits_on.get(day, ()):
            if self._serves(resource_id, match) and scenario_set <= set(wanted):
                yield min(scenario_set), variable

    def _by_slot(self, match: Match, day: int, wanted: tuple[int, ...]) -> Iterator[tuple[int, Slot, IntVar]]:
        """Yield drills by slot; a group or set is entirely inside or outside of each match used here."""
        if match.agency is not None:
            for resource_id, scenario_set, _ in self._visits_on.get(day, ()):
                if self._serves(resource_id, match) and scenario_set <= set(wanted):
                    for slot in self.slots(min(scenario_set), day):
                        variable = self.visit_at.get((resource_id, scenario_set, day, slot.period))
                        if variable is not None and is_moment(match, slot.tags):
                            yield min(scenario_set), slot, variable
            return
        for number in sorted({self.problem.group_of[scenario] for scenario in wanted}):
            group = self.problem.groups[number]
            for slot in group.slots(day):
                if (number, day, slot.period) in self.placed and is_moment(match, slot.tags):
                    yield group.scenarios[0], slot, self.placed[number, day, slot.period]

    def add_row(self, row: LinearRow) -> None:
        """Add the row to the model."""
        self.rows.append(row)
        terms = [term for day in self.possible_days(row.days) for term in row.terms_on(day)]
        if terms or row.least > 0:
            weights, variables = [weight for weight, _ in terms], [variable for _, variable in terms]
            self.model.add(LinearExpr.weighted_sum(variables, weights) >= row.least)

    def forbid_date_moves(
        self, matches: tuple[Match, ...], days: Collection[int], even_inside: bool = False
    ) -> None:
        """Record that matching drills must not move on to or off ``days``, nor within them if ``even_inside``.

        For constraints whose value after a move is not computed.
        """
        self.unmovable.append(
            UnmovableDrills(
                frozenset(days),
                even_inside,
                lambda day: [drill for match in matches for drill in self.toward_maximum(match, day)],
            )
        )

    def possible_days(self, days: Iterable[int]) -> list[int]:
        """Return those of the days on which anything can be held."""
        return [day for day in days if day in self._held_on]

    def held_on(self, day: int) -> list[IntVar]:
        """Return the variables of all drills that could be held on a day.

        At most one of each ordinal is 1, except on past days that had several drills.
        """
        return self._held_on.get(day, [])

    def visits_on(self, day: int) -> Sequence[tuple[str, frozenset[int], IntVar]]:
        """Return what uses a resource on a day: its id, the scenarios of the drill, and the variable."""
        return self._visits_on.get(day, ())

    def most_held(self, days: Iterable[int]) -> int:
        """Return the most drills that these days can have."""
        return sum(self._most_on(day, len(held)) for day in days if (held := self.held_on(day)))

    def _most_on(self, day: int, possible: int) -> int:
        return possible if day in self.recorded_days else min(possible, self.problem.day_limits.most_on(day))
