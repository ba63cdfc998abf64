"""HTML pages from the templates of ``templates/``, and the scripts that they may run.

A page names the hash of its own script in its Content-Security-Policy, so that a browser runs that script and no
other, and loads nothing from anywhere.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from drillplanner.files.shipped import shipped_folder
from drillplanner.publish.core import dates, words

if TYPE_CHECKING:
    from jinja2 import Environment

_FILTERS = {
    "weekday": dates.weekday,
    "short_date": dates.short_date,
    "plain_date": dates.plain_date,
    "long_date": dates.long_date,
    "month_and_year": dates.month_and_year,
    "counted": words.counted,
    "listed": words.join_words,
}


def fill_template(name: str, values: Mapping[str, object]) -> str:
    """Return the template ``templates/<name>`` filled with the values."""
    return _environment().get_template(name).render(values)


def script_hash(name: str) -> str:
    """Return the hash of the script ``templates/<name>`` as a Content-Security-Policy names it."""
    text = _shipped_template(name) or ""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

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
    """Return the template's text; None, which Jinja reports by name, if there is no such file."""
    path = shipped_folder("templates").joinpath(*name.split("/"))
    return path.read_text(encoding="utf-8") if path.is_file() else None
