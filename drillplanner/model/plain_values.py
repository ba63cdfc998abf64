"""Texts of a model with a form of their own: an id that files are named after, and addresses on the web."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from drillplanner.files.file_names import fit_id

#: What may be a link in a text, and a program that opens files or runs a script.
_ANY_ADDRESS = re.compile(r"\b(?:[a-z][a-z0-9+.-]*://\S*|(?:javascript|vbscript|data|file):\S+)", re.IGNORECASE)
_ALLOWED = "an address on the web begins with https:// or http://"


#: A file of the workspace, such as district.yaml: a page shows its name, and makes no link of it.
_FILE = re.compile(r"[\w-]+(?:[./][\w-]+)*")


def _web_address(text: str) -> str:
    is_on_the_web = urlsplit(text).scheme in {"http", "https"} and bool(urlsplit(text).hostname)
    if text and not is_on_the_web and not _FILE.fullmatch(text):
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
