from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from drillplanner.model.plain_values import TextWithAddresses, WebAddress


@pytest.mark.parametrize("text", ["", "https://example.org/a?b=c", "http://example.org", "district.yaml"])
def test_addresses_on_the_web_are_taken(text: str) -> None:
    assert TypeAdapter(WebAddress).validate_python(text) == text


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://example.org", "https://", "//x/y"],
)
def test_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="begins with https:// or http://"):
        TypeAdapter(WebAddress).validate_python(text)


@pytest.mark.parametrize("text", ["Guidance: NASP, https://example.org/a.", "Drills (2021): a summary", "10:30"])
def test_texts_with_addresses_on_the_web_are_taken(text: str) -> None:
    assert TypeAdapter(TextWithAddresses).validate_python(text) == text


@pytest.mark.parametrize("text", ["See file:///etc/passwd", "JavaScript:alert(1)", "a smb://server/share"])
def test_texts_with_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="begins with https:// or http://"):
        TypeAdapter(TextWithAddresses).validate_python(text)
