"""Writes docs/commands.md from the commands' own help, and docs/plan.schema.json from the plan's model.

Run ``python docs/make_reference.py`` after a change; a test fails while the two are out of step.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from drillplanner.cli.app import COMMANDS, app
from drillplanner.model import Plan

DOCS = Path(__file__).parent


def commands_page() -> str:
    """The help of every command, one after another, as Markdown."""
    parts = ["# Commands", "", "Made from the program's own help by `docs/make_reference.py`.", ""]
    for name in ("", *COMMANDS):
        context = app.make_context("drillplanner", [], resilient_parsing=True)
        command: click.Command = app
        if name:
            found = app.get_command(context, name)
            assert found is not None  # noqa: S101 (the names are the group's own)
            command, context = found, found.make_context(name, [], parent=context, resilient_parsing=True)
        context.terminal_width = context.max_content_width = 100
        parts += [f"## drillplanner {name}".rstrip(), "", "```text", command.get_help(context), "```", ""]
    return "\n".join(parts)


def plan_schema() -> str:
    """The JSON Schema of ``plan/plan.json``."""
    schema = Plan.model_json_schema(mode="serialization")
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=1) + "\n"


def main() -> None:
    """Write both files."""
    (DOCS / "commands.md").write_text(commands_page(), encoding="utf-8")
    (DOCS / "plan.schema.json").write_text(plan_schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
