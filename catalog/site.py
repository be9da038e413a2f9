"""The website: pages staged as Markdown, then built by MkDocs in this process."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Self

from catalog import exports
from catalog.catalog import Catalog
from catalog.charts import draw
from catalog.errors import SetupError
from catalog.exports.bibtex import reference
from catalog.pages.stage import Parts, Stage, extra_columns
from catalog.paths import Project, engine, write_file
from catalog.rules import load
from catalog.settings import imported
from catalog.values import Record

MARKER = ".survey-catalog"
"""A file in every website this module builds: only a folder that has it is ever replaced."""

_EXPORTS = {
    "json": "Every record with every fact, its evidence and its rivals; nested as in YAML.",
    "csv": "One line a record; two columns a field.",
    "bibtex": "One reference a record.",
    "markdown": "The table's first columns as a Markdown table.",
}


def build(project: Project, output: Path | None = None) -> Path:
    """Check the data, stage the pages, build the website unless it is up to date; returns its folder.

    Raises:
        DataError: the data has errors; nothing is written.
        SetupError: a folder is missing or cannot be written, or MkDocs failed.
    """
    catalog = load(project)
    target = (output or project.html).resolve()
    _refuse_foreign(target)
    stage(catalog)
    mark = fingerprint(catalog)
    if (target / MARKER).is_file() and (target / MARKER).read_text().strip() == mark:
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    except OSError as error:
        raise SetupError(f"cannot write to {target.parent}: {error.strerror}") from error
    try:
        run_mkdocs(catalog, fresh)
        write_file(fresh / MARKER, mark + "\n")
        fresh.chmod(0o755)
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target


def fingerprint(catalog: Catalog) -> str:
    """A digest of all that MkDocs reads: when it has not changed, neither would the website."""
    digest = hashlib.sha256()
    folders = [catalog.project.staged, engine("templates") / "theme"]
    files = [
        engine("mkdocs.yml"),
        *(file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()),
    ]
    for file in files:
        digest.update(f"{file}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    said = [metadata.version(name) for name in ("mkdocs", "mkdocs-material", "markdown")]
    digest.update(json.dumps([said, _overrides(catalog, Path())]).encode())
    return digest.hexdigest()


def _refuse_foreign(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise SetupError(f"{target} is a file; name a folder with --output")
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).exists():
        raise SetupError(f"{target} holds files this program did not write; name an empty folder with --output")


def _swap(fresh: Path, target: Path) -> None:
    """Put the finished website in place at once: a reader never sees half of it."""
    try:
        old = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.old."))
        if target.exists():
            target.rename(old / "site")
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise SetupError(f"cannot replace {target}: {error.strerror}") from error


def stage(catalog: Catalog) -> None:
    """Write `build/docs`: only files whose bytes changed, and no file that is no longer made."""
    files = dict(staged_files(catalog))
    folder = catalog.project.staged
    for name, content in files.items():
        write_file(folder / name, content)
    for file in sorted(folder.rglob("*"), reverse=True):
        if file.is_dir() and not any(file.iterdir()):
            file.rmdir()
        elif file.is_file() and file.relative_to(folder).as_posix() not in files:
            file.unlink()


def staged_files(catalog: Catalog) -> Iterator[tuple[str, str | bytes]]:
    """Hand-written pages and assets, exports, then generated pages."""
    yield from _copied(engine("site") / "assets", "assets")
    if (catalog.project.root / "site").is_dir():
        yield from _copied(catalog.project.root / "site", "")
    written = dict(_exported(catalog))
    yield from written.items()
    yield "assets/columns.js", extra_columns(catalog)
    yield "assets/references.js", _references(catalog)
    yield from Stage(catalog, _parts(catalog, written)).pages()


def _copied(folder: Path, below: str) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.name.startswith("."):
            yield (Path(below) / file.relative_to(folder)).as_posix(), file.read_bytes()


def _exported(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for name, (ending, export) in exports.FORMATS.items():
        del name
        yield f"data/catalogue.{ending}", export(catalog, catalog.records)


def _references(catalog: Catalog) -> str:
    found = {record.slug: text for record in catalog.records if (text := reference(catalog, record))}
    return f"Catalog.references({json.dumps(found, separators=(',', ':'))});\n"


def _parts(catalog: Catalog, written: Mapping[str, str]) -> Parts:
    files = [
        (f"data/catalogue.{ending}", _EXPORTS[name], _size(written[f"data/catalogue.{ending}"]))
        for name, (ending, _) in exports.FORMATS.items()
    ]
    return Parts(
        chart=_chart,
        drawing=_drawing(catalog),
        reference=lambda record: reference(catalog, record),
        files=files,
        citation=_citation(catalog),
    )


def _chart(catalog: Catalog, chart: Any, ident: str, root: str) -> Any:
    return draw(catalog, chart, ident, lambda slug: f"{root}{catalog.survey.folder}/{slug}/")


def _drawing(catalog: Catalog) -> Callable[[Record], str] | None:
    if catalog.survey.drawing is None:
        return None
    try:
        drawn = imported(catalog.survey.drawing)
    except ImportError as error:
        raise SetupError(f"drawing in data/survey.yml: {error}") from error
    return lambda record: str(drawn(record, catalog.vocabularies))


def _citation(catalog: Catalog) -> str:
    survey = catalog.survey
    today = datetime.now(tz=UTC).date()
    people = " and ".join(person.name for person in survey.people) or f"{{The {survey.title} catalogue}}"
    lines = [
        f"  title = {{{{{survey.title}: a catalogue with evidence}}}}",
        f"  author = {{{people}}}",
        f"  year = {{{today.year}}}",
        f"  note = {{Snapshot of {today}, {len(catalog.records)} {survey.many}}}",
        f"  url = {{{survey.address or survey.repository or ''}}}",
    ]
    return "@misc{" + survey.folder + "-catalogue,\n" + ",\n".join(lines) + "\n}"


def _size(text: str) -> str:
    return f"{len(text.encode()) / 1000:.0f} kB"


def run_mkdocs(catalog: Catalog, output: Path) -> None:
    """Build the staged pages into `output`.

    Raises:
        SetupError: MkDocs refused, or found broken links.
    """
    from mkdocs.commands.build import build as mkdocs_build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    with _Complaints() as complaints:
        try:
            config = load_config(str(engine("mkdocs.yml")), **_overrides(catalog, output))
            config.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build(config)
            finally:
                config.plugins.on_shutdown()
        except (MkDocsException, OSError) as error:
            said = "; ".join([*complaints.messages, str(error).strip()]).strip("; ")
            raise SetupError(f"MkDocs could not build the pages: {said}") from error


def _overrides(catalog: Catalog, output: Path) -> dict[str, Any]:
    """What a survey's own settings say in place of the engine's `mkdocs.yml`."""
    survey, staged = catalog.survey, catalog.project.staged
    snapshot = datetime.now(tz=UTC).date()
    return {
        "site_name": survey.title,
        "site_description": survey.description,
        "site_url": survey.address,
        "copyright": f"Data under {survey.licences.data}, code under {survey.licences.code}. Built {snapshot}.",
        "docs_dir": str(staged),
        "site_dir": str(output),
        "nav": [item for item in _nav() if (staged / next(iter(item.values()))).is_file()],
    }


def _nav() -> list[dict[str, str]]:
    import yaml  # noqa: PLC0415

    nav: list[dict[str, str]] = yaml.safe_load(engine("mkdocs.yml").read_text())["nav"]
    return nav


class _Complaints(logging.Handler):
    """Keeps what MkDocs warns of, and keeps its talk off the terminal."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one warning."""
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
