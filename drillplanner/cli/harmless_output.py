"""Standard output and error on which no text from outside does anything: a name is shown, never obeyed.

The texts come from files, arguments, and other programs, in hundreds of places; so the streams themselves show a
control character as its number.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import TextIO, cast

from drillplanner.files.reading.harmless_text import shown


class _HarmlessStream:
    """A text stream that shows what it is given. It has no ``buffer``: bytes would go past it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str | bytes) -> int:
        """Write the text, with control characters as escapes.

        Click writes what a shell completes, and all text on an odd terminal, in bytes of the stream's encoding.
        """
        self._stream.write(shown(text if isinstance(text, str) else text.decode(self._stream.encoding, "replace")))
        return len(text)

    def __getattr__(self, name: str) -> object:
        if name == "buffer":
            raise AttributeError(name)
        return getattr(self._stream, name)


@contextmanager
def harmless_output() -> Iterator[None]:
    """Let standard output and error show control characters during the block."""
    # The stream has all that commands, click, and tqdm ask of one.
    out, err = (cast("TextIO", _HarmlessStream(stream)) for stream in (sys.stdout, sys.stderr))
    with redirect_stdout(out), redirect_stderr(err):
        yield
