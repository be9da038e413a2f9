"""The builder makes hand-written pages and shells: MkDocs with the theme Material.

It never sees the survey's own texts or records, so it runs again only when pages, theme or navigation change.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Self

import yaml

from catalog.catalog import Catalog
from catalog.errors import SetupError
from catalog.paths import engine_resource, write_file
from catalog.site.shell import RIGHTS, SITE, SURVEY

_DIGEST = ".digest"


def build_shells(catalog: Catalog, stubs: Mapping[str, str]) -> Path:
    """The folder with the builder's pages: those of `site/`, and of `stubs` by their paths.

    Raises:
        SetupError: the builder failed.
    """
    docs = catalog.project.docs
    output = docs.parent / "shell"
    pages = {f"{path or 'index'}.md": text.encode() for path, text in stubs.items()} | hand_written(catalog)
    overrides = _overrides(catalog, pages)
    digest = _digest(pages, overrides)
    if (output / _DIGEST).is_file() and (output / _DIGEST).read_text(encoding="utf-8") == digest:
        return output
    for folder in (docs, output):
        shutil.rmtree(folder, ignore_errors=True)
    for name, content in pages.items():
        write_file(docs / name, content)
    _run_mkdocs({**overrides, "docs_dir": str(docs), "site_dir": str(output)})
    write_file(output / _DIGEST, digest)
    return output


def hand_written(catalog: Catalog) -> dict[str, bytes]:
    """The Markdown pages of `site/`."""
    folder = catalog.project.root / "site"
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*.md"))}


def _digest(pages: Mapping[str, bytes], overrides: Mapping[str, Any]) -> str:
    theme = sorted(file for file in (engine_resource("templates") / "theme").rglob("*") if file.is_file())
    versions = [metadata.version(name) for name in ("mkdocs", "mkdocs-material", "markdown", "jinja2")]
    parts = [
        repr((versions, overrides)).encode(),
        *(file.read_bytes() for file in (engine_resource("mkdocs.yml"), *theme)),
    ]
    digest = hashlib.sha256()
    for part in (*parts, *(b"\0".join((name.encode(), content)) for name, content in pages.items())):
        digest.update(b"%d\0" % len(part) + part)
    return digest.hexdigest()


def _overrides(catalog: Catalog, pages: Mapping[str, bytes]) -> dict[str, Any]:
    """Settings that replace those of the engine's `mkdocs.yml`."""
    return {
        "site_name": SITE,
        "site_description": SURVEY,
        "site_url": catalog.settings.address and str(catalog.settings.address),
        "copyright": RIGHTS,
        "extra": {"feeds": catalog.settings.address is not None, "search": "assets/search.js"},
        "nav": [item for item in nav() if next(iter(item.values())) in pages],
    }


def nav() -> list[dict[str, str]]:
    """Title and file of every page in the navigation, as the engine declares them."""
    items: list[dict[str, str]] = yaml.safe_load(engine_resource("mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    return items


def _run_mkdocs(settings: Mapping[str, Any]) -> None:
    from mkdocs.commands.build import build as mkdocs_build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    with _Warnings() as warnings:
        try:
            config = load_config(str(engine_resource("mkdocs.yml")), **settings)
            config.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build(config)
            finally:
                config.plugins.on_shutdown()
        except (MkDocsException, OSError) as error:
            message = "; ".join([*warnings.messages, str(error).strip()]).strip("; ")
            raise SetupError(f"MkDocs could not build the pages: {message}") from error


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
