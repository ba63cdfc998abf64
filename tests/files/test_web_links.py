from __future__ import annotations

import pytest

from drillplanner.files.web_links import web_link_problem


@pytest.mark.parametrize(
    ("link", "message", "what_to_do"),
    [
        ("https://docs.google.com/spreadsheets/d/1a/edit#gid=0", "a Google Sheet", "Microsoft Excel (.xlsx)"),
        ("docs.google.com/spreadsheets/d/1a", "a Google Sheet", "File, Download"),
        ("https://oakhill-my.sharepoint.com/:x:/g/personal/a", "a document in SharePoint", "Download a Copy"),
        ("https://1drv.ms/x/s!A", "a document in OneDrive", "Download a Copy"),
        ("https://calendar.google.com/calendar/ical/a/basic.ics", "a Google calendar", ".ics"),
        ("webcal://example.org/school.ics", "a calendar subscription", "https://"),
        ("www.example.org/schools", "a page on the web", "save or download"),
    ],
)
def test_links_are_refused_with_what_to_do(link: str, message: str, what_to_do: str) -> None:
    problem = web_link_problem(link, "--campuses")
    assert problem is not None and problem.file == "--campuses"
    assert problem.message.startswith(f"this is a link to {message}; drillplanner reads files")
    assert problem.maybe is not None and what_to_do in problem.maybe


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://[::1", "[::1"),
        ("https://[2001:db8::7]:8443/a", "[2001:db8::7]:8443"),
        ("https://a]b", "a]b"),
        ("https://www.schule-münchen.de?a", "www.schule-münchen.de"),
        ("https://", "https://"),
    ],
)
def test_a_link_with_an_odd_host_is_refused_like_any_other(link: str, host: str) -> None:
    problem = web_link_problem(link, "--calendar")
    assert problem is not None and problem.value == host


@pytest.mark.parametrize("text", ["schools.csv", "C:\\Users\\a\\schools.xlsx", "www", "docs/google.com.csv", ""])
def test_paths_are_no_links(text: str) -> None:
    assert web_link_problem(text, "--campuses") is None
