"""``drillplanner mandates``."""

from __future__ import annotations

import textwrap

import click

from drillplanner.cli.telling import format_option, say_json


@click.command(epilog="Example: drillplanner mandates NJ\n\nEnds with 0; 2 for a state that is not held.")
@click.argument("state", required=False)
@format_option
def command(state: str | None, form: str) -> None:
    """Show the drill law as we hold it, with sources, dates and confidence; without STATE, which states."""
    from drillplanner.mandates import bundled_states, load_state_pack
    from drillplanner.model import DISCLAIMER

    if state is None:
        packs = [load_state_pack(code) for code in bundled_states()]
        if form == "json":
            say_json(
                [{"state": pack.pack_id, "name": pack.name, "reviewed": str(pack.reviewed)} for pack in packs]
            )
            return
        for code, pack in zip(bundled_states(), packs, strict=True):
            click.echo(f"{code}  {pack.name}: {len(pack.mandates)} mandates, reviewed {pack.reviewed}")
        return
    pack = load_state_pack(state.upper())
    if form == "json":
        say_json(pack.model_dump(mode="json") | {"disclaimer": DISCLAIMER})
        return
    click.echo(f"{pack.name}: reviewed {pack.reviewed}, to be reviewed by {pack.review_by}")
    for mandate in pack.mandates:
        source = pack.sources[mandate.sources[0]]
        click.echo(f"\n{mandate.mandate_id}  {mandate.title}  ({mandate.layer}, known by {mandate.confidence})")
        click.echo(textwrap.indent(textwrap.fill(mandate.text, 92), "    "))
        if mandate.reading:
            click.echo(textwrap.indent(textwrap.fill(f"Our reading: {mandate.reading}", 92), "    "))
        click.echo(f"    {source.cite}, {source.version}, read {source.read}\n    {source.url}")
    for entry in pack.not_encoded:
        click.echo(f"\n{entry.mandate_id}  not encoded: {entry.reason}")
        click.echo(textwrap.indent(textwrap.fill(entry.text, 92), "    "))
    for question in pack.open_questions:
        click.echo(f"\nOpen question: {question}")
    click.echo(f"\n{DISCLAIMER}")
