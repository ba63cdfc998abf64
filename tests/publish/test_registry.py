"""The outputs by name: which are written when, and what loading one costs."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from drillplanner.cli.commands.publish import command
from drillplanner.files.errors import InputError
from drillplanner.publish.registry import load_output, output_names, usual_output_names


def test_the_names_of_the_outputs_are_a_published_interface() -> None:
    assert output_names() == (
        "icalendar",
        "sheets",
        "forms",
        "packets",
        "binder",
        "cards",
        "year",
        "exercises",
        "report",
        "notices",
        "tables",
        "school-workbook",
        "record-forms",
        "state-papers",
        "start",
    )


def test_the_help_of_publish_names_every_output() -> None:
    (option,) = (option for option in command.params if option.name == "only")
    assert isinstance(option, click.Option)
    assert f"joined by commas: {', '.join(output_names())}." in (option.help or "")


def test_forms_are_written_on_request_and_then_kept_current() -> None:
    assert usual_output_names() == (
        "icalendar",
        "sheets",
        "cards",
        "year",
        "exercises",
        "report",
        "tables",
        "start",
    )
    again = usual_output_names({"forms": (), "tables": (), "binder": ()})
    assert again == tuple(
        name
        for name in output_names()
        if name not in {"packets", "notices", "school-workbook", "record-forms", "state-papers"}
    )


@pytest.mark.parametrize("name", output_names())
def test_each_output_has_its_name_and_a_description(name: str) -> None:
    output = load_output(name)
    assert output.name == name
    assert len(output.describe) > 10


def test_an_unknown_name_is_refused_with_the_known_names() -> None:
    with pytest.raises(InputError) as caught:
        load_output("reports")
    assert str(caught.value).split("\n") == [
        "--only: there is no such output",
        "    found:   reports",
        "    allowed: icalendar, sheets, forms, packets, binder, cards, year, exercises, report, notices, tables, "
        "school-workbook, record-forms, state-papers, start",
        "    Maybe you meant 'report'.",
    ]


def test_a_name_unlike_all_others_gets_no_suggestion() -> None:
    with pytest.raises(InputError) as caught:
        load_output("xyz")
    assert "Maybe" not in str(caught.value)


def test_listing_the_outputs_loads_no_heavy_library() -> None:
    code = (
        "import sys, drillplanner.publish.registry as registry\n"
        "registry.output_names()\n"
        "registry.load_output('tables')\n"
        "sys.exit(' '.join(sorted({'icalendar', 'jinja2', 'typst', 'ortools'} & set(sys.modules))) or None)"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (process.returncode, process.stderr) == (0, "")
