"""What all forms of one drill share: the drill, its people and teams, and which forms it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from drillplanner.exercises.design.evaluation import target_minutes
from drillplanner.exercises.doctrine.activity import Activity
from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.files.counting import counted
from drillplanner.incident_command.chart.role_chart import ClassCover, Holder, Post, RoleChart
from drillplanner.incident_command.positions.catalog import OrganizationLevel, PositionId, Section
from drillplanner.model import Campus, Drill, GradeBand, Route, Scenario
from drillplanner.model.scenarios.adult_texts import ScenarioText
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.form_catalogue import Circumstance, FormDefinition, FormNeed, Structure, load_forms
from drillplanner.publish.core.paper.tiers import PaperTier
from drillplanner.publish.forms.texts import FormWording, load_wording

#: Levels of the Operations Section that lead teams and are not teams themselves.
_LEADING_LEVELS = (OrganizationLevel.CHIEF, OrganizationLevel.DIRECTOR)
#: Exercises that have the same structure in every tier.
_EXERCISES = ("functional", "full_scale")


@dataclass(frozen=True)
class Signer:
    """The person named in a "Prepared by" or "Approved by" block; empty if it is filled in by hand."""

    name: str = ""
    position: str = ""
    position_id: PositionId = ""
    staff_id: str = ""


@dataclass(frozen=True)
class DrillContext:
    """One drill with everything that its forms print; without a tier, all forms of its structure are printed."""

    details: DrillDetails
    chart: RoleChart
    tier: PaperTier | None = None

    @property
    def drill(self) -> Drill:
        """The drill."""
        return self.details.drill

    @property
    def scenario(self) -> Scenario | None:
        """The scenario; None if the drill names none, or the workspace does not have it."""
        return self.details.scenario

    @property
    def text(self) -> ScenarioText | None:
        """The scenario's texts for the adults of the grades that take part."""
        return self.details.text

    @property
    def campus(self) -> Campus | None:
        """The campus; None if the workspace does not have it."""
        return self.details.campus

    @cached_property
    def bands(self) -> tuple[GradeBand, ...]:
        """The grade bands that take part: the drill's, else the campus's; empty if neither is known."""
        return self.details.bands() or ()

    @property
    def activity(self) -> Activity:
        """What papers call it, and the words said in it."""
        return self.details.activity

    @cached_property
    def wording(self) -> FormWording:
        """The sentences that are the same for all drills, with what this one is called."""
        call = self.activity.call
        texts = load_wording().model_dump()
        return FormWording(
            **{key: call(text) if isinstance(text, str) else tuple(map(call, text)) for key, text in texts.items()}
        )

    @property
    def stop_words(self) -> str:
        """The words with which anyone may stop the drill."""
        return self.activity.spoken.stop_words

    @property
    def real_emergency_words(self) -> str:
        """The first words of a message about a real emergency."""
        return self.activity.spoken.real_emergency_words

    @cached_property
    def target_sentence(self) -> str:
        """The minutes to clear and to account, in words for papers; empty if the type of drill has no target."""
        group = load_reference().groups[self.drill.drill_type]
        targets = target_minutes(self.drill, self.scenario, group)
        clear = f"everyone where they should be within {counted(targets.clear, 'minute')}" if targets.clear else ""
        account = f"all accounted for within {counted(targets.account, 'minute')}" if targets.account else ""
        aims = ", ".join(aim for aim in (clear, account) if aim)
        return f"Target: {aims} of the first words." if aims else ""

    @property
    def structure(self) -> Structure:
        """The tier of the drill's organization, or ``EXERCISE``."""
        return Structure.EXERCISE if self.drill.drill_type in _EXERCISES else Structure(self.chart.tier.value)

    @cached_property
    def circumstances(self) -> frozenset[Circumstance]:
        """The circumstances of this drill that make more forms necessary."""
        applies = {
            Circumstance.OUTSIDE_AGENCY: bool(self.chart.agencies),
            Circumstance.BORROWED_STAFF: bool(self.borrowed),
            Circumstance.SEVERAL_CHANNELS: len(self.channels) > 1,
            Circumstance.LEAVES_THE_GROUNDS: self.drill.route is Route.OFF_SITE,
        }
        return frozenset(circumstance for circumstance, is_met in applies.items() if is_met)

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The radio channels of the people on the chart, without duplicates, in the order of the chart."""
        return tuple(dict.fromkeys(person.radio for person in self.people if person.radio))

    @cached_property
    def people(self) -> tuple[Holder, ...]:
        """Everyone named on the chart, alternates and people on call included, without duplicates."""
        by_staff_id: dict[str, Holder] = {}
        for post in (*self.chart.posts, *self.chart.on_call):
            for person in (*post.people, *post.alternates):
                by_staff_id.setdefault(person.staff_id, person)
        return tuple(by_staff_id.values())

    @cached_property
    def covers(self) -> tuple[tuple[Holder, ClassCover], ...]:
        """Each teacher who leaves a class for a post, with the adult who takes it over and has no post."""
        charted = {person.staff_id for person in self.people}
        return tuple(
            (person, person.class_covered_by)
            for person in self.people
            if person.class_covered_by is not None and person.class_covered_by.staff_id not in charted
        )

    @cached_property
    def borrowed(self) -> tuple[Holder, ...]:
        """The people on the chart who belong to another campus."""
        homes = self.details.staff_homes
        return tuple(
            person
            for person in self.people
            if person.staff_id in homes and homes[person.staff_id].campus_id != self.drill.campus_id
        )

    @cached_property
    def teams(self) -> tuple[Post, ...]:
        """The activated teams of the Operations Section, in the order of the chart.

        Single resources under a group are on the group's list and have none of their own.
        """
        return tuple(
            post
            for post in self.chart.posts
            if post.section is Section.OPERATIONS
            and post.level not in _LEADING_LEVELS
            and not self._belongs_to_team(post)
        )

    def _belongs_to_team(self, post: Post) -> bool:
        above = self.chart.by_id[post.supervisor] if post.supervisor else None
        return (
            post.level is OrganizationLevel.SINGLE_RESOURCE
            and above is not None
            and above.section is Section.OPERATIONS
            and above.level not in _LEADING_LEVELS
        )

    @cached_property
    def supervisors(self) -> tuple[Post, ...]:
        """The activated posts that keep an activity log, in the order of the chart.

        These are command, the heads of sections and branches, the leaders of teams, and all others with reports.
        """
        head_levels = (OrganizationLevel.COMMAND, OrganizationLevel.CHIEF, OrganizationLevel.DIRECTOR)
        leaders = {post.position_id for post in self.teams if not post.everyone}
        return tuple(
            post
            for post in self.chart.posts
            if post.level in head_levels
            or post.position_id in leaders
            or (not post.everyone and self.chart.reports(post.position_id))
        )

    def leads_others(self, post: Post) -> bool:
        """Check whether the holder of a post supervises somebody: posts that report to it, or a team."""
        return len(post.people) > 1 or bool(self.chart.reports(post.position_id))

    def on_chart(self, position_id: PositionId) -> Post | None:
        """Return the post if it is activated or on call, else None."""
        on_call = (post for post in self.chart.on_call if post.position_id == position_id)
        return self.chart.by_id.get(position_id) or next(on_call, None)

    def signer(self, *position_ids: PositionId) -> Signer:
        """Return the holder of the first of these posts that is filled, activated or on call."""
        for position_id in position_ids:
            post = self.on_chart(position_id)
            if post is not None and post.primary is not None:
                return signer_of(post)
        return Signer()

    def holders(self) -> Iterator[tuple[Post, Holder, int]]:
        """Yield (post, person, rank), on-call posts included: rank 1 holds the post, 2 and 3 are alternates."""
        for post in (*self.chart.posts, *self.chart.on_call):
            yield from ((post, person, 1) for person in post.people)
            yield from ((post, person, rank) for rank, person in enumerate(post.alternates, start=2))


def signer_of(post: Post) -> Signer:
    """Return the holder of a post as signer; an empty signer if the post is vacant."""
    person = post.primary
    return Signer() if person is None else Signer(person.name, post.title, post.position_id, person.staff_id)


def joined_names(people: Iterable[Holder]) -> str:
    """Return the names of people in a list: ``Ann, Bea``."""
    return ", ".join(person.name for person in people)


def radio_label(person: Holder | None) -> str:
    """Return ``radio Office`` for a person's radio channel; empty without a radio."""
    return f"radio {person.radio}" if person is not None and person.radio else ""


def needed_forms(context: DrillContext) -> tuple[FormDefinition, ...]:
    """Return the forms of this drill, in the order of printing: those of its tier, else of its structure."""
    if context.tier is None:
        return tuple(form for form in load_forms() if _is_needed(form, context))
    by_id = {form.id: form for form in load_forms()}
    return tuple(by_id[form_id] for form_id in context.tier.forms if _is_in_tier(by_id[form_id], context))


def _is_in_tier(form: FormDefinition, context: DrillContext) -> bool:
    assert context.tier is not None  # noqa: S101 (its only caller has checked)
    when = context.tier.when.get(form.id)
    is_met = when is None or not context.circumstances.isdisjoint(when)
    return is_met and not (form.operations_only and context.chart.who_would)


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
