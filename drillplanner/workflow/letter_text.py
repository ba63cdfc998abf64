"""The text of a letter as people keep it: plain text, a web page, a saved email, a Word document, or a PDF.

On its own because each kind is read by another library, and ``screen`` judges only words.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Mapping
from pathlib import PurePath

from drillplanner.appropriateness.text import Description, description_of_text
from drillplanner.files.documents.word_document import docx_page
from drillplanner.files.errors import InputError, Problem

#: A letter or a handbook chapter; a whole handbook is better screened chapter by chapter.
_MOST_PAGES = 60
_AS_TEXT = "a file with its words as text: .txt, .docx, .pdf, .html, or .eml"


def letter_description(raw: bytes, name: str) -> Description:
    """Return the text of a file as one description, named after the file.

    Raises InputError for a file that is damaged, protected, without text, or far too long.
    """
    read = _READERS.get(PurePath(name).suffix.lower())
    return description_of_text(raw if read is None else read(raw, name).encode(), name)


def _word_text(raw: bytes, name: str) -> str:
    page = docx_page(raw, name, _AS_TEXT)
    if not page.strip():
        raise InputError(Problem(name, None, "the Word document has no text", None, _AS_TEXT))
    return page


def _pdf_text(raw: bytes, name: str) -> str:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        reason = "it needs a password" if "password" in str(error).lower() else "it is damaged, or no PDF"
        raise InputError(Problem(name, None, f"the PDF cannot be read: {reason}", None, _AS_TEXT)) from error
    try:
        if len(document) > _MOST_PAGES:
            allowed = f"at most {_MOST_PAGES} pages"
            raise InputError(Problem(name, None, "the PDF is too long", f"{len(document)} pages", allowed))
        text = "\n\n".join(page.get_textpage().get_text_range() for page in document)
    except pdfium.PdfiumError as error:
        reason = "one of its pages is damaged"
        raise InputError(Problem(name, None, f"the PDF cannot be read: {reason}", None, _AS_TEXT)) from error
    finally:
        document.close()
    if not text.strip():
        raise InputError(
            Problem(name, None, "the PDF has no text: it is a scan, a picture of paper", None, _AS_TEXT)
        )
    return text.replace("\r\n", "\n")


def _email_text(raw: bytes, name: str) -> str:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    try:
        text = "" if body is None else str(body.get_content())
    except (LookupError, ValueError) as error:
        # ValueError: the name of the encoding has a null character, or the bytes are not of that encoding.
        message_text = "the email is written in letters that we do not know"
        raise InputError(Problem(name, None, message_text, None, _AS_TEXT)) from error
    if not text.strip():
        raise InputError(Problem(name, None, "the email has no text", None, _AS_TEXT))
    return text


_READERS: Mapping[str, Callable[[bytes, str], str]] = {
    ".docx": _word_text,
    ".pdf": _pdf_text,
    ".eml": _email_text,
}
#: Endings of files that are one text each; a YAML or JSON file is a scenario or a list.
LETTER_ENDINGS = frozenset({".txt", ".md", ".html", ".htm", *_READERS})
