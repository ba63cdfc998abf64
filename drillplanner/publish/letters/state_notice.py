"""What a state's law adds to a letter: how the drill is held, what families decide, and where help is.

Only what a text on file asks for is said (``law/family_notices/``), and only as far as the scenario's facts, the
plan, and the district's choices know it. What only the school knows is a line for the pen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from drillplanner.law.family_notices.state_notices import (
    ConsentMode,
    FamilyConsent,
    NoticeElement,
    NoticeForce,
    NoticeMoment,
)
from drillplanner.model import Audience, bands_of
from drillplanner.model.scenarios.fact_parts import OptOut
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.language.language import family_words
from drillplanner.publish.core.language.language import language as language_of
from drillplanner.publish.letters.schedule import DueLetter

#: The order in which a letter says how the drill is held.
_HOW = (NoticeElement.FORM, NoticeElement.TONE, NoticeElement.LIVE_SIMULATION)


@dataclass(frozen=True)
class FamilyChoice:
    """What families decide about a drill. ``mode`` None: a child may take part in another way.

    ``no_reason``, ``no_penalty``, and ``lesson_instead`` are true only where that is known. ``answer_by`` is the
    last day for an answer, if one is known.
    """

    mode: ConsentMode | None
    no_reason: bool = False
    no_penalty: bool = False
    lesson_instead: bool = False
    answer_by: date | None = None


def owed_elements(letter: DueLetter, disclosures: FamilyDisclosures) -> frozenset[NoticeElement]:
    """Return what the state's notices of this drill and moment must hold; empty where nothing is known."""
    moment = NoticeMoment.AFTER if letter.after else NoticeMoment.BEFORE
    found = disclosures.notices_at(letter.drill.campus_id).notices(letter.drill, moment)
    return frozenset(element for notice, _ in found for element in notice.holds)


def how_it_is_held(letter: DueLetter, language: str, disclosures: FamilyDisclosures) -> tuple[str, ...]:
    """Return sentences on form, tone, and live simulation, as far as the state asks and the facts know."""
    asked, words = owed_elements(letter, disclosures), language_of(language).letters.notice
    simulation, form = is_simulation(letter), letter.drill.format
    sentences = {
        NoticeElement.FORM: "" if form is None else words.form[form],
        NoticeElement.TONE: words.calm if simulation is False else "",
        NoticeElement.LIVE_SIMULATION: ""
        if simulation is None
        else (words.simulation if simulation else words.no_simulation),
    }
    return tuple(sentences[element] for element in _HOW if element in asked and sentences[element])


def state_blanks(letter: DueLetter, language: str, disclosures: FamilyDisclosures) -> tuple[str, ...]:
    """Return the labels of what the state asks the letter to say and only the school knows, or families sign."""
    asked, words = owed_elements(letter, disclosures), language_of(language).letters.notice
    blanks = []
    if asked & {NoticeElement.TONE, NoticeElement.LIVE_SIMULATION} and is_simulation(letter) is not False:
        blanks.append(words.about_simulation)
    if NoticeElement.LOCAL_HELP in asked:
        blanks.append(words.local_help)
    choice = None if letter.after else family_choice(letter, disclosures)
    if choice is not None and choice.mode is ConsentMode.OPT_IN:
        blanks.append(words.signed)
    return tuple(blanks)


def choice_sentences(letter: DueLetter, language: str, disclosures: FamilyDisclosures) -> tuple[str, ...]:
    """Return what families decide about the drill, as sentences; none where nothing is known."""
    choice = family_choice(letter, disclosures)
    if choice is None:
        return ()
    wording = language_of(language).letters
    words = wording.notice
    if choice.mode is None:
        return (wording.opt_out,)
    if choice.mode is ConsentMode.OPT_IN:
        by = choice.answer_by
        answer = (
            words.consent_before_the_day
            if by is None
            else words.consent_by.format(date=family_words(language).date(by))
        )
        return (words.consent, *([words.lesson_instead] if choice.lesson_instead else []), answer)
    parts = (
        (True, words.keep_out),
        (choice.no_reason, words.no_reason),
        (choice.no_penalty, words.no_penalty),
        (choice.lesson_instead, words.lesson_instead),
        (True, words.before_the_day),
    )
    return tuple(sentence for is_known, sentence in parts if is_known)


def family_choice(letter: DueLetter, disclosures: FamilyDisclosures) -> FamilyChoice | None:
    """Return what families decide about the drill; None where nothing is known, or students do not take part.

    Where the law leaves it to the district to let a child stay out, and the district did not, children take part.
    """
    drill, notices = letter.drill, disclosures.notices_at(letter.drill.campus_id)
    if drill.audience is Audience.STAFF:
        return None
    found, offer = notices.consent(drill), _offer_of_scenario(letter)
    consent = None if found is None else found[0]
    lesson = offer is not None and bool(offer.lesson_instead)
    no_reason = offer is not None and offer.reason_needed is False
    no_penalty = offer is not None and offer.penalty is False
    may_stay_out = notices.is_opt_out_offered(drill)
    if consent is not None and consent.force is NoticeForce.OWED:
        if consent.mode is ConsentMode.OPT_IN:
            by = _answer_by(letter, consent)
            return FamilyChoice(consent.mode, lesson_instead=lesson, answer_by=by)
        may_stay_out = True
    if may_stay_out:
        return FamilyChoice(
            ConsentMode.OPT_OUT,
            no_reason=no_reason or (consent is not None and bool(consent.no_reason)),
            no_penalty=no_penalty,
            lesson_instead=lesson,
        )
    if consent is not None and consent.force is NoticeForce.IF_ADOPTED:
        return None
    return FamilyChoice(None) if no_reason and no_penalty else None


def office_notes(letter: DueLetter, disclosures: FamilyDisclosures) -> tuple[str, ...]:
    """Return what the office must know of a letter by the state's facts: channels, and consent that is advised."""
    drill, notices = letter.drill, disclosures.notices_at(letter.drill.campus_id)
    moment = NoticeMoment.AFTER if letter.after else NoticeMoment.BEFORE
    several = [notice for notice, _ in notices.notices(drill, moment) if notice.several_channels]
    sentences = [f"Send it in more than one way ({notice.mandate})." for notice in several]
    found = None if letter.after else notices.consent(drill)
    if found is not None and found[0].force is NoticeForce.ADVISED:
        consent, duty = found
        sentences.append(
            f"Written consent of parents is advised ({consent.mandate}, {notices.cite(consent, duty)}); "
            "the letter does not ask."
        )
    return tuple(sentences)


def is_simulation(letter: DueLetter) -> bool | None:
    """Return whether the drill is a live simulation for anyone of its grades; None if the facts do not say."""
    scenario = letter.details.scenario
    if scenario is None:
        return None
    of_bands = [scenario.facts_for(band) for band in bands_of(letter.details.grades or ())] or [scenario.facts]
    said = {facts.simulation for facts in of_bands}
    if True in said:
        return True
    return None if None in said else False


def _offer_of_scenario(letter: DueLetter) -> OptOut | None:
    """Return the scenario's offer to stay out or to take part in another way; None if it makes none."""
    scenario = letter.details.scenario
    offer = None if scenario is None else scenario.facts.opt_out
    return offer if offer is not None and offer.offered else None


def _answer_by(letter: DueLetter, consent: FamilyConsent) -> date | None:
    if not consent.answer_by_task:
        return None
    return next((task.due for task in letter.details.chores if task.mandate_id == consent.mandate), None)
