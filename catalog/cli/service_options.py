"""What the commands that ask services have in common: how much they may ask, and where answers are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
_OPTIONS = [
    click.option("--budget", type=click.IntRange(min=1), metavar="N", show_default="as many as it needs",
                 help="Send at most N requests; the next run goes on."),
    click.option("--cache", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
                 show_default="a folder of your user account", help="Where the answers of services are kept."),
    click.option("--no-cache", is_flag=True, help="Keep no answers, and use none that are kept."),
]  # fmt: skip


def service_options(function: F) -> F:
    """Add `--budget`, `--cache` and `--no-cache` to a command."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def answers_folder(cache: Path | None, *, no_cache: bool) -> Path | None:
    """The folder in which answers of services are kept, the same for all commands; None for no folder.

    Raises:
        UsageError: both options are given.
    """
    if no_cache:
        if cache:
            raise click.UsageError("--cache and --no-cache contradict each other.")
        return None
    from platformdirs import user_cache_path  # noqa: PLC0415

    return cache or user_cache_path("survey-catalog") / "services"
