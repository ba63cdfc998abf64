"""What every form of one drill draws on: the drill, its chart, its scenario, and which forms are in the packet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.incident_command.chart.role_chart import ClassCover, Holder, Post, RoleChart
from drillplanner.incident_command.positions.catalog import OrganizationLevel, PositionId, Section
from drillplanner.model import Campus, Drill, GradeBand, Route, Scenario
from drillplanner.model.scenarios.adult_texts import ScenarioText
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.form_catalogue import Circumstance, FormDefinition, FormNeed, Structure, load_forms

#: Levels of the Operations Section that lead other teams and are no team themselves.
_LEADING = (OrganizationLevel.CHIEF, OrganizationLevel.DIRECTOR)
#: Exercises that are structured alike whatever their tier.
_EXERCISES = ("functional", "full_scale")


@dataclass(frozen=True)
class Signer:
    """Whose name stands in a "Prepared by" or "Approved by" block; empty where a pen must fill it."""

    name: str = ""
    position: str = ""
    position_id: PositionId = ""
    staff_id: str = ""


@dataclass(frozen=True)
class DrillContext:
    """One drill with all that its forms tell."""

    details: DrillDetails
    chart: RoleChart

    @property
    def drill(self) -> Drill:
        """The drill."""
        return self.details.drill

    @property
    def scenario(self) -> Scenario | None:
        """The scenario; None where the drill names none, or one that the workspace does not have."""
        return self.details.scenario

    @property
    def text(self) -> ScenarioText | None:
        """What the scenario says to the adults of the grades that are there."""
        return self.details.text

    @property
    def campus(self) -> Campus | None:
        """The campus; None where the workspace does not know it."""
        return self.details.campus

    @cached_property
    def bands(self) -> tuple[GradeBand, ...]:
        """The grade bands that take part: of the drill's grades, else of the campus, else none that is known."""
        return self.details.bands() or ()

    @cached_property
    def stop_words(self) -> str:
        """What anybody may say to stop the drill: the scenario's words, else those of every exercise document."""
        own = self.scenario.exercise if self.scenario else None
        return _sentence((own.stop_words if own else "") or load_reference().conduct.stop_words)

    @cached_property
    def real_emergency_words(self) -> str:
        """What opens a message about a real emergency, in the same way."""
        own = self.scenario.exercise if self.scenario else None
        return _sentence(
            (own.real_emergency_words if own else "") or load_reference().conduct.real_emergency_words
        )

    @property
    def structure(self) -> Structure:
        """The drill's tier, or that it is an exercise."""
        return Structure.EXERCISE if self.drill.drill_type in _EXERCISES else Structure(self.chart.tier.value)

    @cached_property
    def circumstances(self) -> frozenset[Circumstance]:
        """What makes a form needed that is otherwise left out."""
        met = {
            Circumstance.OUTSIDE_AGENCY: bool(self.chart.agencies),
            Circumstance.BORROWED_STAFF: bool(self.borrowed),
            Circumstance.SEVERAL_CHANNELS: len(self.channels) > 1,
            Circumstance.LEAVES_THE_GROUNDS: self.drill.route is Route.OFF_SITE,
        }
        return frozenset(circumstance for circumstance, holds in met.items() if holds)

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The radio channels of the people on the chart, each once, in the order of the chart."""
        return tuple(dict.fromkeys(person.radio for person in self.people if person.radio))

    @cached_property
    def people(self) -> tuple[Holder, ...]:
        """Everybody with a name on the chart, alternates and people on call included, each once."""
        found: dict[str, Holder] = {}
        for post in (*self.chart.posts, *self.chart.on_call):
            for person in (*post.people, *post.alternates):
                found.setdefault(person.staff_id, person)
        return tuple(found.values())

    @cached_property
    def covers(self) -> tuple[tuple[Holder, ClassCover], ...]:
        """Who leaves a class for a post of this chart, with the adult who takes it, where that one has no post."""
        charted = {person.staff_id for person in self.people}
        return tuple(
            (person, person.class_covered_by)
            for person in self.people
            if person.class_covered_by is not None and person.class_covered_by.staff_id not in charted
        )

    @cached_property
    def borrowed(self) -> tuple[Holder, ...]:
        """People of the chart who belong to another campus."""
        homes = self.details.staff_homes
        return tuple(
            person
            for person in self.people
            if person.staff_id in homes and homes[person.staff_id].campus_id != self.drill.campus_id
        )

    @cached_property
    def teams(self) -> tuple[Post, ...]:
        """The opened teams of the Operations Section, in the order of the chart.

        Single resources under a group are on that group's list, not on one of their own.
        """
        return tuple(
            post
            for post in self.chart.posts
            if post.section is Section.OPERATIONS
            and post.level not in _LEADING
            and not self._belongs_to_team(post)
        )

    def _belongs_to_team(self, post: Post) -> bool:
        above = self.chart.by_id[post.supervisor] if post.supervisor else None
        return (
            post.level is OrganizationLevel.SINGLE_RESOURCE
            and above is not None
            and above.section is Section.OPERATIONS
            and above.level not in _LEADING
        )

    @cached_property
    def supervisors(self) -> tuple[Post, ...]:
        """The opened posts that lead, in the order of the chart: who keeps an activity log.

        Command, the heads of sections and branches, the leaders of teams, and whoever has reports.
        """
        heads = (OrganizationLevel.COMMAND, OrganizationLevel.CHIEF, OrganizationLevel.DIRECTOR)
        leaders = {post.position_id for post in self.teams if not post.everyone}
        return tuple(
            post
            for post in self.chart.posts
            if post.level in heads
            or post.position_id in leaders
            or (not post.everyone and self.chart.reports(post.position_id))
        )

    def on_chart(self, position_id: PositionId) -> Post | None:
        """The post, opened or on call; None where it is neither."""
        waiting = (post for post in self.chart.on_call if post.position_id == position_id)
        return self.chart.by_id.get(position_id) or next(waiting, None)

    def signer(self, *position_ids: PositionId) -> Signer:
        """The first of these posts that somebody holds, opened or on call."""
        for position_id in position_ids:
            post = self.on_chart(position_id)
            if post is not None and post.primary is not None:
                return signer_of(post)
        return Signer()

    def holders(self) -> Iterator[tuple[Post, Holder, int]]:
        """Each person in each post, opened or on call: rank 1 holds it or is of the team, 2 and 3 stand in."""
        for post in (*self.chart.posts, *self.chart.on_call):
            yield from ((post, person, 1) for person in post.people)
            yield from ((post, person, rank) for rank, person in enumerate(post.alternates, start=2))


def _sentence(words: str) -> str:
    """The words with a capital letter and a full stop."""
    return f"{words[0].upper()}{words[1:]}" + ("" if words.endswith((".", "!")) else ".")


def signer_of(post: Post) -> Signer:
    """Whoever holds the post, as the one who signs; an empty line where nobody does."""
    person = post.primary
    return Signer() if person is None else Signer(person.name, post.title, post.position_id, person.staff_id)


def joined_names(people: Iterable[Holder]) -> str:
    """``Ann, Bea``."""
    return ", ".join(person.name for person in people)


def needed_forms(context: DrillContext) -> tuple[FormDefinition, ...]:
    """The forms of this drill, in the order of the packet."""
    return tuple(form for form in load_forms() if _is_needed(form, context))


def _is_needed(form: FormDefinition, context: DrillContext) -> bool:
    if form.operations_only and context.chart.who_would:
        return False
    match form.needed[context.structure]:
        case FormNeed.ALWAYS:
            return True
        case FormNeed.WHEN:
            return not context.circumstances.isdisjoint(form.when)
        case FormNeed.NEVER:
            return False
