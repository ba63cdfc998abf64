"""``drillplanner mandates``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drillplanner.cli.output import format_option, say_json, say_paragraph
from drillplanner.files.counting import counted

if TYPE_CHECKING:
    from drillplanner.law import LawBook, Mandate, Pack


@click.command(
    epilog="Example: drillplanner mandates NJ\n\n"
    "Or: drillplanner mandates --coverage; drillplanner mandates MO --changes --year 2026-27\n\n"
    "Ends with 0; 2 for a state or a fire code that is not held."
)
@click.argument("state", required=False)
@click.option(
    "--coverage",
    "shows_coverage",
    is_flag=True,
    help="What is held of each topic of drill law, of one state or of all, and what is missing.",
)
@click.option(
    "--changes",
    "shows_changes",
    is_flag=True,
    help="Requirements that start or end in the school year, and bills.",
)
@click.option("--year", help="With --changes: the school year, for example 2026-27.")
@format_option
def command(state: str | None, shows_coverage: bool, shows_changes: bool, year: str | None, form: str) -> None:
    """Show the drill law as we hold it, with sources, dates and confidence; without STATE, which states.

    STATE is a two-letter code, or the name of a model fire code (IFC, NFPA).
    """
    if shows_coverage and shows_changes:
        raise click.UsageError("--coverage and --changes are two questions; ask one at a time.")
    if shows_changes != (year is not None):
        raise click.UsageError("--changes and --year go together, for example --changes --year 2026-27.")
    if shows_coverage:
        from drillplanner.cli.law_coverage import say_coverage

        say_coverage(state, form)
    elif year is not None:
        from drillplanner.cli.law_coverage import say_changes

        say_changes(state, year, form)
    elif state is None:
        _say_all(form)
    else:
        _say_one(state.upper(), form)


def _say_all(form: str) -> None:
    from drillplanner.law import bundled_fire_codes, bundled_states, load_fire_code, load_state_pack

    packs = {code: load_state_pack(code) for code in bundled_states()}
    packs |= {code: load_fire_code(code) for code in bundled_fire_codes()}
    if form == "json":
        say_json([{"state": code, **_summary(pack)} for code, pack in packs.items()])
        return
    for code, pack in packs.items():
        click.echo(
            f"{code:<4}  {pack.name}: {counted(len(pack.mandates), 'mandate')}, "
            f"{len(pack.not_encoded)} not encoded, {counted(len(pack.open_questions), 'open question')}, "
            f"reviewed {pack.reviewed}"
        )


def _summary(pack: Pack) -> dict[str, object]:
    return {
        "pack": pack.pack_id,
        "name": pack.name,
        "reviewed": str(pack.reviewed),
        "mandates": len(pack.mandates),
        "not_encoded": len(pack.not_encoded),
        "open_questions": len(pack.open_questions),
    }


def _say_one(code: str, form: str) -> None:
    from drillplanner.law import bundled_fire_codes, load_fire_code, load_law, load_state_pack
    from drillplanner.law.packs.looser_mandates import looser_mandates
    from drillplanner.model import DISCLAIMER

    law = None if code in bundled_fire_codes() else load_law(code, None)
    pack = load_fire_code(code) if law is None else load_state_pack(code)
    looser = looser_mandates(pack)
    if form == "json":
        more = {"looser": looser, "disclaimer": DISCLAIMER}
        if law is not None:
            more["presumed"] = [mandate.mandate_id for mandate in law.presumed_mandates]
        say_json(pack.model_dump(mode="json") | more)
        return
    click.echo(f"{pack.name}: reviewed {pack.reviewed}, to be reviewed by {pack.review_by}")
    if law is not None:
        _say_fire_code(law)
    for mandate in pack.mandates:
        _say_mandate(mandate, pack, looser.get(mandate.mandate_id, ()))
    for entry in pack.not_encoded:
        click.echo(f"\n{entry.mandate_id}  not encoded: {entry.reason}")
        say_paragraph(entry.text)
    for question in pack.open_questions:
        record = f" (record {question.record})" if question.record else ""
        click.echo(f"\n{f'Open question {question.question_id}'.rstrip()}{record}:")
        say_paragraph(question.text)
    click.echo(f"\n{DISCLAIMER}")


def _say_fire_code(law: LawBook) -> None:
    """Say which fire code the state has, and which of its drills are planned beside the pack's own."""
    from drillplanner.law.coverage.standing import standing_of

    record = law.packs[0].fire_code
    if record is None:
        return
    click.echo(f"\nFire code: {record.name} ({record.citation}), {standing_of(record.confidence).phrase}")
    say_paragraph(record.drill_table.phrase)
    say_paragraph(record.note)
    of_state = {mandate.mandate_id for mandate in law.packs[0].mandates}
    of_code = [mandate for mandate in law.mandates if mandate.mandate_id not in of_state]
    if of_code:
        standing = "Presumed, not known law" if law.presumed else "Law of the fire code"
        say_paragraph(f"{standing}, until fire_codes in district.yaml says otherwise:")
    for mandate in of_code:
        click.echo(f"    {mandate.mandate_id}  {mandate.title}")
    if of_code:
        say_paragraph(f"'drillplanner mandates {record.code}' has their text and sources.")


def _say_mandate(mandate: Mandate, pack: Pack, stricter: tuple[str, ...]) -> None:
    from drillplanner.law.coverage.standing import standing_of

    source = pack.sources[mandate.sources[0]]
    layer, known = mandate.layer.replace("_", " "), standing_of(mandate.confidence).phrase
    click.echo(f"\n{mandate.mandate_id}  {mandate.title}  ({layer}, {known})")
    say_paragraph(mandate.text)
    if mandate.effective.since or mandate.effective.until:
        since, until = mandate.effective.since or "the beginning", mandate.effective.until or "further notice"
        say_paragraph(f"In force from {since} to {until}.")
    if mandate.reading:
        say_paragraph(f"Our reading: {mandate.reading}")
    if stricter:
        say_paragraph(f"Looser: it is met whenever {' or '.join(stricter)} is met, which binds.")
    click.echo(f"    {source.cite}, {source.version}, read {source.read}\n    {source.url}")
