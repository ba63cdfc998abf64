"""Arguments that are no text, names that a terminal would obey, and Ctrl-C while the program starts."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command_line import run
from tests.intake.small_workspace import write_workspace

TOP = Path(__file__).parents[2]
# On Windows arguments are Unicode from the start, and Ctrl-C goes to a whole console, the test's own too. The
# first test tries the same arguments within this process, on every system.
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such arguments and signals")


@pytest.mark.parametrize(
    ("argument", "found"),
    [("of\udcffice", "of\\xffice"), ("o\x1b]0;x\x07", "\\u001b"), ("half\ud800", "\\xed\\xa0\\x80")],
)
def test_an_argument_that_is_no_text_is_refused(
    argument: str, found: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_workspace(tmp_path)
    ran = run(capsys, "record", tmp_path, "Oak, fire, 10/7", "--by", argument)
    assert ran.code == 2
    assert found in ran.err
    assert not (tmp_path / "records").exists()


@POSIX
def test_bytes_of_an_argument_give_no_traceback(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    command = [sys.executable, "-m", "drillplanner", "record", str(tmp_path), "Oak, fire, 10/7", "--by"]
    ran = subprocess.run(
        [*(word.encode() for word in command), b"of\xffice"], cwd=TOP, capture_output=True, check=False
    )
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr
    assert b"of\\xffice" in ran.stderr


def test_a_name_in_an_error_reaches_no_terminal_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_workspace(tmp_path)
    path = tmp_path / "district.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("state: NJ", 'state: "\u202eZZ"'), encoding="utf-8")
    ran = run(capsys, "check", tmp_path)
    assert ran.code == 2
    assert "\u202e" not in ran.err + ran.out


@POSIX
@pytest.mark.parametrize("milliseconds", [20, 45, 70, 110, 200])
def test_ctrl_c_at_any_moment_of_the_start_is_no_traceback_of_ours(milliseconds: int, tmp_path: Path) -> None:
    write_workspace(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-m", "drillplanner", "check", str(tmp_path)],
        cwd=TOP,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        time.sleep(milliseconds / 1000)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
    # Before the program's first line the process is Python alone, which ends with its own words.
    assert "drillplanner/" not in err
    assert process.returncode != 0
