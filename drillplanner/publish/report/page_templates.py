"""Fills the HTML templates that ship with the program.

Every value is escaped: names come from files that anyone may have written. A name that a template uses and
nobody gave is an error, never an empty place on the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, FunctionLoader, StrictUndefined

from drillplanner.files.shipped import shipped
from drillplanner.publish.core import dates, words

_FILTERS = {
    "weekday": dates.weekday,
    "short_date": dates.short_date,
    "plain_date": dates.plain_date,
    "long_date": dates.long_date,
    "month_and_year": dates.month_and_year,
    "counted": words.counted,
    "listed": words.listed,
}


def fill_template(name: str, values: Mapping[str, object]) -> str:
    """The template ``templates/<name>`` with the values in place."""
    return _environment().get_template(name).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_shipped_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(_FILTERS)
    return environment


def _shipped_template(name: str) -> str | None:
    """The template's text; None, which Jinja reports by name, where there is no such file."""
    path = shipped("templates").joinpath(*name.split("/"))
    return path.read_text(encoding="utf-8") if path.is_file() else None
