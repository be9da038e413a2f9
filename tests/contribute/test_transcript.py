"""The walk-through on the website shows what the commands really print."""

from __future__ import annotations

from pathlib import Path

from tests.contribute.transcript import PAGE, blocks, transcript


def test_the_first_record_shows_what_the_commands_print(tmp_path: Path) -> None:
    rewrite = "python -m tests.contribute.transcript updates the page"
    assert transcript(tmp_path) == blocks(PAGE.read_text(encoding="utf-8")), rewrite
