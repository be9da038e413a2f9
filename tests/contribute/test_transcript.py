"""The walk-through on the website shows what the commands really print."""

from __future__ import annotations

from pathlib import Path

from tests.contribute.transcript import PAGE, blocks, transcript


def test_the_first_record_is_told_as_the_commands_tell_it(tmp_path: Path) -> None:
    rewrite = "python -m tests.contribute.transcript writes the page anew"
    assert transcript(tmp_path) == blocks(PAGE.read_text()), rewrite
