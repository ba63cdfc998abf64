from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from drillplanner.model.plain_values import TextWithAddresses, WebAddress

#: Addresses as schools, states, and their networks have them: hosts in other letters, ports, and numbers.
REAL = [
    "https://example.org/a?b=c",
    "http://example.org",
    "HTTPS://www.NJ.gov/Education",
    "https://www.schule-münchen.de/übung",
    "https://xn--mnchen-3ya.de/",
    "https://例え.テスト/学校",
    "https://écoles.gouv.fr:8443/sécurité?niveau=é#2",
    "http://intranet/drills",
    "http://intranet:8080/drills",
    "http://192.168.10.4:8000/",
    "http://[2001:db8::7]/drills",
    "https://[2001:db8::7]:8443/drills?x=[1]",
    "https://[::ffff:192.0.2.1]/",
    "https://user@example.org/a",
    "https://example.org/a_(b)/c;d=1,2?q='x'|y",
    "https://www.law.cornell.edu/uscode/text/20/1232g#a_4_B_ii",
    "https://leg.state.example/18A:41-1,2~(a)",
    "https://example.org./",
    "https://a-b_c.example.org",
]


@pytest.mark.parametrize("text", ["", "district.yaml", *REAL])
def test_addresses_on_the_web_are_taken(text: str) -> None:
    assert TypeAdapter(WebAddress).validate_python(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "ftp://example.org",
            "https://",
            "//x/y",
        ),
        *("https://[::1", "https://a]b/", "https:///path", "http:example.org", "https://?q"),
    ],
)
def test_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="begins with https:// or http://"):
        TypeAdapter(WebAddress).validate_python(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Guidance: NASP, https://example.org/a.", "Drills (2021): a summary", "10:30"),
        *("[https://example.org]", "[1](https://example.org/a)[2]", "Read it [at https://example.org], then go."),
        *("Keep the data: a list", "data:see page 2", "The file:A-12 has it", "Metadata:x, y"),
        *(f"See {address}, or [{address}]; <{address}>" for address in REAL if "[1]" not in address),
    ],
)
def test_texts_with_addresses_on_the_web_are_taken(text: str) -> None:
    assert TypeAdapter(TextWithAddresses).validate_python(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "See file:///etc/passwd",
            "JavaScript:alert(1)",
            "a smb://server/share",
            "file:/etc/passwd",
            "[https://]",
        ),
        *("data:text/html,x", "data:,x", "(data:text/html;base64,eA==)", "vbscript:x"),
    ],
)
def test_texts_with_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="begins with https:// or http://"):
        TypeAdapter(TextWithAddresses).validate_python(text)
