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
#: Set by .ci/run: a server must be there.
NEEDED = os.environ.get("DRILLPLANNER_TESTS_NEED", "") == "postgresql"


def program(name: str) -> str | None:
    """Return the path of a program of PostgreSQL; Debian keeps those of a server off the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return shutil.which(name) or next(
        (found for folder in folders if (found := shutil.which(name, path=folder))), None
    )


def lacks_postgres() -> str:
    """Return what a PostgreSQL server lacks here, its programs or a user to run them; empty: nothing."""
    if sys.platform == "win32":
        return "the tests start no server on Windows"
    import pwd  # Windows has none.

    if missing := [name for name in ("initdb", "postgres") if program(name) is None]:
        return f"PostgreSQL is not installed here: no {' and no '.join(missing)}"
    if os.getuid() == 0 and all(user.pw_name != OTHER_USER for user in pwd.getpwall()):
        return f"PostgreSQL does not run as root, and there is no user {OTHER_USER}"
    return ""


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start a server of its own on a free port, and yield the address of a database in it."""
    folder = Path(tempfile.mkdtemp(prefix="drillplanner-pg-"))
    user = OTHER_USER if os.getuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    data, port = folder / "data", _free_port()
    programs = {name: str(program(name)) for name in ("initdb", "postgres")}
    start = [programs["initdb"], "-D", str(data), "-A", "trust", "-U", "drills", "-N", "--locale=C", "-E", "UTF8"]
    subprocess.run(start, check=True, capture_output=True, user=user, cwd=folder)
    command = [programs["postgres"], "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd=folder)
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
