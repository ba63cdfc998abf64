"""The wording of letters, in one language; letters to families and briefings of staff share a part of it."""

from __future__ import annotations

from collections.abc import Mapping

from drillplanner.model import DrillFormat, DrillType, Frozen
from drillplanner.publish.core.not_happening import LeftOut


class CommonLetterWords(Frozen):
    """The wording that letters to families and staff briefings share."""

    title: str
    subject_before: str
    subject_after: str
    greeting: str
    held: str
    ask: str
    blanks_before: tuple[str, ...]
    blanks_after: tuple[str, ...]


class NoticeWords(Frozen):
    """What a state asks a letter to say, or gives families to decide, and the words of short messages."""

    form: Mapping[DrillFormat, str]
    calm: str
    no_simulation: str
    simulation: str
    about_simulation: str
    choice: str
    keep_out: str
    no_reason: str
    no_penalty: str
    lesson_instead: str
    before_the_day: str
    consent: str
    consent_by: str
    consent_before_the_day: str
    signed: str
    feedback: str
    local_help: str
    message_before: str
    message_after: str
    message_office: str


class FamilyLetterWords(CommonLetterWords):
    """The wording of letters to families in one language."""

    day: str
    hours: str
    staff_only: str
    staff_only_after: str
    held_calmly: str
    held_unannounced: str
    spared_before: str
    spared_after: str
    were_spared: str
    after: str
    opt_out: str
    interpreter: str
    thanks: str
    telephone: str
    signature: str
    page: str
    happens: str
    practiced: str
    by_type: Mapping[DrillType, str]
    lesson: str
    never: str
    never_by_fact: Mapping[LeftOut, str]
    digest: str
    digest_day: str
    digest_drill: str
    digest_hours: str
    notice: NoticeWords
