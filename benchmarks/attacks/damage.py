"""Ways in which a file of a workspace is damaged: other bytes, and other things in its place."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path


def _cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def _flipped(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _put_in(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw) + 1)
    odd = (
        b"\0",
        b"\x1b]0;owned\x07",
        "\u202e".encode(),
        b"\xff\xfe",
        b"[" * 200_000,
        b"=cmd|'/c calc'!A1",
        b"9" * 400,
    )
    return raw[:place] + chance.choice(odd) + raw[place:]


def _lines_mixed(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines + lines[:2])


BYTES: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    "cut": _cut,
    "flipped": _flipped,
    "put in": _put_in,
    "mixed": _lines_mixed,
    "empty": lambda raw, chance: b"",
    "deep": lambda raw, chance: b"[" * 200_000,
    "other type": lambda raw, chance: chance.choice((b"7\n", b"null\n", b'"x"\n', b"[]\n", b'{"a": 1}\n')),
}


def _removed(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _to_pipe(path: Path, outside: Path) -> None:
    _removed(path)
    os.mkfifo(path)


def _to_device(path: Path, outside: Path) -> None:
    _removed(path)
    path.symlink_to("/dev/zero")


def _to_other(path: Path, outside: Path) -> None:
    was_folder = path.is_dir()
    _removed(path)
    if was_folder:
        path.write_text("a file, where a folder was\n", encoding="utf-8")
    else:
        path.mkdir()


def _to_loop(path: Path, outside: Path) -> None:
    _removed(path)
    path.symlink_to(path)


def _to_link_out(path: Path, outside: Path) -> None:
    """The same content, but outside: a link that people make to share a file between two workspaces."""
    path.rename(outside / path.name)
    path.symlink_to(outside / path.name)


def _huge(path: Path, outside: Path) -> None:
    if path.is_dir():
        (path / "huge.yaml").touch()
        path /= "huge.yaml"
    os.truncate(path, 6_000_000_000)


def _gone(path: Path, outside: Path) -> None:
    _removed(path)


#: What comes in the place of a file or folder; the second path is a folder outside the workspace.
PLACES: Mapping[str, Callable[[Path, Path], None]] = {
    "pipe": _to_pipe,
    "device": _to_device,
    "file for a folder, or the other way": _to_other,
    "loop": _to_loop,
    "link out": _to_link_out,
    "huge": _huge,
    "gone": _gone,
}
