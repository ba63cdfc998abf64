"""Texts of a model with a form of their own: an id that files are named after, and addresses on the web."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from drillplanner.files.file_names import fit_id
from drillplanner.files.web_links import is_web_address

#: What may be a link in a text, and a program that opens files or runs a script.
#: A bracket ends an address, as in "[https://example.org]", unless a host of numbers is in it (RFC 3986, 3.2.2).
_ANY_ADDRESS = re.compile(
    r"\b(?:[a-z][a-z0-9+.-]*://(?:\[[0-9a-f:.]*\])?[^\s\]]*"
    r"|(?:javascript|vbscript):\S+|data:[\w.+-]*/\S*|data:\S*,\S*|file:/\S*)",
    re.IGNORECASE,
)
_ALLOWED = "an address on the web begins with https:// or http://"


#: A file of the workspace, such as district.yaml: a page shows its name, and makes no link of it.
_FILE = re.compile(r"[\w-]+(?:[./][\w-]+)*")


def _web_address(text: str) -> str:
    if text and not is_web_address(text) and not _FILE.fullmatch(text):
        raise ValueError(_ALLOWED)
    return text


def _with_web_addresses(text: str) -> str:
    for found in _ANY_ADDRESS.findall(text):
        _web_address(found)
    return text


#: An id after which files are named, on every system.
FileId = Annotated[str, AfterValidator(fit_id)]
#: An address on the web, the name of a file, or empty: a link on a page opens nothing else, and runs nothing.
WebAddress = Annotated[str, AfterValidator(_web_address)]
#: A text in which every address is one on the web.
TextWithAddresses = Annotated[str, AfterValidator(_with_web_addresses)]
