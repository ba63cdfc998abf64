"""The monthly digest: one letter about the drills of a month, where a district wants fewer letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from drillplanner.model import ENGLISH
from drillplanner.publish.core.families.disclosure import DisclosureLevel, FamilyDisclosures
from drillplanner.publish.core.language.language import family_words
from drillplanner.publish.core.language.language import language as language_of
from drillplanner.publish.letters.letter import (
    Letter,
    LetterPart,
    closing,
    closing_lines,
    left_out_of,
    never_part,
    what_happens,
)
from drillplanner.publish.letters.schedule import DueLetter
from drillplanner.publish.letters.state_notice import choice_sentences, how_it_is_held, state_blanks

#: A digest about one drill would be its letter with another title.
_FEWEST = 2


@dataclass(frozen=True)
class MonthlyDigest:
    """The letters before drills of one month that one letter replaces, in order of their drills."""

    letters: tuple[DueLetter, ...]

    @property
    def send_by(self) -> date:
        """The last day on which it is in time for each of its drills."""
        return min(letter.send_by for letter in self.letters)

    @property
    def month(self) -> date:
        """The day of its first drill."""
        return self.letters[0].drill.date


def monthly_digests(
    letters: Iterable[DueLetter], disclosures: FamilyDisclosures
) -> tuple[tuple[DueLetter, ...], tuple[MonthlyDigest, ...]]:
    """Return the letters that stay letters of their own, and the digests that replace the others.

    A letter stays if it is sent after its drill, or only some families get it, or families or the school must
    write something on it. It stays too if on the day of the digest its notice does not count yet, or families may
    not know of the drill yet: then it is too early.
    """
    waiting = list(letters)
    before = sorted(
        (letter for letter in waiting if _may_be_shared(letter, disclosures)),
        key=lambda letter: (letter.drill.date, letter.drill.drill_id),
    )
    digests = []
    for _, of_month in groupby(before, key=lambda letter: (letter.drill.date.year, letter.drill.date.month)):
        chosen = _sent_together(list(of_month), disclosures)
        if len(chosen) >= _FEWEST:
            digests.append(MonthlyDigest(chosen))
    replaced = {id(letter) for digest in digests for letter in digest.letters}
    return tuple(letter for letter in waiting if id(letter) not in replaced), tuple(digests)


def _may_be_shared(letter: DueLetter, disclosures: FamilyDisclosures) -> bool:
    has_lines = bool(state_blanks(letter, ENGLISH, disclosures))
    return not letter.after and not letter.details.spared and not has_lines


def _sent_together(letters: Sequence[DueLetter], disclosures: FamilyDisclosures) -> tuple[DueLetter, ...]:
    """Return the most letters of a month that can be sent on the day when the first of them is due."""
    if not letters:
        return ()
    return max(
        (tuple(_counted_on(letter.send_by, letters, disclosures)) for letter in letters),
        key=len,
    )


def _counted_on(day: date, letters: Iterable[DueLetter], disclosures: FamilyDisclosures) -> Iterator[DueLetter]:
    for letter in letters:
        counts = letter.not_before is None or letter.not_before <= day
        known = disclosures.of(letter.drill).level_on(day) is not DisclosureLevel.NOTHING
        if day <= letter.send_by and counts and known:
            yield letter


def digest_letter(digest: MonthlyDigest, language: str, disclosures: FamilyDisclosures) -> Letter:
    """Return the letter about the drills of a month, each with its day and with what will happen.

    What will not happen is said once, as far as it is true of all of them.
    """
    wording, drill_wording = language_of(language).letters, family_words(language)
    details = digest.letters[0].details
    names = {"month": drill_wording.dates.month(digest.month), "campus": details.campus_name}
    in_none = [set(left_out_of(letter)) for letter in digest.letters]
    never = [name for name in left_out_of(digest.letters[0]) if all(name in of_drill for of_drill in in_none)]
    return Letter(
        subject=wording.digest.format(**names),
        greeting=wording.greeting,
        parts=(
            LetterPart((wording.digest_day.format(**names), drill_wording.words)),
            *(_drill_part(letter, language, disclosures) for letter in digest.letters),
            *never_part(wording, never, ""),
            LetterPart(closing(wording)),
        ),
        lines=closing_lines(wording, wording.blanks_before, details.site.letters_signed_by),
        message=f"{wording.digest.format(**names)}.",
    )


def _drill_part(letter: DueLetter, language: str, disclosures: FamilyDisclosures) -> LetterPart:
    wording, drill_wording = language_of(language).letters, family_words(language)
    drill, names = letter.drill, drill_wording.names(letter.details)
    heading = wording.digest_drill.format(**names)
    if disclosures.of(drill).level is DisclosureLevel.HOURS and drill.start is not None and drill.end is not None:
        heading = wording.digest_hours.format(**names, hours=drill_wording.hours(drill.start, drill.end))
    told = (
        what_happens(letter, language, disclosures),
        *how_it_is_held(letter, language, disclosures),
        *choice_sentences(letter, language, disclosures),
    )
    return LetterPart(heading=heading, paragraphs=(" ".join(filter(None, told)),))
