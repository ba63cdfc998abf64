"""The first bytes of the kinds of file that a school's map may be: read by their content, never by their name."""

from __future__ import annotations

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
JPEG_HEAD = b"\xff\xd8\xff"
PDF_HEAD = b"%PDF-"
