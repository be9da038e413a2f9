"""Runs MkDocs on the pages of `build/docs`."""

from __future__ import annotations

import logging
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import yaml
from markupsafe import escape

from catalog.catalog import Catalog
from catalog.errors import SetupError
from catalog.paths import engine_resource


def run_mkdocs(catalog: Catalog, output: Path) -> None:
    """Build the pages of `build/docs` into `output`, with the files beside them.

    Raises:
        SetupError: MkDocs failed, or found broken links.
    """
    from mkdocs.commands.build import build as mkdocs_build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    from catalog.site.rendering import Rendering  # noqa: PLC0415

    with _Warnings() as warnings:
        try:
            config = load_config(str(engine_resource("mkdocs.yml")), **_overrides(catalog, output))
            config.plugins.on_startup(command="build", dirty=False)
            config.plugins["rendering"] = rendering = Rendering()
            try:
                mkdocs_build(config)
                rendering.render()
            finally:
                config.plugins.on_shutdown()
        except (MkDocsException, OSError) as error:
            message = "; ".join([*warnings.messages, str(error).strip()]).strip("; ")
            raise SetupError(f"MkDocs could not build the pages: {message}") from error
    for file in catalog.project.docs.glob(f"{catalog.settings.folder}/*/*"):
        _link(file, output / file.relative_to(catalog.project.docs))


def _link(file: Path, target: Path) -> None:
    """Publish a file without a second copy: later builds replace it and never change its content."""
    try:
        os.link(file, target)
    except OSError:  # another file system, or a folder without a page
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(file, target)


def _overrides(catalog: Catalog, output: Path) -> dict[str, Any]:
    """Settings that replace those of the engine's `mkdocs.yml`.

    The theme prints texts as they are, and some of them escaped; as `Markup` they are escaped once either way.
    """
    survey, docs = catalog.settings, catalog.project.docs
    today = datetime.now(tz=UTC).date()
    return {
        "site_name": escape(survey.title),
        "site_description": escape(survey.description),
        "site_url": survey.address,
        "copyright": escape(f"Data under {survey.licences.data}, code under {survey.licences.code}. Built {today}."),
        "extra": {"feeds": survey.address is not None},
        "docs_dir": str(docs),
        "site_dir": str(output),
        # Drawings and evidence of records: copying these thousands of files would take MkDocs half its time again.
        "exclude_docs": f"/{survey.folder}/*/",
        "nav": [item for item in nav() if (docs / next(iter(item.values()))).is_file()],
    }


def nav() -> list[dict[str, str]]:
    """Title and file of every page in the navigation, as the engine declares them."""
    items: list[dict[str, str]] = yaml.safe_load(engine_resource("mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    return items


class _Warnings(logging.Handler):
    """Collects the warnings of MkDocs and keeps its log off the terminal."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Collect one warning."""
        self.messages.append(record.getMessage())

    def __enter__(self) -> Self:
        logger = logging.getLogger("mkdocs")
        self._before = (logger.propagate, logger.level)
        logger.propagate = False
        logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logger = logging.getLogger("mkdocs")
        logger.removeHandler(self)
        logger.propagate = self._before[0]
