"""What to know of a district's own letters: what a state's notice must say and they do not, and what to reword."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from drillplanner.law import Duty
from drillplanner.law.family_notices.state_notices import NoticeElement, state_notices
from drillplanner.model import ENGLISH, DevelopmentalFinding
from drillplanner.publish.core.language.language import language as language_of
from drillplanner.publish.core.language.reading_level import reading_level
from drillplanner.publish.letters.own_wording.placeholders import PLACEHOLDERS, allowed_in
from drillplanner.publish.letters.own_wording.template import OwnText

#: What a letter says whatever its text, on a line at its end.
_ALWAYS_SAID = frozenset({NoticeElement.LOCAL_HELP})
#: What stands for names when a text is screened. Our own sentences are left out: only the district's are read.
_NAMES: Mapping[str, str] = {
    "school": "our school",
    "district": "our district",
    "drill": "the drill",
    "date": "Tuesday",
    "time": "",
    "grades": "all grades",
    "office_phone": "the office",
    "signed_by": "the principal",
}


def own_text_findings(
    texts: Iterable[OwnText], state: str, duties: Iterable[Duty], languages: Iterable[str]
) -> tuple[str, ...]:
    """Return a sentence for each thing to look at in the texts; none is corrected.

    ``duties`` are those of the district, and ``languages`` those in which its families get letters.
    """
    cites = {duty.mandate.mandate_id: duty.cite for duty in duties}
    wanted = tuple(languages)
    return tuple(
        sentence
        for text in texts
        for sentence in (
            *_unused(text, wanted),
            *_lacking(text, state, cites),
            *_hard_to_read(text),
            *_screened(text),
        )
    )


def _unused(text: OwnText, languages: tuple[str, ...]) -> Iterator[str]:
    if text.language not in languages:
        yield f"{text.file} is not used: your families get letters in {', '.join(languages)}."


def _lacking(text: OwnText, state: str, cites: Mapping[str, str]) -> Iterator[str]:
    if text.kind.is_message:
        return
    said = {element for name in text.placeholders for element in PLACEHOLDERS[name].says}
    said |= text.says | _ALWAYS_SAID
    for notice in state_notices(state).notices:
        missing = [element for element in notice.holds if element not in said]
        if notice.moment is not text.kind.moment or notice.mandate not in cites or not missing:
            continue
        names = ", ".join(element.value for element in missing)
        sayers = (placeholder for placeholder in allowed_in(text.kind) if placeholder.says & frozenset(missing))
        add = [f"{{{placeholder.name}}}" for placeholder in sayers]
        yield (
            f"{text.file} does not say {names}. {notice.mandate} asks it of a notice ({cites[notice.mandate]}). "
            f"Add {' and '.join(add)}; or, if your own words say it, add a line '# says: {names}'."
        )


def _hard_to_read(text: OwnText) -> Iterator[str]:
    level = reading_level(_words_alone(text), text.language)
    if level is not None and not level.is_easy_enough:
        yield f"{text.file} is hard to read: {level.in_words}. Shorter sentences and words help."


def _screened(text: OwnText) -> Iterator[str]:
    """Yield what the screen of texts finds; it reads English alone."""
    if text.language != ENGLISH:
        name = language_of(text.language).english_name
        yield f"{text.file} was not screened: the screen of texts reads English, not {name}."
        return
    from drillplanner.appropriateness.text import Context, Description, screen_description

    words = "\n\n".join(_words_alone(text))
    found = screen_description(Description(id=text.file, text=words, context=Context()))
    for finding in found.findings:
        if finding.status in {"violation", "cannot_tell"}:
            yield f"{text.file}: {_sentence(finding)}"


def _sentence(finding: DevelopmentalFinding) -> str:
    passage = f" “{finding.evidence.text}”" if finding.evidence.text else ""
    asks = "Please check: " if finding.status == "cannot_tell" else ""
    return f"{asks}{finding.message} ({finding.rule}){passage}"


def _words_alone(text: OwnText) -> list[str]:
    """Return the district's words, with names for names and nothing for our own sentences."""
    values = {name: _NAMES.get(name, "") for name in PLACEHOLDERS}
    if text.kind.is_message:
        return [text.message(values)]
    return [words for part in text.parts(values) for words in (*part.paragraphs, *part.points)]
