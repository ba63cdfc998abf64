"""The placeholders of a district's own letters: what each stands for, and what of a state's notice it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from drillplanner.law.family_notices.state_notices import NoticeElement, NoticeMoment
from drillplanner.publish.core.families.disclosure import DisclosureLevel, FamilyDisclosures
from drillplanner.publish.core.language.language import family_words
from drillplanner.publish.core.language.language import language as language_of
from drillplanner.publish.letters.letter import left_out_of, practice_of_type, reassurance, what_happens
from drillplanner.publish.letters.schedule import DueLetter
from drillplanner.publish.letters.state_notice import choice_sentences, how_it_is_held

#: A line for the pen inside running text, where only the school knows the words.
BY_PEN = "_" * 20


class TextKind(StrEnum):
    """What a district may word itself, as in the name of the file: ``letters/before.en.txt``."""

    BEFORE = "before"
    AFTER = "after"
    MESSAGE_BEFORE = "message-before"
    MESSAGE_AFTER = "message-after"

    @property
    def moment(self) -> NoticeMoment:
        """Return whether it is sent before or after the drill."""
        is_before = self in {TextKind.BEFORE, TextKind.MESSAGE_BEFORE}
        return NoticeMoment.BEFORE if is_before else NoticeMoment.AFTER

    @property
    def is_message(self) -> bool:
        """Check whether it is a short message, without a subject."""
        return self in {TextKind.MESSAGE_BEFORE, TextKind.MESSAGE_AFTER}


@dataclass(frozen=True)
class Placeholder:
    """A word in braces: the kinds of text that may have it, what it stands for, and what of a notice it says."""

    name: str
    kinds: frozenset[TextKind]
    meaning: str
    says: frozenset[NoticeElement] = frozenset()


_ALL = frozenset(TextKind)
_BEFORE = frozenset({TextKind.BEFORE, TextKind.MESSAGE_BEFORE})
_AFTER = frozenset({TextKind.AFTER, TextKind.MESSAGE_AFTER})
_LETTERS = frozenset({TextKind.BEFORE, TextKind.AFTER})

#: In the order in which the page of the docs lists them.
PLACEHOLDERS: Mapping[str, Placeholder] = {
    placeholder.name: placeholder
    for placeholder in (
        Placeholder("school", _ALL, "the school's name"),
        Placeholder("district", _ALL, "the district's name"),
        Placeholder(
            "drill",
            _ALL,
            "the drill, such as lockdown drill; with a capital at the start of a line",
            frozenset({NoticeElement.KIND}),
        ),
        Placeholder("date", _ALL, "the day of the drill", frozenset({NoticeElement.DATE})),
        Placeholder(
            "time",
            _BEFORE,
            "the hours, where families may know them; else nothing",
            frozenset({NoticeElement.TIME}),
        ),
        Placeholder("grades", _LETTERS, "the grades that take part"),
        Placeholder(
            "what_happens",
            frozenset({TextKind.BEFORE}),
            "what children will do",
            frozenset({NoticeElement.CONTENT}),
        ),
        Placeholder(
            "how_it_is_held",
            frozenset({TextKind.BEFORE}),
            "form, tone, and live simulation, where the state asks for them",
            frozenset({NoticeElement.FORM, NoticeElement.TONE, NoticeElement.LIVE_SIMULATION}),
        ),
        Placeholder("what_will_not_happen", frozenset({TextKind.BEFORE}), "what the drill does not contain"),
        Placeholder(
            "your_choice",
            frozenset({TextKind.BEFORE}),
            "whether a child may stay out, or takes part only by a written yes; nothing where that is not known",
            frozenset({NoticeElement.STAY_OUT}),
        ),
        Placeholder("what_was_practiced", frozenset({TextKind.AFTER}), "what the drill was, in a sentence or two"),
        Placeholder(
            "no_danger",
            _AFTER,
            "that it was a drill, and that there was no danger",
            frozenset({NoticeElement.NO_DANGER}),
        ),
        Placeholder("talk_at_home", frozenset({TextKind.AFTER}), "how to talk about it with a child"),
        Placeholder("feedback", frozenset({TextKind.AFTER}), "that the school wants to hear how it was"),
        Placeholder("office_phone", _ALL, "the telephone of the school office, from site.yaml"),
        Placeholder("signed_by", _LETTERS, "who signs, from site.yaml"),
        Placeholder(
            "interpreter", _LETTERS, "that an interpreter costs nothing (in languages other than English)"
        ),
    )
}


def allowed_in(kind: TextKind) -> tuple[Placeholder, ...]:
    """Return the placeholders that a text of this kind may have, in order."""
    return tuple(placeholder for placeholder in PLACEHOLDERS.values() if kind in placeholder.kinds)


def values_for(letter: DueLetter, language: str, disclosures: FamilyDisclosures, grades: str) -> Mapping[str, str]:
    """Return what each placeholder stands for in a letter; empty for what may not be told or is not known.

    ``grades`` are those that take part, in the language.
    """
    details, wording, words = letter.details, language_of(language).letters, family_words(language)
    names, drill, signer = words.names(details), letter.drill, letter.details.site.letters_signed_by
    what = "" if letter.after else what_happens(letter, language, disclosures)
    never = [wording.never_by_fact[name] for name in left_out_of(letter)]
    may_know_hours = disclosures.of(drill).level is DisclosureLevel.HOURS
    is_timed = may_know_hours and drill.start is not None and drill.end is not None
    return {
        "school": details.campus_name,
        "district": details.imprint.district,
        "drill": names["drill_inside"],
        "date": names["date"],
        "time": words.hours(drill.start, drill.end) if is_timed and drill.start and drill.end else "",
        "grades": grades,
        "what_happens": what,
        "how_it_is_held": " ".join(how_it_is_held(letter, language, disclosures)),
        "what_will_not_happen": " ".join(
            line for line in never if line.rstrip(".").casefold() not in what.casefold()
        ),
        "your_choice": " ".join(choice_sentences(letter, language, disclosures)),
        "what_was_practiced": practice_of_type(letter, wording),
        "no_danger": reassurance(letter, wording),
        "talk_at_home": wording.after,
        "feedback": wording.notice.feedback,
        "office_phone": signer.telephone or BY_PEN,
        "signed_by": ", ".join(filter(None, (signer.name, signer.title))) or BY_PEN,
        "interpreter": wording.interpreter,
    }
