"""Door cards: the ways out of a room or wing, where its class goes, a place to count, a status to hold up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from drillplanner.model import Doorway, SchoolSite
from drillplanner.model.scenarios.response_actions import Vocabulary, with_capital
from drillplanner.publish.cards.card_page import CardPage
from drillplanner.publish.chart.box import text_row
from drillplanner.publish.core.typst.pdf import Template
from drillplanner.publish.core.typst.typeface import BOLD

TEMPLATE = Template("cards/door_cards.typ", "door-cards")
#: Room for the name of a room in the black bar, in points, on at most two lines; and the type sizes tried.
BAR_WIDTH = 520.0
BAR_SIZES = (34.0, 30.0, 26.0, 22.0, 18.0, 14.0)
#: Room for all ways and places, and for a row's own words; the space below a row; the type sizes tried; in points.
HEIGHT, ROW_WIDTH, ROW_GAP = 400.0, 388.0, 10.0
SIZES = (20.0, 18.0, 16.0, 14.0, 12.0, 10.5, 9.0)
LINE_HEIGHT = 1.12
#: The response actions in which a class stays behind its door.
_IN_THE_ROOM = ("hold", "secure", "lockdown")


@dataclass(frozen=True)
class ActionLine:
    """A response action: the district's word for it, and what to do, which may be a place."""

    word: str
    what: str


@dataclass(frozen=True)
class DoorCard:
    """The card of a room or wing; an empty value is a line to write on.

    ``bar_size`` is the type size of the room's name, ``size`` that of ways and places.
    """

    room: str
    bar_size: float
    size: float
    way_out: str
    second_way_out: str
    assembly: str
    second_assembly: str
    actions: tuple[ActionLine, ...]


def door_cards(site: SchoolSite, vocabulary: Vocabulary) -> tuple[DoorCard, ...]:
    """Return a card for each room or wing of ``site.yaml``.

    If nobody wrote down any, there is one card without a name, to copy for each room.
    """
    return tuple(_card(door, site, vocabulary) for door in site.doors or (None,))


def _card(door: Doorway | None, site: SchoolSite, vocabulary: Vocabulary) -> DoorCard:
    room = "" if door is None else door.room
    shelter = with_capital(vocabulary.words_for("shelter").word)
    storm = (door.shelter if door else "") or site.storm_shelter
    card = DoorCard(
        room=room,
        bar_size=next((size for size in BAR_SIZES if _lines(room, BAR_WIDTH / size) <= 2), BAR_SIZES[-1]),
        size=SIZES[0],
        way_out=door.way_out if door else "",
        second_way_out=door.second_way_out if door else "",
        assembly=(door.assembly if door else "") or site.assembly,
        second_assembly=site.second_assembly,
        actions=(
            *(
                ActionLine(with_capital(words.word), words.directive)
                for words in map(vocabulary.words_for, _IN_THE_ROOM)
            ),
            ActionLine(f"{shelter} from a storm", storm),
            ActionLine(f"{shelter} from bad air", site.bad_air_shelter),
        ),
    )
    return replace(card, size=next((size for size in SIZES if _height(card, size) <= HEIGHT), SIZES[-1]))


def _height(card: DoorCard, size: float) -> float:
    values = (card.way_out, card.second_way_out, card.assembly, card.second_assembly)
    rows = (*values, *(action.what for action in card.actions))
    return sum(_lines(value, ROW_WIDTH / size) * size * LINE_HEIGHT + ROW_GAP for value in rows)


def _lines(text: str, width: float) -> int:
    return text_row(text, BOLD).fit(width)[0] if text else 1


def door_cards_content(cards: Sequence[DoorCard], page: CardPage) -> str:
    """Return the JSON text that ``templates/cards/door_cards.typ`` reads."""
    values = {**page.values(), "cards": [asdict(card) for card in cards]}
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
