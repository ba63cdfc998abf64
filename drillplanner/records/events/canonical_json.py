"""One text for each JSON value, so that the same event has the same hash on every machine.

On its own because hashes, the store, and exports must write the same bytes.

Keys are sorted by code point, there are no spaces, and text is UTF-8. That is RFC 8785 for what events hold:
text, whole numbers up to 2^53, true, false, null, lists, and mappings. A number with a fraction has several
spellings and is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

#: A JSON value without fractions.
Json = None | bool | int | str | list["Json"] | Mapping[str, "Json"]

_LARGEST = 2**53


def canonical_json(value: object) -> bytes:
    """Return the one spelling of a JSON value.

    Raises ValueError: it holds a number with a fraction or above 2^53, text that is no Unicode, or another type.
    """
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except TypeError as error:
        raise ValueError(f"an event cannot hold this: {error}") from error
    # JSON turns a key that is a number into text, and a tuple into a list: such a value would come back changed.
    if json.loads(text, parse_float=_refused, parse_int=_whole_number) != value:
        raise ValueError("an event holds keys that are text, and lists; this would come back as something else")
    return text.encode("utf-8")


def _refused(number: str) -> float:
    raise ValueError(f"an event cannot hold a number with a fraction, since it has several spellings: {number}")


def _whole_number(number: str) -> int:
    if abs(int(number)) > _LARGEST:
        raise ValueError(f"an event cannot hold a number above 2^53: {number}")
    return int(number)
