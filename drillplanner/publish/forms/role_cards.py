"""Role cards: one for each person, to cut out and carry, with tasks in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from drillplanner.incident_command.chart.role_chart import ClassCover, Holder, Post
from drillplanner.publish.chart.box import NO_BREAK_SPACE, text_row
from drillplanner.publish.core.site_places import places_of
from drillplanner.publish.core.typst.typeface import BOLD, BREAK, REGULAR, breakable_text
from drillplanner.publish.forms import texts
from drillplanner.publish.forms.assignments import tasks_of
from drillplanner.publish.forms.context import DrillContext, joined_names

#: Room for text inside a card, in points; ``role_cards.typ`` draws cards of this size.
WIDTH, HEIGHT = 256.0, 136.0
#: Type sizes of a card's text; the first at which all of it fits is used. Names are ``NAME_SCALE`` times larger.
SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
NAME_SCALE = 1.4
#: All cards of a packet share a size, but a card that needs less than this does not shrink the others.
SMALLEST_SHARED_SIZE = 8.0
#: Line height and space between paragraphs, in ems.
LINE_HEIGHT, PARAGRAPH_GAP = 1.0, 0.24
#: Width of a step's number, in ems.
NUMBER_WIDTH = 1.4

#: The post whose tasks apply to an adult who takes over a class.
CLASS_SUPERVISION = "OPS-TCH"
_BEFOREHAND = "You take over the class before the drill begins"
_RANKS = {2: "2nd", 3: "3rd"}


@dataclass(frozen=True)
class CardFact:
    """A labeled line of a card; an empty value is filled in by hand."""

    label: str
    value: str


@dataclass(frozen=True)
class RoleCard:
    """One person's card. ``size`` is the type size at which everything fits."""

    name: str
    heading: str
    local: str
    facts: tuple[CardFact, ...]
    tasks: tuple[str, ...]
    size: float = SIZES[0]


def role_cards(context: DrillContext) -> tuple[RoleCard, ...]:
    """Return the role cards of a drill.

    First come the holders of posts, then alternates, then adults who take over a class. Last come cards without a
    name, one for each post that many people hold, such as teachers with their classes.
    """
    held: dict[str, list[Post]] = {}
    stands_in: dict[str, list[tuple[Post, int]]] = {}
    for post, person, rank in context.holders():
        if rank == 1:
            held.setdefault(person.staff_id, []).append(post)
        else:
            stands_in.setdefault(person.staff_id, []).append((post, rank))
    holders = [person for person in context.people if person.staff_id in held]
    alternates = [person for person in context.people if person.staff_id not in held]
    cards = [
        _at_fitting_size(card)
        for card in (
            *(
                _card(person, held[person.staff_id], stands_in.get(person.staff_id, []), context)
                for person in holders
            ),
            *(_stand_in_card(person, stands_in[person.staff_id], context) for person in alternates),
            *(
                _class_card(person, cover, context, called=person.staff_id not in held)
                for person, cover in context.covers
            ),
            *(_open_card(post, context) for post in context.chart.posts if post.everyone),
        )
    ]
    shared = min((card.size for card in cards if card.size >= SMALLEST_SHARED_SIZE), default=SMALLEST_SHARED_SIZE)
    return tuple(replace(card, size=min(card.size, shared)) for card in cards)


def _card(person: Holder, posts: list[Post], stands_in: list[tuple[Post, int]], context: DrillContext) -> RoleCard:
    opened = [post.title for post in posts if post.position_id in context.chart.by_id]
    on_call = [post.title for post in posts if post.position_id not in context.chart.by_id]
    heading = [" + ".join(opened), f"On call: {', '.join(on_call)}" if on_call else ""]
    also = [work for post in posts for work in post.also]
    return RoleCard(
        name=person.name,
        heading="; ".join(part for part in heading if part),
        local=" + ".join(post.local_title for post in posts) + (f"; also {', '.join(also)}" if also else ""),
        facts=(
            *_class_goes_to(person),
            *_known_fact("You report to", _supervisor(posts[0], context)),
            CardFact("Your radio", person.radio),
            *_known_fact("Command post", context.details.site.command_post),
            *_known_fact("Takes over from you", joined_names(posts[0].alternates)),
            *_known_fact("You stand in", _stands_in(stands_in)),
        ),
        tasks=_tasks(posts, context),
    )


def _stand_in_card(person: Holder, posts: list[tuple[Post, int]], context: DrillContext) -> RoleCard:
    first = posts[0][0]
    return RoleCard(
        name=person.name,
        heading=f"Stand-in: {first.title}",
        local=f"If {joined_names(first.people) or 'nobody'} is not there, you do this",
        facts=(
            *_class_goes_to(person),
            *_known_fact("You report to", _supervisor(first, context)),
            CardFact("Your radio", person.radio),
            *_known_fact("Command post", context.details.site.command_post),
            *_known_fact("You stand in", _stands_in(posts)),
        ),
        tasks=tasks_of(first, context),
    )


def _class_card(person: Holder, cover: ClassCover, context: DrillContext, *, called: bool) -> RoleCard:
    """Return the card of an adult without a post who takes over a class.

    If ``called``, the teacher is an alternate, and leaves the class only when called to a post.
    """
    when = f"If {person.name} is called to a post, you take over the class" if called else _BEFOREHAND
    return RoleCard(
        name=cover.name,
        heading=f"Class of {person.name}",
        local=f"{context.activity.call(when)}, and keep it until it is handed back",
        facts=(),
        tasks=tuple(map(context.activity.call, texts.load_tasks().get(CLASS_SUPERVISION, ()))),
    )


def _open_card(post: Post, context: DrillContext) -> RoleCard:
    """Return a card without a name, to copy for everyone who holds the post."""
    return RoleCard(
        name="",
        heading=post.local_title,
        local=f"{post.title}: {post.everyone}; copy this card",
        facts=(
            *_known_fact("You report to", _supervisor(post, context)),
            CardFact("Your radio", ""),
            *(CardFact(place.label, place.place) for place in places_of(context.details)[1:] if place.place),
        ),
        tasks=tasks_of(post, context),
    )


def _class_goes_to(person: Holder) -> tuple[CardFact, ...]:
    return _known_fact("Your class goes to", person.class_covered_by.name if person.class_covered_by else "")


def _known_fact(label: str, value: str) -> tuple[CardFact, ...]:
    return (CardFact(label, value),) if value else ()


def _tasks(posts: Iterable[Post], context: DrillContext) -> tuple[str, ...]:
    return tuple(dict.fromkeys(task for post in posts for task in tasks_of(post, context)))


def _supervisor(post: Post, context: DrillContext) -> str:
    if post.supervisor is None:
        return ""
    supervisor = context.chart.by_id[post.supervisor]
    person = supervisor.primary
    channel = f", radio{NO_BREAK_SPACE}{person.radio}" if person and person.radio else ""
    return f"{person.name}, {supervisor.short}{channel}" if person else supervisor.title


def _stands_in(posts: list[tuple[Post, int]]) -> str:
    return "; ".join(f"{_RANKS.get(rank, f'{rank}th')} for {post.short}" for post, rank in posts)


def _at_fitting_size(card: RoleCard) -> RoleCard:
    rows = [
        (card.name or " ", BOLD, NAME_SCALE, 0.0),
        (card.heading, BOLD, 1.0, 0.0),
        (card.local, REGULAR, 1.0, 0.0),
    ]
    rows += [(f"{fact.label}: {fact.value}", BOLD, 1.0, 0.0) for fact in card.facts]
    rows += [(task, REGULAR, 1.0, NUMBER_WIDTH) for task in card.tasks]
    return replace(card, size=next((size for size in SIZES if _height(rows, size) <= HEIGHT), SIZES[-1]))


def _height(rows: list[tuple[str, str, float, float]], size: float) -> float:
    ems = 0.0
    for text, style, scale, indent in rows:
        lines, _ = text_row(breakable_text(text).replace(BREAK, " "), style, scale).fit(WIDTH / size - indent)
        ems += lines * scale * LINE_HEIGHT + PARAGRAPH_GAP
    return ems * size
