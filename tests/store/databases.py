"""Databases for tests: a SQLite file, and a PostgreSQL server that is really started."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: PostgreSQL refuses to run as root.
OTHER_USER = "postgres"


def has_postgres() -> bool:
    """Check whether the programs of a PostgreSQL server are there, and a user to run them."""
    if sys.platform == "win32":
        return False
    import pwd  # Windows has none.

    if shutil.which("initdb") is None or shutil.which("postgres") is None:
        return False
    return os.getuid() != 0 or any(user.pw_name == OTHER_USER for user in pwd.getpwall())


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start a server of its own on a free port, and yield the address of a database in it."""
    folder = Path(tempfile.mkdtemp(prefix="drillplanner-pg-"))
    user = OTHER_USER if os.getuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    data, port = folder / "data", _free_port()
    programs = {name: str(shutil.which(name)) for name in ("initdb", "postgres")}
    start = [programs["initdb"], "-D", str(data), "-A", "trust", "-U", "drills", "-N", "--locale=C", "-E", "UTF8"]
    subprocess.run(start, check=True, capture_output=True, user=user, cwd=folder)  # noqa: S603
    command = [programs["postgres"], "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd=folder)  # noqa: S603
        try:
            _wait_until_ready(port)
            yield f"postgresql://drills@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait()
            shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _wait_until_ready(port: int) -> None:
    import time

    import psycopg

    for _ in range(600):
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="drills", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the PostgreSQL server did not start")
