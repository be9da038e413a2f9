"""What commands take as a table: a file, a folder, or an address on the web."""

from __future__ import annotations

import re
from pathlib import Path

import click

_WEB = re.compile(r"https?://", re.IGNORECASE)


class TableSource(click.ParamType[Path | str]):
    """The type of such an argument."""

    name = "file"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """Return a path, or an address."""
        web = _WEB.match(str(value))
        if web:
            return f"{web[0].lower()}{str(value)[web.end() :]}"
        path = Path(value)
        if not path.exists():
            self.fail(f"{value} does not exist", param, ctx)
        return path
