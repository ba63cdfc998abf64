"""Commands that people copy from a screen: each word written so that every shell reads it as it is.

Districts type into cmd.exe and PowerShell on Windows, zsh on a Mac, and bash; single quotes, which Python's own
``shlex.quote`` writes, are letters to cmd.exe. All of them understand double quotes, but some characters still
mean something inside. The same word is written alike on every system, since plans and pages keep commands.
"""

from __future__ import annotations

import re
import shlex

#: Words that no shell reads otherwise: not a backslash (bash), a comma (PowerShell), or a tilde.
_PLAIN = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./:=+-]*")
#: What a shell obeys inside double quotes: variables and commands (bash, PowerShell), quotes that letters are
#: turned into (PowerShell ends a text with those too), and ``!`` of earlier commands (bash, zsh) except before a
#: space, an equals sign, or a bracket. A backslash at the end would be read together with the quote, and bash
#: makes one of two, except that Windows' names of servers begin with two, and bash is no shell for those.
_OBEYED = re.compile(r"[$`\"\u201c-\u201e]|!(?![\s=(])|\\\Z|(?<=.)\\[\\\n]", re.DOTALL)
#: What ends a text in single quotes, in PowerShell too.
_ENDS_SINGLE = re.compile(r"['\u2018-\u201b]")


def shell_word(text: str) -> str:
    """Return a word of a command as one types it: in double quotes if it needs any.

    A text with a dollar sign or a double quote gets single quotes, which cmd.exe does not know: no quotes would
    serve every shell. One with both kinds is written for bash and zsh.
    """
    if _PLAIN.fullmatch(text):
        return text
    if _OBEYED.search(text) is None:
        return f'"{text}"'
    return shlex.quote(text) if _ENDS_SINGLE.search(text) else f"'{text}'"


def with_folder(command: str, folder: str) -> str:
    """Return a text with commands in which DIR is a workspace, with the path of that workspace."""
    return re.sub(r" DIR\b", lambda found: f" {shell_word(folder)}", command)
