"""The decision variables of one campus on a CP-SAT model, and questions that constraints ask of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property

from drillplanner.cp_sat import CpModel, IntVar, LinearExpr
from drillplanner.law import Duty, Match
from drillplanner.model import AgencyKind
from drillplanner.solve.model.rows import CreditVariable, LinearRow, Offering, UnmovableDrills
from drillplanner.solve.problem.campus_problem import CampusProblem, selects
from drillplanner.solve.problem.openings import is_moment
from drillplanner.solve.problem.plans import ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import Interval, Resource
from drillplanner.solve.problem.slots import Slot

#: A drill that may be held: the index of its scenario, and the variable that is 1 if it is.
CountedVariable = tuple[int, IntVar]


class CampusVariables:
    """Variables of one campus. Only possible choices have one.

    Where periods are left open, a visit only needs some period at which the agency can come.

    ``held[s, d]``       scenario s is held on day d
    ``placed[n, d, p]``  a drill of the n-th group of scenarios is on day d in the period named p
    ``visit[r, g, d]``   resource r is used by a scenario of the set g on day d: an agency attends, a site is full
    ``visiting_slots[r, g, d]`` where it can be
    ``visit_at[r, g, d, p]`` and it is so in period p
    """

    def __init__(self, model: CpModel, problem: CampusProblem, reading: ModelOptions) -> None:
        self.model = model
        self.problem = problem
        self.has_periods = reading.periods
        #: Whether a plan must be sure to hold wherever an offered drill goes; else it may be found out too late.
        self.is_careful = reading.careful
        #: Whether no other campus is thought of.
        self.is_alone = reading.alone
        self.held: dict[tuple[int, int], IntVar] = {
            (scenario, day): model.new_bool_var("")
            for scenario, days in enumerate(problem.possible_days)
            for day in days
        }
        self.placed: dict[tuple[int, int, str], IntVar] = {}
        self.visit: dict[tuple[str, frozenset[int], int], IntVar] = {}
        self.visiting_slots: dict[tuple[str, frozenset[int], int], tuple[Slot, ...]] = {}
        self.visit_at: dict[tuple[str, frozenset[int], int, str], IntVar] = {}
        #: What constraints leave behind for those that must hold wherever an offered drill goes.
        self.rows: list[LinearRow] = []
        self.credits: list[CreditVariable] = []
        self.unmovable: list[UnmovableDrills] = []
        #: What the offers choose, by the duty's id.
        self.offerings: dict[str, Offering] = {}
        #: Made by ``weekly_hours.py`` where days are chosen without periods.
        self.weekly_lessons: list[tuple[int, str, IntVar]] | None = None
        #: Breaches of required developmental limits, where they are counted; see ``year_limits.py``.
        self.breaches: list[IntVar] = []
        #: Drills of the plan as it was that stay, where they are counted; see ``keeping.py``.
        self.unmoved: list[IntVar] = []
        #: One variable for several of a day, by their places; see ``one_for_many.py``.
        self.day_aggregates: dict[tuple[int, ...], IntVar] = {}
        #: Ids of duties whose minimum is held in ``credit.py``.
        self.credit_sharing_ids: frozenset[str] = frozenset()
        self.has_offers = False
        self._held_on: dict[int, list[IntVar]] = defaultdict(list)
        for (_, day), variable in self.held.items():
            self._held_on[day].append(variable)
        #: Days on which anything can be held: few where days are chosen already.
        self._possible_days = sorted(self._held_on)
        self._visits_on: dict[int, list[tuple[str, frozenset[int], IntVar]]] = defaultdict(list)
        self._in_hours: dict[tuple[str, int, int, int], tuple[Slot, ...]] = {}
        self._chosen: dict[Match, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self.crowded_days = problem.past.crowded_days if problem.past is not None else frozenset()
        if reading.one_a_day:
            for day, variables in self._held_on.items():
                if day not in self.crowded_days:
                    model.add_at_most_one(variables)
        if reading.periods:
            self._place()

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

    def add_visits(self, resource: Resource, sets: Sequence[frozenset[int]], taken: ResourceUse) -> None:
        """Let scenarios of these disjoint sets use the resource, on days and at hours when it is open.

        A set holds scenarios of one group and one length at which a visit counts for the same duties, so one
        variable stands for all.
        """
        for day in self._possible_days:
            if resource.is_open_on(self.problem.days[day].date):
                for some in sets:
                    self._add_visit(resource, some, day, taken)

    def _add_visit(self, resource: Resource, some: frozenset[int], day: int, taken: ResourceUse) -> None:
        held = [self.held[s, day] for s in sorted(some) if (s, day) in self.held]
        slots = self._visiting_slots(resource, some, day, taken) if held else ()
        if not slots:
            return
        visit = self.visit[resource.resource_id, some, day] = self.model.new_bool_var("")
        self.visiting_slots[resource.resource_id, some, day] = slots
        self._visits_on[day].append((resource.resource_id, some, visit))
        self.model.add(visit <= LinearExpr.sum(held))
        if not self.has_periods:
            return
        group = self.problem.group_of[min(some)]
        choices = []
        for slot in slots:
            choice = self.visit_at[resource.resource_id, some, day, slot.period] = self.model.new_bool_var("")
            self.model.add_implication(choice, self.placed[group, day, slot.period])
            choices.append(choice)
        self.model.add(visit == LinearExpr.sum(choices))

    def _visiting_slots(
        self, resource: Resource, some: frozenset[int], day: int, taken: ResourceUse
    ) -> tuple[Slot, ...]:
        """Return the slots of these scenarios in which the resource has room."""
        on = self.problem.days[day].date
        slots = self._open_slots(resource, some, day)
        if not taken.visits_on((resource.resource_id, on)):
            return slots
        return tuple(slot for slot in slots if taken.leaves_room(resource, on, self.interval(some, slot)))

    def _open_slots(self, resource: Resource, some: frozenset[int], day: int) -> tuple[Slot, ...]:
        """Return the slots within the opening hours; the same on all days of one sort."""
        number = self.problem.group_of[min(some)]
        group = self.problem.groups[number]
        sort = group.slot_list_of_day[day]
        key = resource.resource_id, number, sort, self.problem.scenarios[min(some)].minutes
        if key not in self._in_hours:
            self._in_hours[key] = tuple(
                slot
                for slot in group.slot_lists[sort]
                if resource.can_start_between(slot.earliest, slot.latest, key[3])
            )
        return self._in_hours[key]

    def interval(self, some: frozenset[int], slot: Slot) -> Interval:
        """When a drill of this set takes place in the slot, in minutes since midnight."""
        return self.problem.interval(min(some), slot)

    def slots(self, scenario: int, day: int) -> tuple[Slot, ...]:
        """The slots of a scenario on a day."""
        return self.problem.groups[self.problem.group_of[scenario]].slots(day)

    @cached_property
    def agency_kinds(self) -> dict[str, AgencyKind]:
        """Kinds of agencies by id; other resources are left out."""
        kinds = ((resource.resource_id, resource.agency_kind) for resource in self.problem.resources)
        return {resource_id: kind for resource_id, kind in kinds if kind is not None}

    def one_visit_of_a_kind(self) -> None:
        """Allow at most one agency of a kind at a drill (known by its set): two officers are not two drills."""
        together: dict[tuple[str, int, frozenset[int]], list[IntVar]] = defaultdict(list)
        for (resource_id, some, day), variable in self.visit.items():
            if resource_id in self.agency_kinds:
                drill = some if day in self.crowded_days else frozenset[int]()
                together[self.agency_kinds[resource_id], day, drill].append(variable)
        for variables in together.values():
            if len(variables) > 1:
                self.model.add_at_most_one(variables)

    def matching_scenarios(self, match: Match) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Indices of the scenarios that a match surely selects, and of those of which a reader could not tell."""
        if match not in self._chosen:
            answers = [selects(match, scenario) for scenario in self.problem.scenarios]
            self._chosen[match] = (
                tuple(index for index, answer in enumerate(answers) if answer),
                tuple(index for index, answer in enumerate(answers) if answer is None),
            )
        return self._chosen[match]

    def days_of(self, duty: Duty) -> tuple[int, ...]:
        """Indices of the days in the duty's window on which its unit attends."""
        return self.problem.days_of(duty)

    def toward_minimum(self, match: Match, day: int) -> list[IntVar]:
        """Variables of which as many are 1 on the day as drills surely match; more in a relaxation.

        Add them up where a duty wants many. On a day at most one is 1, since at most one drill is held.
        """
        return [variable for _, variable in self.counted_toward_minimum(match, day)]

    def toward_maximum(self, match: Match, day: int) -> list[IntVar]:
        """Variables of which as many are 1 on the day as drills may match; fewer in a relaxation.

        Add them up where a duty wants few.
        """
        return [variable for _, variable in self.counted_toward_maximum(match, day)]

    def counted_toward_minimum(self, match: Match, day: int) -> list[CountedVariable]:
        """What ``most`` gives, each variable with a scenario that has the drill's length."""
        return list(self._counted(match, day, self.matching_scenarios(match)[0], any))

    def counted_toward_maximum(self, match: Match, day: int) -> list[CountedVariable]:
        """What ``least`` gives, each variable with a scenario that has the drill's length."""
        sure, unsure = self.matching_scenarios(match)
        return list(self._counted(match, day, (*sure, *unsure), all))

    def uncertain(self, match: Match, day: int) -> list[IntVar]:
        """Variables of drills on the day of which a reader of the schedule could not tell whether they match."""
        return [variable for _, variable in self._counted(match, day, self.matching_scenarios(match)[1], all)]

    def by_slot(self, match: Match, day: int) -> Iterator[tuple[Slot, IntVar]]:
        """Variables of drills that surely match, by where they are held. Only with periods."""
        return (
            (slot, variable) for _, slot, variable in self._by_slot(match, day, self.matching_scenarios(match)[0])
        )

    def visits(self, match: Match, day: int) -> Iterator[tuple[int, tuple[Slot, ...], IntVar]]:
        """Variables of visits to drills that may match, with a scenario and the slots in which they may be."""
        sure, unsure = self.matching_scenarios(match)
        if self.has_periods:
            for scenario, slot, variable in self._by_slot(match, day, (*sure, *unsure)):
                yield scenario, (slot,), variable
        else:
            for scenario, variable in self.counted_toward_maximum(match, day):
                yield scenario, self.slots(scenario, day), variable

    def is_exact(self, match: Match) -> bool:
        """Whether ``most`` and ``least`` are the number of matching drills, and not a bound on it."""
        return self.has_periods or match.moments is None

    def _counted(
        self, match: Match, day: int, wanted: tuple[int, ...], enough: Callable[[Iterable[bool]], bool]
    ) -> Iterator[CountedVariable]:
        """Without periods a drill counts where any, or where all, of its slots are of the match's moments."""
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
        for resource_id, some, variable in self._visits_on.get(day, ()):
            if self.agency_kinds.get(resource_id) == match.agency and some <= set(wanted):
                yield min(some), variable

    def _by_slot(self, match: Match, day: int, wanted: tuple[int, ...]) -> Iterator[tuple[int, Slot, IntVar]]:
        """Groups and sets lie wholly inside or outside of every match for which slots are asked."""
        if match.agency is not None:
            for resource_id, some, _ in self._visits_on.get(day, ()):
                if self.agency_kinds.get(resource_id) == match.agency and some <= set(wanted):
                    for slot in self.slots(min(some), day):
                        variable = self.visit_at.get((resource_id, some, day, slot.period))
                        if variable is not None and is_moment(match, slot.tags):
                            yield min(some), slot, variable
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
        """Say that a drill of these sets must not move on to or off ``days``, or at all if ``even_inside``.

        For constraints of which nobody works out what a move would do to them.
        """
        self.unmovable.append(
            UnmovableDrills(
                frozenset(days),
                even_inside,
                lambda day: [one for match in matches for one in self.toward_maximum(match, day)],
            )
        )

    def possible_days(self, days: Iterable[int]) -> list[int]:
        """Those of the days on which anything can be held."""
        return [day for day in days if day in self._held_on]

    def held_on(self, day: int) -> list[IntVar]:
        """All drills that could be held on a day; at most one is."""
        return self._held_on.get(day, [])

    def most_held(self, days: Iterable[int]) -> int:
        """The most drills that these days can have: one each, but for past days that had several."""
        return sum(len(some) if day in self.crowded_days else 1 for day in days if (some := self.held_on(day)))
