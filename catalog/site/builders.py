"""The builder makes hand-written pages and shells: one of the programs that read MkDocs's settings.

It never sees the survey's own texts or records, so it runs again only when pages, theme or navigation change.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from catalog.errors import SetupError
from catalog.paths import engine_resource, write_file

if TYPE_CHECKING:
    from catalog.catalog import Catalog

SITE, SURVEY, RIGHTS, SIGNS = (f"zq{name}zq" for name in ("site", "survey", "rights", "signs"))
"""What stands for parts of every page: the survey's title and description, licences, drawings of signs."""
_DIGEST = ".digest"
_PAGE_NAME = re.compile(r"(?:[\w.-]+/)*[\w.-]+\.md")
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "NO_COLOR": "1"}
_REPORTED = re.compile(r"^(?:WARNING|ERROR|Aborted|[\w.]*Error: ).*", re.MULTILINE)


@dataclass(frozen=True)
class Builder:
    """A program that makes pages of Markdown, run as `python -m MODULE`; `packages` are what it consists of.

    Its search index is at `search_index` below the site's root, and there a list under the key `search_entries`.
    """

    module: str
    title: str
    packages: tuple[str, ...]
    search_index: str = "search/search_index.json"
    search_entries: str = "docs"

    def versions(self) -> list[str]:
        """Its packages with their versions.

        Raises:
            SetupError: one is not installed.
        """
        try:
            return [f"{name} {metadata.version(name)}" for name in (*self.packages, "markdown")]
        except metadata.PackageNotFoundError as error:
            hint = f"install survey-catalog[{self.module}], which brings it"
            raise SetupError(f"{self.title} is not installed: there is no package {error.name}; {hint}") from error


BUILDERS = {
    builder.module: builder
    for builder in (
        Builder("mkdocs", "MkDocs", ("mkdocs", "mkdocs-material")),
        Builder("properdocs", "ProperDocs", ("properdocs", "mkdocs-material")),
        Builder("zensical", "Zensical", ("zensical",), "search.json", "items"),
    )
}
DEFAULT = BUILDERS["mkdocs"]


def shell_folder(catalog: Catalog) -> Path:
    """The folder with the builder's pages."""
    return catalog.project.docs.parent / "shell"


def prepared_builder(catalog: Catalog, stubs: Mapping[str, str], builder: Builder) -> Callable[[], None]:
    """What has the builder make its pages, unless they are there: those of `site/`, and of `stubs` by their paths.

    Raises:
        DataError, SetupError: the survey's own pages or settings cannot be used; when it runs, the builder failed.
    """
    docs, output = catalog.project.docs, shell_folder(catalog)
    written = hand_written(catalog)
    _refuse_pages(catalog, written, stubs)
    pages = {f"{path or 'index'}.md": text.encode() for path, text in stubs.items()} | written
    settings = _settings(catalog, pages)
    digest = _digest(pages, settings, builder)
    if (output / _DIGEST).is_file() and (output / _DIGEST).read_text(encoding="utf-8") == digest:
        return lambda: None
    for folder in (docs, output):
        shutil.rmtree(folder, ignore_errors=True)
    for name, content in pages.items():
        write_file(docs / name, content)
    # Zensical takes a path below the folder of its settings only.
    folders = {"docs_dir": docs.name, "site_dir": output.name}
    write_file(docs.parent / "mkdocs.yml", json.dumps(settings | folders, ensure_ascii=False))

    def run() -> None:
        _run(builder, docs.parent / "mkdocs.yml")
        write_file(output / _DIGEST, digest)

    return run


def hand_written(catalog: Catalog) -> dict[str, bytes]:
    """The Markdown pages of `site/`, and those of the engine that the survey does not write itself."""
    folders = (engine_resource("templates") / "site", catalog.project.root / "site")
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for folder in folders
        for file in sorted(folder.rglob("*.md"))
    }


def _refuse_pages(catalog: Catalog, written: Mapping[str, bytes], generated: Collection[str]) -> None:
    """Raise SetupError for a page of `site/` whose name the website needs itself, or that no builder can read."""
    from catalog.settings.check import FOLDERS  # noqa: PLC0415 - the command line imports this module early

    taken = {*FOLDERS, *catalog.vocabulary_names, catalog.settings.folder}
    for name, content in written.items():
        path = name.removesuffix(".md").removesuffix("index").rstrip("/")
        if path in generated or path.partition("/")[0] in taken:
            raise SetupError(f"site/{name}: the website has a page or a folder of this name; choose another name")
        if not _PAGE_NAME.fullmatch(name):
            raise SetupError(
                f"site/{name}: name it with letters, digits, hyphens and dots, for it is part of an address"
            )
        try:
            content.decode()
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise SetupError(f"site/{name}:{line}: the page is not UTF-8; save it as UTF-8") from None


def _digest(pages: Mapping[str, bytes], settings: Mapping[str, Any], builder: Builder) -> str:
    theme = sorted(file for file in (engine_resource("templates") / "theme").rglob("*") if file.is_file())
    parts = [
        repr((builder, builder.versions(), settings)).encode(),
        *(file.read_bytes() for file in theme),
        *(b"\0".join((name.encode(), content)) for name, content in pages.items()),
    ]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"%d\0" % len(part) + part)
    return digest.hexdigest()


def _settings(catalog: Catalog, pages: Mapping[str, bytes]) -> dict[str, Any]:
    """The engine's settings with those of this survey; of its own texts only their placeholders."""
    from catalog.site.overlay import merged, own_overlay  # noqa: PLC0415 - a build that changes nothing needs none

    overlay = own_overlay(catalog.project)
    settings = merged(_engine_settings(), overlay)
    settings["theme"]["custom_dir"] = str(engine_resource("templates") / "theme")
    return settings | {
        "site_name": SITE,
        "site_description": SURVEY,
        "site_url": catalog.settings.address and str(catalog.settings.address),
        "copyright": RIGHTS,
        "extra": settings["extra"] | {"feeds": catalog.settings.address is not None, "signs": SIGNS},
        "nav": nav(catalog, pages),
    }


def nav(catalog: Catalog, pages: Collection[str]) -> list[dict[str, str]]:
    """Title and file, or address, of each entry of the menu; `pages` are the files of all pages."""
    from catalog.site.overlay import menu, own_overlay  # noqa: PLC0415

    return menu(_engine_settings()["nav"], own_overlay(catalog.project), pages, hand_written(catalog))


def _engine_settings() -> dict[str, Any]:
    settings: dict[str, Any] = yaml.safe_load(engine_resource("mkdocs.yml").read_text(encoding="utf-8"))
    return settings


def _run(builder: Builder, settings: Path) -> None:
    """Run a builder as a process of its own: two of them in one would import each other's modules."""
    command = [sys.executable, "-m", builder.module, "build", "--config-file", str(settings)]
    done = subprocess.run(  # noqa: S603
        command, cwd=settings.parent, env=os.environ | _QUIET, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        said = _REPORTED.findall(done.stderr) or [done.stderr.strip()]
        raise SetupError(f"{builder.title} could not build the pages: {'; '.join(dict.fromkeys(said))}")
