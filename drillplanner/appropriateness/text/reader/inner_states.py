"""What the reader's network sees in a short text before it decides.

On its own because the reading of single lines needs it: the network's verdict was taught on whole descriptions,
and a single line of a script ("Sit with your back to the wall") is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.reader.inference import reader_tables, rule_names
from drillplanner.appropriateness.text.reader.windows import windows_of

if TYPE_CHECKING:
    from drillplanner.appropriateness.text.reader.network import Table

#: The layers, from below, whose output is used; the rest of the network was taught for descriptions.
SHARED_LAYERS = 4
#: The number of rules that are named, the likeliest first.
_NAMED = 4


@dataclass(frozen=True, eq=False)
class InnerStates:
    """The numbers for each word piece (a row each), and which pieces are text and not context."""

    states: Table
    is_text: tuple[bool, ...]


def inner_states_of(plain: str, context: Context) -> InnerStates:
    """Return the inner states for a text in its context.

    Only the first window of a text is used: lines are short.
    """
    from drillplanner.appropriateness.text.reader.network import states_of, through_layers

    window = windows_of(plain, context)[0]
    tables = reader_tables()
    return InnerStates(
        through_layers(tables, states_of(tables, window.pieces), range(SHARED_LAYERS)), window.is_text
    )


def likely_rules_of(inner: InnerStates) -> tuple[str, ...]:
    """Return the rules that a short text touches, the likeliest first."""
    from drillplanner.appropriateness.text.reader.network import LAYERS, scores_of, through_layers

    tables = reader_tables()
    states = through_layers(tables, inner.states, range(SHARED_LAYERS, LAYERS))
    order = (-scores_of(tables, states, inner.is_text).rules).argsort(kind="stable")
    return tuple(rule_names()[int(index)] for index in order[:_NAMED])
