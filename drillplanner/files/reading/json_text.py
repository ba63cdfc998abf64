"""JSON that the program wrote itself, or that another program gave: whatever is wrong with it is one error."""

from __future__ import annotations

import json

from drillplanner.files.errors import InputError, Problem


def parse_json(raw: bytes, name: str, maybe: str | None = None) -> object:
    """Return the value of a JSON document in UTF-8.

    Raises InputError: it is not JSON, not UTF-8, or nested too deep; ``maybe`` says what to do then.
    """
    try:
        value: object = json.loads(raw)
    except RecursionError as error:
        message = "this is not JSON that can be read: it is nested too deep"
        raise InputError(Problem(name, None, message, maybe=maybe)) from error
    except ValueError as error:
        line = getattr(error, "lineno", None)
        message = f"this is not JSON that can be read: {getattr(error, 'msg', error)}"
        raise InputError(Problem(name, line, message, maybe=maybe)) from error
    return value
