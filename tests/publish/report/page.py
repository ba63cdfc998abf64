"""A plain reading of an HTML page, strict about what browsers forgive."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "input", "link", "wbr"}
WITHOUT_TEXT = {"style", "script", "head"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def all(self, tag: str, **wanted: str) -> list[Element]:
        """Every element below with that tag and these attributes ('class_' for class: any of its words)."""
        found = []
        for child in self.children:
            if child.tag == tag and all(child.has(name.rstrip("_"), value) for name, value in wanted.items()):
                found.append(child)
            found += child.all(tag, **wanted)
        return found

    def has(self, name: str, value: str) -> bool:
        given = self.attributes.get(name, "")
        return value in given.split() if name == "class" else given == value

    @property
    def text(self) -> str:
        """All text, spaces made one."""
        return " ".join("".join(self.pieces).split())


class PageReader(HTMLParser):
    """Builds the tree; any tag that is not closed in order is an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = Counter(name for name, _ in attrs)
        assert max(names.values(), default=1) == 1, f"<{tag}> says an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self._open[-1].tag, f"</{tag}> at {self.getpos()} closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not {element.tag for element in self._open} & WITHOUT_TEXT:
            for element in self._open:
                element.pieces.append(data)


def read_page(text: str) -> Element:
    """The page as a tree. Fails where it is not well formed."""
    assert text.startswith("<!DOCTYPE html>\n<html")
    reader = PageReader()
    reader.feed(text)
    reader.close()
    assert [element.tag for element in reader._open] == ["page"], "not every element is closed"
    return reader.root


def every(element: Element) -> list[Element]:
    """All elements below."""
    return [below for child in element.children for below in (child, *every(child))]
