"""Writes docs/commands.md, docs/chart-rules.md, and JSON Schemas (plan, pack, status, site.yaml) from the code.

Run ``python docs/make_reference.py`` after a change; a test fails until you do.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from drillplanner.audit.charts.rules.chart_rules import FAMILIES, load_rules
from drillplanner.cli.app import app
from drillplanner.law import Pack
from drillplanner.model import Plan, SiteFile, StatusReport

DOCS = Path(__file__).parent


def commands_page() -> str:
    """Return the help of all commands as Markdown."""
    parts = ["# Commands", "", "Made from the program's own help by `docs/make_reference.py`.", ""]
    parts += _help_of(app, app.make_context("drillplanner", [], resilient_parsing=True), "##")
    return "\n".join(parts)


def _help_of(command: click.Command, context: click.Context, heading: str) -> list[str]:
    """Return the help of a command, and of the commands of a group below it."""
    context.terminal_width = context.max_content_width = 100
    parts = [f"{heading} {context.command_path}", "", "```text", command.get_help(context), "```", ""]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            subcommand = command.get_command(context, name)
            assert subcommand is not None  # noqa: S101 (the names are the group's own)
            below = subcommand.make_context(name, [], parent=context, resilient_parsing=True)
            parts += _help_of(subcommand, below, "##" if command is app else "###")
    return parts


def plan_schema() -> str:
    """Return the JSON Schema of ``plan/plan.json``."""
    schema = Plan.model_json_schema(mode="serialization")
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=1) + "\n"


def status_schema() -> str:
    """Return the JSON Schema of ``status --format json``: the report, numbers by state, and a disclaimer."""
    schema = StatusReport.model_json_schema(mode="serialization")
    schema["properties"] |= {
        "summary": {"type": "object", "additionalProperties": {"type": "integer"}},
        "disclaimer": {"type": "string"},
    }
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=1) + "\n"


def pack_schema() -> str:
    """Return the JSON Schema of a pack, for editors. A drill type may also be ``group:NAME``."""
    schema = Pack.model_json_schema()
    types = schema["$defs"]["DrillType"]
    schema["$defs"]["DrillType"] = {
        "anyOf": [types, {"type": "string", "pattern": "^group:", "description": "A set of 'drill_groups'."}]
    }
    # A single day may be written without a list, and an open question as a plain sentence.
    schema["$defs"]["DueByYear"]["properties"]["on"]["anyOf"].append({"type": "string"})
    questions = schema["properties"]["open_questions"]
    questions["items"] = {"anyOf": [questions["items"], {"type": "string"}]}
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=1) + "\n"


def site_schema() -> str:
    """Return the JSON Schema of ``site.yaml``, for editors: a value may be empty, text may be a number."""
    schema = SiteFile.model_json_schema()
    for model in (schema, *schema["$defs"].values()):
        for name, value in model["properties"].items():
            described = {key: value.pop(key) for key in ("title", "description", "default") if key in value}
            also = [{"type": "integer"}] if value.get("type") == "string" else []
            model["properties"][name] = {**described, "anyOf": [value, *also, {"type": "null"}]}
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=1) + "\n"


def chart_rules_page() -> str:
    """Return the rules for command charts as Markdown, by family, each with its basis."""
    rules = load_rules()
    parts = [
        "# Rules for command charts, forms and exercises",
        "",
        "Made from `drillplanner/audit/charts/rules/data/rules/` by `docs/make_reference.py`; "
        "[how they are judged](charts.md). NIMS and HSEEP are doctrine and no statutes. All severities are "
        "defaults of ours. Marks: A read in the issuing body's own text or form, B in another body's restatement, "
        "C well known and not read again, D our own design choice.",
        "",
    ]
    for letters, words in FAMILIES.items():
        parts += [
            f"## {letters}: {words}",
            "",
            "| rule | severity | statement | marks | rests on |",
            "|---|---|---|---|---|",
        ]
        for rule in rules:
            if rule.id.startswith(letters):
                severity = " or ".join(dict.fromkeys((rule.severity, *rule.may_be)))
                sources = "; ".join(f"[{source.title}]({source.address})" for source in rule.cited)
                ours = f"**Our advice.** {rule.ours} Leans on: " if rule.is_advice else ""
                marks = ", ".join(rule.marks)
                parts.append(f"| {rule.id} | {severity} | {rule.statement} | {marks} | {ours}{sources} |")
        parts.append("")
    return "\n".join(parts)


def main() -> None:
    """Write all files."""
    (DOCS / "pack.schema.json").write_text(pack_schema(), encoding="utf-8")
    (DOCS / "site.schema.json").write_text(site_schema(), encoding="utf-8")
    (DOCS / "chart-rules.md").write_text(chart_rules_page(), encoding="utf-8")
    (DOCS / "commands.md").write_text(commands_page(), encoding="utf-8")
    (DOCS / "plan.schema.json").write_text(plan_schema(), encoding="utf-8")
    (DOCS / "status.schema.json").write_text(status_schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
