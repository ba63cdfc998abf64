"""The rules of which the words themselves say that they are not broken, so that the reader may not name them.

The reader sees a text as a whole: to it, a letter that promises to fire no blanks is close to one that announces
them. The lexicon knows the difference if it knows the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from drillplanner.appropriateness.text.lexicon.families import load_lexicon
from drillplanner.appropriateness.text.lexicon.scope import DescribedHazard, Scope
from drillplanner.appropriateness.text.lexicon_findings import LexiconFindings

#: A rule of which a text says nothing if it speaks of the first fact and not of the second: whether families may
#: opt out, and what a child then loses. The reader takes one for the other. A text with a word of loss may be
#: about both.
_SPOKEN_OF = {"DA-802": ("opt_out.offered_to", "opt_out.penalty")}
#: Rules about who is told of a drill and what. A real emergency is not announced.
_ANNOUNCING = frozenset({"DA-201", "DA-202", "DA-203", "DA-205", "DA-206", "DA-210"})


@dataclass(frozen=True)
class SettledRules:
    """``of_others``: the words speak of something else. ``kept``: they say that the rule is kept."""

    of_others: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()


#: What a text settles of which nothing is known but its words.
NOTHING_SETTLED = SettledRules()


def settled_rules(lexicon: LexiconFindings, scope: Scope) -> SettledRules:
    """Return the rules that the words of a text settle."""
    spoken_of = frozenset(
        rule
        for rule, (spoken, unspoken) in _SPOKEN_OF.items()
        if spoken in lexicon.stated and unspoken not in lexicon.stated and not scope.is_about("loss")
    )
    announcing = _ANNOUNCING if is_about_real_event(scope) else frozenset()
    return SettledRules(spoken_of | announcing | _rules_of_other_hazards(scope), lexicon.kept)


def _rules_of_other_hazards(scope: Scope) -> frozenset[str]:
    """Return the rules about who is told that leave out fire drills and the like, if a text is about nothing else.

    Smoke in the stairwell frightens in a fire drill too: a rule about what happens in a drill stays.
    """
    hazards = {scope.hazard(index) for index in range(len(scope.sentences))}
    return _ANNOUNCING & _limited_rules() if hazards == {DescribedHazard.OTHER} else frozenset()


@lru_cache(maxsize=1)
def _limited_rules() -> frozenset[str]:
    families = [compiled.family for compiled in load_lexicon().families]
    limited, unlimited = (
        {rule for family in families if (family.hazard != "any") is is_limited for rule in family.rules}
        for is_limited in (True, False)
    )
    return frozenset(limited - unlimited)


def is_about_real_event(scope: Scope) -> bool:
    """Check whether a text says that what it tells of was real, and speaks of no drill."""
    real, drills = set[tuple[int, int]](), set[tuple[int, int]]()
    for index, sentence in enumerate(scope.sentences):
        real |= {(index, word) for start, end in sentence.spans_of("real_event") for word in range(start, end)}
        drills |= {(index, word) for start, end in sentence.spans_of("any_drill") for word in range(start, end)}
    return bool(real) and not drills - real
