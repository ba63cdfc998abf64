"""What is held of each state's drill law by topic, and what changes in a school year, as text or JSON.

On its own because ``drillplanner mandates`` shows packs, and these two show what packs lack and when they change.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date

import click

from drillplanner.cli.output import say_json, say_paragraph, say_table
from drillplanner.law import Pack, bundled_states, load_state_pack
from drillplanner.law.coverage.changes import (
    LawChange,
    bills_of,
    changes_between,
    dates_of_school_year,
    unplanned_between,
)
from drillplanner.law.coverage.registry import load_registry
from drillplanner.law.coverage.standing import Standing, TopicCoverage, coverage_of, standing_of
from drillplanner.law.coverage.topics import Topic
from drillplanner.model import DISCLAIMER

_MARKS = (
    "*  in part: only as one of several kinds of drill that count, only as a lesson, or only for some schools",
    "?  more may be owed: a text that may ask for more was not read",
)


def say_coverage(state: str | None, form: str) -> None:
    """Print what is held of each topic, of one state in full or of all as a table."""
    packs = _packs(state)
    found = {code: coverage_of(pack, code, load_registry()) for code, pack in packs.items()}
    if form == "json":
        documents = [_coverage_document(code, packs[code], topics) for code, topics in found.items()]
        say_json(documents if state is None else documents[0])
    elif state is None:
        _say_table(packs, found)
    else:
        ((code, topics),) = found.items()
        _say_topics(packs[code], topics)
        click.echo(f"\n{DISCLAIMER}")


def _packs(state: str | None) -> dict[str, Pack]:
    codes = bundled_states() if state is None else (state.upper(),)
    return {code: load_state_pack(code) for code in codes}


def _say_table(packs: dict[str, Pack], found: dict[str, tuple[TopicCoverage, ...]]) -> None:
    heads = ("", *(topic.word for topic in Topic), "reviewed", "review by")
    say_table(
        heads,
        (
            (code, *(topic.cell for topic in topics), str(packs[code].reviewed), str(packs[code].review_by))
            for code, topics in found.items()
        ),
    )
    click.echo("")
    for standing in Standing:
        click.echo(f"{standing.word:<8} {standing.phrase}")
    for mark in _MARKS:
        click.echo(mark)
    click.echo("One state in full: drillplanner mandates NJ --coverage")


def _say_topics(pack: Pack, topics: Iterable[TopicCoverage]) -> None:
    click.echo(f"{pack.name}: reviewed {pack.reviewed}, to be reviewed by {pack.review_by}")
    more = {question.question_id: question.text for question in pack.open_questions}
    more |= {entry.mandate_id: entry.text for entry in pack.not_encoded}
    mandates = {mandate.mandate_id: mandate for mandate in pack.mandates}
    for topic in topics:
        part = f", {topic.part.phrase}" if topic.part else ""
        read = f" (last read {topic.read})" if topic.read else ""
        click.echo(f"\n{topic.topic.phrase.capitalize()}: {topic.standing.phrase}{part}{read}")
        for name in topic.mandates:
            known = standing_of(mandates[name].confidence).phrase
            say_paragraph(f"{name}  {mandates[name].title} ({known})")
        for name in topic.not_in_force:
            say_paragraph(f"{name}  {mandates[name].title} ({mandates[name].effective.outside(pack.reviewed)})")
        if topic.more_may_be_owed:
            say_paragraph("More may be owed: a text that may ask for more was not read.")
        if topic.note:
            say_paragraph(topic.note)
        for name in topic.see:
            say_paragraph(f"{name}: {more.get(name, 'see the requirement')}")


def _coverage_document(code: str, pack: Pack, topics: Iterable[TopicCoverage]) -> dict[str, object]:
    return {
        "state": code,
        "name": pack.name,
        "reviewed": str(pack.reviewed),
        "review_by": str(pack.review_by),
        "topics": [topic.model_dump(mode="json") for topic in topics],
    }


def say_changes(state: str | None, year: str, form: str) -> None:
    """Print the requirements that start or end in a school year, of one state or of all, and bills that may.

    Raises InputError: the text is not a school year.
    """
    first, last = dates_of_school_year(year)
    packs = _packs(state)
    if form == "json":
        documents = [_changes_document(code, pack, first, last) for code, pack in packs.items()]
        say_json(documents if state is None else documents[0])
        return
    click.echo(f"Drill law that changes from {first} to {last}, as far as we hold it:")
    quiet = []
    for pack in packs.values():
        changes, bills = changes_between(pack.mandates, first, last), bills_of(pack)
        unplanned = unplanned_between(pack.not_encoded, first, last)
        if not changes and not unplanned and not bills:
            quiet.append(pack.name)
            continue
        click.echo(f"\n{pack.name}")
        for change in changes:
            text = _text_of(pack, change) if change.starts else ""
            say_paragraph(f"{change.sentence}. {text}".strip())
        for requirement in unplanned:
            sentence = f"from {requirement.since}, not planned: {requirement.text} ({requirement.mandate_id})"
            say_paragraph(sentence)
        for question in bills:
            if question.bill is not None:
                bill = question.bill
                starts = f", would bind from {bill.would_start}" if bill.would_start else ""
                say_paragraph(f"Bill, not law: {bill.name}: {bill.status} (read {bill.read}){starts}.")
                say_paragraph(question.text)
                click.echo(f"    {bill.url}")
    if quiet:
        click.echo("")
        click.echo(textwrap.fill(f"No change on file: {', '.join(quiet)}.", 96))
    click.echo(f"\n{DISCLAIMER}")


def _text_of(pack: Pack, change: LawChange) -> str:
    return next(mandate.text for mandate in pack.mandates if mandate.mandate_id == change.mandate_id)


def _changes_document(code: str, pack: Pack, first: date, last: date) -> dict[str, object]:
    return {
        "state": code,
        "name": pack.name,
        "from": str(first),
        "to": str(last),
        "changes": [
            change.model_dump(mode="json") | {"text": _text_of(pack, change)}
            for change in changes_between(pack.mandates, first, last)
        ],
        "not_planned": [
            requirement.model_dump(mode="json") for requirement in unplanned_between(pack.not_encoded, first, last)
        ],
        "bills": [question.model_dump(mode="json") for question in bills_of(pack)],
    }
