"""Addresses on the web: which ones a page may link to, and what to do instead of giving one in place of a file.

On its own because the command line, the readers of files, the model, and the pages judge addresses alike.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from drillplanner.files.errors import Problem

_LINK = re.compile(r"(?:https?|webcal)://|(?:docs|drive|calendar)\.google\.com/|1drv\.ms/|www\.\w", re.IGNORECASE)
_SHEET_HELP = "In the browser, choose File, Download, Microsoft Excel (.xlsx), and give that file."
#: What to do about a link, by a part of its host or path; the first that fits counts.
_HELP = (
    ("docs.google.com/spreadsheets", "a Google Sheet", _SHEET_HELP),
    ("docs.google.com/document", "a Google Doc", "In the browser, choose File, Download, and give that file."),
    ("calendar.google.com", "a Google calendar", "Open the link in a browser: it saves a file that ends in .ics."),
    (
        "webcal://",
        "a calendar subscription",
        "Open it in a browser with https:// in front, and save the .ics file.",
    ),
    ("drive.google.com", "a file in Google Drive", "In the browser, choose Download, and give that file."),
    ("sharepoint.com", "a document in SharePoint", "Open it, choose File, Save As, Download a Copy, and give it."),
    ("onedrive", "a document in OneDrive", "Open it, choose File, Save As, Download a Copy, and give that file."),
    ("1drv.ms", "a document in OneDrive", "Open it, choose File, Save As, Download a Copy, and give that file."),
    ("office.com", "an Excel document on the web", "Choose File, Save As, Download a Copy, and give that file."),
)


def is_web_address(text: str) -> bool:
    """Check whether a text is an address of a page: http or https with a host, of letters, or of numbers."""
    try:
        parts = urlsplit(text)
    except ValueError:  # a bracket in the host that belongs to no number
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def web_link_problem(text: str, given_as: str) -> Problem | None:
    """Return why a link cannot be read and what to do, or None if the text is no link.

    ``given_as`` is the option or the file that has the link.
    """
    if _LINK.match(text.strip()) is None:
        return None
    lower = text.strip().lower()
    what, to_do = next(
        ((what, to_do) for mark, what, to_do in _HELP if mark in lower),
        ("a page on the web", "Open it in a browser, save or download the file, and give that file."),
    )
    host = lower.partition("://")[2] if "://" in lower else lower
    host = re.split(r"[/?#\\]", host, maxsplit=1)[0]
    message = f"this is a link to {what}; drillplanner reads files on this computer, and nothing from the web"
    return Problem(given_as, None, message, host or text, "a file", to_do)
