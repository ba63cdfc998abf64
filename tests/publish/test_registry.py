from __future__ import annotations

import subprocess
import sys

import pytest

from drillplanner.files.errors import InputError
from drillplanner.publish.registry import load_output, output_names, usual_output_names


def test_the_published_names() -> None:
    assert output_names() == (
        "icalendar",
        "sheets",
        "forms",
        "packets",
        "binder",
        "exercises",
        "report",
        "notices",
        "tables",
    )


def test_forms_are_made_on_request_and_then_kept_current() -> None:
    assert usual_output_names() == ("icalendar", "sheets", "exercises", "report", "tables")
    again = usual_output_names({"forms": (), "tables": (), "binder": ()})
    assert again == tuple(name for name in output_names() if name not in {"packets", "notices"})


@pytest.mark.parametrize("name", output_names())
def test_an_output_knows_its_name_and_what_it_is(name: str) -> None:
    output = load_output(name)
    assert output.name == name
    assert len(output.describe) > 10


def test_an_unknown_name_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(InputError) as caught:
        load_output("reports")
    assert str(caught.value).split("\n") == [
        "--only: there is no such output",
        "    found:   reports",
        "    allowed: icalendar, sheets, forms, packets, binder, exercises, report, notices, tables",
        "    Maybe you meant 'report'.",
    ]


def test_a_name_unlike_any_gets_no_guess() -> None:
    with pytest.raises(InputError) as caught:
        load_output("xyz")
    assert "Maybe" not in str(caught.value)


def test_knowing_the_outputs_loads_no_heavy_library() -> None:
    code = (
        "import sys, drillplanner.publish.registry as registry\n"
        "registry.output_names()\n"
        "registry.load_output('tables')\n"
        "sys.exit(' '.join(sorted({'icalendar', 'jinja2', 'typst', 'ortools'} & set(sys.modules))) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")
