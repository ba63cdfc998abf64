"""Pocket cards: one for each role, without a date or a name, to laminate and carry through the year."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.incident_command.chart.role_chart import Post
from drillplanner.incident_command.positions.catalog import CertaintyMark, PositionId
from drillplanner.model import Frozen, SchoolSite
from drillplanner.publish.cards.card_page import CardPage, StopWords
from drillplanner.publish.cards.year_roles import YearRole
from drillplanner.publish.chart.box import text_row
from drillplanner.publish.core.site_places import shut_off_places
from drillplanner.publish.core.typst.pdf import Template
from drillplanner.publish.core.typst.typeface import BOLD, REGULAR
from drillplanner.publish.forms.texts import load_tasks

TEMPLATE = Template("cards/pocket_cards.typ", "pocket-cards")
#: Room for text inside a card, in points, and the space around it; four are on a page.
WIDTH, HEIGHT, INSET = 258.0, 351.0, 12.0
#: Type sizes of a card. All our own words fit at the first; a long place or title may need a smaller one.
SIZES = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
#: Above the stop words.
STOP_CAPTION = "To stop a drill, anyone says:"
#: The title and the stop words are larger than the rest; the title in ICS and the caption are smaller.
TITLE_SCALE, STOP_SCALE, SMALL_SCALE = 1.25, 1.5, 0.8
#: Line height, space between paragraphs, and width of a step's number, in ems.
LINE_HEIGHT, PARAGRAPH_GAP, NUMBER_WIDTH = 1.12, 0.36, 1.4
#: How many things a card says to do first.
ACTIONS = 3
#: The team that locks doors and shuts off what must be shut off.
SITE_TEAM: PositionId = "OPS-SFC"


class PocketRole(Frozen):
    """The words of a role's card: the job in a sentence, and what to do first."""

    job: str = Field(min_length=1, max_length=90)
    do: tuple[str, ...] = Field(min_length=ACTIONS, max_length=ACTIONS)


class _PocketFile(Frozen):
    basis: CertaintyMark
    roles: dict[PositionId, PocketRole]


@cache
def load_pocket_words() -> dict[PositionId, PocketRole]:
    """Return the words of each role's card. Raises InputError: the file is invalid."""
    name = "pocket_words.yaml"
    return parse_as(_PocketFile, read_document(Path(__file__).with_name(name), f"publish/cards/{name}")).roles


@dataclass(frozen=True)
class PocketCard:
    """One role's card; ``size`` is the type size in points at which everything fits.

    ``official`` is the title in ICS; empty if the school's own says the same. ``facts`` are lines of a label and
    what the school wrote down for it; an empty one is a line to write on.
    """

    title: str
    official: str
    job: str
    actions: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    size: float = SIZES[0]


def pocket_cards(roles: Iterable[YearRole], site: SchoolSite, stop: StopWords) -> tuple[PocketCard, ...]:
    """Return the cards of these roles, in their order.

    The site team has a second card, with the shut-offs: no wall has them.
    """
    return tuple(_in_largest_type(card, stop) for role in roles for card in _cards(role, site))


def _cards(role: YearRole, site: SchoolSite) -> Iterator[PocketCard]:
    post = role.post
    words = load_pocket_words().get(post.position_id)
    report_to = (("Report to", _report_to(role.supervisors)),) if role.supervisors else ()
    yield PocketCard(
        title=post.local_title,
        official="" if post.title.casefold() == post.local_title.casefold() else post.title,
        job=post.duties if words is None else words.job,
        actions=_usual_tasks(post) if words is None else words.do,
        facts=(*report_to, ("Command post", site.command_post)),
    )
    shut_offs = shut_off_places(site.shut_offs)
    if post.position_id == SITE_TEAM and shut_offs:
        yield PocketCard(
            title="Shut-offs",
            official=post.local_title,
            job="Only for a real emergency.",
            actions=(),
            facts=tuple((name[0].upper() + name[1:], place) for name, place in shut_offs),
        )


def _in_largest_type(card: PocketCard, stop: StopWords) -> PocketCard:
    return next(
        (fitting for size in SIZES if _fits(fitting := replace(card, size=size), stop)),
        replace(card, size=SIZES[-1]),
    )


def _usual_tasks(post: Post) -> tuple[str, ...]:
    return load_tasks().get(post.position_id, ())[:ACTIONS]


def _report_to(supervisors: Sequence[Post]) -> str:
    """Return the role above; if smaller drills do not open it, also who it is then."""
    first, *others = (post.local_title for post in supervisors)
    return first if not others else f"{first}. If none: {others[0]}"


def _fits(card: PocketCard, stop: StopWords) -> bool:
    rows = [
        (card.title, BOLD, TITLE_SCALE, 0.0),
        (card.official, REGULAR, SMALL_SCALE, 0.0),
        (card.job, REGULAR, 1.0, 0.0),
        *((action, BOLD, 1.0, NUMBER_WIDTH) for action in card.actions),
        *((f"{label}: {words}", BOLD, 1.0, 0.0) for label, words in card.facts),
        (STOP_CAPTION, REGULAR, SMALL_SCALE, 0.0),
        (stop.stop_words, BOLD, STOP_SCALE, 0.0),
        (f"If it is real: {stop.real_emergency}", BOLD, 1.0, 0.0),
    ]
    ems = 0.0
    for text, style, scale, indent in rows:
        if text:
            lines, _ = text_row(text, style, scale).fit(WIDTH / card.size - indent)
            ems += lines * scale * LINE_HEIGHT + PARAGRAPH_GAP
    return ems * card.size <= HEIGHT


def pocket_cards_content(cards: Sequence[PocketCard], page: CardPage, stop: StopWords) -> str:
    """Return the JSON text that ``templates/cards/pocket_cards.typ`` reads."""
    measures = {
        "height": HEIGHT,
        "inset": INSET,
        "gap": PARAGRAPH_GAP,
        "leading": round(LINE_HEIGHT - 1, 2),
        "number": NUMBER_WIDTH,
        "title": TITLE_SCALE,
        "stop": STOP_SCALE,
        "small": SMALL_SCALE,
    }
    values = {
        **page.values(),
        "measures": measures,
        "stop": asdict(stop),
        "stop_caption": STOP_CAPTION,
        "cards": [asdict(card) for card in cards],
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
