"""Writes the website: generated pages stamped into their shells, the builder's pages, and all other files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial
from multiprocessing import Event
from multiprocessing.synchronize import Event as EventType
from pathlib import Path
from typing import Self

from jinja2.exceptions import TemplateError

from catalog.errors import SetupError
from catalog.pages.drawings import with_drawings
from catalog.pages.record_files import prepare, record_page
from catalog.pages.render import WIDE, Content, Layout, SitePage, html_line
from catalog.pages.signs import symbols
from catalog.pages.site_data import SiteData
from catalog.parallel import run_jobs
from catalog.paths import FileContent, write_at_once, write_file
from catalog.site import index, links, plan
from catalog.site.builders import RIGHTS, SIGNS, SITE, SURVEY, Builder, prepared_builder, shell_folder
from catalog.site.policy import protected
from catalog.site.reuse import Reuse, link
from catalog.site.shell import Shell, cut, stub, with_texts
from catalog.values import Record, long
from catalog.values.when import When


@dataclass
class Written:
    """What a job has written: files, and of its pages what search, sitemap and the check of links need."""

    files: list[str] = field(default_factory=list)
    entries: list[index.IndexEntry] = field(default_factory=list)
    links: links.Links = field(default_factory=links.Links)

    def __iadd__(self, other: Self) -> Self:
        self.files += other.files
        self.entries += other.entries
        self.links |= other.links
        return self


@dataclass(frozen=True)
class _Shells:
    """The shells of pages by their paths, or by their depth and layout; and the builder's other pages."""

    source: Path
    builder: Builder
    html: Mapping[str, str]
    of_page: Mapping[str, Shell]
    shared: Mapping[tuple[int, Layout], Shell]

    def of(self, path: str, page: SitePage) -> Shell:
        return self.of_page.get(path) or self.shared[_depth(path), page.layout]


@dataclass(frozen=True)
class _Making:
    """The shells while they are being made: one process runs the builder, all wait for it where they need a shell."""

    data: SiteData
    texts: Mapping[str, str]
    builder: Builder
    run: Callable[[], None]
    _ended: EventType = field(default_factory=Event)

    def build(self) -> Written:
        """Run the builder."""
        try:
            self.run()
        finally:
            self._ended.set()
        return Written()

    @cached_property
    def shells(self) -> _Shells:
        """The shells of all pages."""
        self._ended.wait()
        return _shells(self.data, self.texts, self.builder)


def stamp(data: SiteData, output: Path, reuse: Reuse, builder: Builder) -> None:
    """Write the whole website into the empty folder `output`.

    Raises:
        SetupError: a template failed, the builder failed, or an address leads nowhere.
    """
    texts = _texts(data)
    jobs = plan.jobs(data, reuse.changed)
    prepare(data)
    making = _Making(data, texts, builder, _prepared(data, builder))
    # The builder is a job as well: meanwhile others write what has no shell.
    done = run_jobs([partial(making.build), *(partial(_write, data, making, output, job) for job in jobs)])
    written = next(done)
    shells = making.shells
    written += _builder_pages(data, shells, output, texts)
    for entry, files in reuse.publish(output):
        written += Written(files, [entry])
    for more in done:
        written += more
    written += _write(data, making, output, partial(plan.downloads, data, output))
    reuse.note(output, written.entries)
    index.write_search(builder, shells.source, output, written.entries, shells.html.keys())
    index.write_sitemap(output, data.catalog.settings.address, written.entries)
    links.check_links(written.links, {*written.files, *(entry.path for entry in written.entries)}, output)


def stamp_records(data: SiteData, records: Iterable[Record], website: Path, builder: Builder) -> list[str]:
    """Replace the pages of some records in a finished website, and nothing else; return their paths.

    Raises:
        SetupError: a template or the builder failed.
    """
    _prepared(data, builder)()
    shells = _shells(data, _texts(data), builder)
    pages = [record_page(data, record) for record in records]
    for path, page in pages:
        html, _ = _stamped(data, shells, path, page)
        write_file(website / path / "index.html", html)
    return [path for path, _ in pages]


def _texts(data: SiteData) -> dict[str, str]:
    """The survey's own texts on every page, as HTML."""
    survey, today = data.catalog.settings, datetime.now(tz=UTC).date()
    code = f", code under {survey.licences.code}" if survey.record else ""
    rights = f"Data under {survey.licences.data}{code}. Built {long(When(today.year, today.month, today.day))}."
    lines = {SITE: survey.title, SURVEY: survey.description, RIGHTS: rights}
    return {**{name: html_line(text) for name, text in lines.items()}, SIGNS: symbols(data.catalog)}


def _layouts(data: SiteData) -> tuple[dict[str, Layout], dict[str, tuple[int, Layout]]]:
    """Path → layout of pages with a shell of their own; path → depth and layout of the shells that many share."""
    keys = dict.fromkeys((*plan.SHELLS, *((_depth(path), WIDE) for path in plan.hand_written_paths(data))))
    return plan.layouts(data), {
        "/".join([f"zqshell{chr(97 + number)}zq"] * key[0]): key for number, key in enumerate(keys)
    }


def _prepared(data: SiteData, builder: Builder) -> Callable[[], None]:
    own, shared = _layouts(data)
    layouts = own | {path: layout for path, (_, layout) in shared.items()}
    return prepared_builder(data.catalog, {path: stub(layout) for path, layout in layouts.items()}, builder)


def _shells(data: SiteData, texts: Mapping[str, str], builder: Builder) -> _Shells:
    """The shells in the builder's pages."""
    source = shell_folder(data.catalog)
    own, shared = _layouts(data)
    html = {path: (source / path / "index.html").read_text(encoding="utf-8") for path in (*own, *shared)}
    return _Shells(
        source,
        builder,
        html,
        {path: cut(html[path], "", layout, texts) for path, layout in own.items()},
        {key: cut(html[path], path, key[1], texts) for path, key in shared.items()},
    )


def _builder_pages(data: SiteData, shells: _Shells, output: Path, texts: Mapping[str, str]) -> Written:
    """Publish the pages that the builder made of Markdown, its page for missing pages, and the theme's files."""
    written = Written()
    themes = {_depth(path): html for path, html in shells.html.items()}
    for name in _files(shells):
        path, file = name.removesuffix("index.html").rstrip("/"), shells.source / name
        if not name.endswith(".html"):
            (output / name).parent.mkdir(parents=True, exist_ok=True)
            link(file, output / name)
            written.files.append(name)
        elif path not in shells.html:
            html = file.read_text(encoding="utf-8")
            is_page = path != name
            html = with_texts(protected(html, themes[_depth(path)] if is_page else html), texts)
            if is_page:
                html = with_drawings(data.catalog, html, path, "../" * _depth(path))
            _put(output, name, html)
            if is_page:
                written.entries.append(index.IndexEntry(path))
                written.links.add(path, html)
    return written


def _files(shells: _Shells) -> Iterator[str]:
    """The builder's files but those that are written anew, and those of its search."""
    anew = {"sitemap.xml", "sitemap.xml.gz", shells.builder.search_index}
    search = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
    for file in sorted(shells.source.rglob("*")):
        name = file.relative_to(shells.source).as_posix()
        if file.is_file() and name not in anew and not file.name.startswith(".") and not name.startswith(search):
            yield name


def _write(data: SiteData, making: _Making, output: Path, job: plan.Job) -> Written:
    """Write the pages and files of one job."""
    written = Written()
    for path, content in job():
        if not isinstance(content, SitePage):
            _put(output, path, content)
            written.files.append(path)
            continue
        html, rendered = _stamped(data, making.shells, path, content)
        _put(output, f"{path}/index.html" if path else "index.html", html)
        written.entries.append(index.entry(path, content, rendered))
        written.links.add(path, rendered.html, rendered.headings)
    return written


def _stamped(data: SiteData, shells: _Shells, path: str, page: SitePage) -> tuple[str, Content]:
    """A whole page, and its content."""
    try:
        content = data.render(page)
    except TemplateError as error:
        template = f"templates/pages/{page.template}.jinja"
        raise SetupError(f"the page {path or 'index'} could not be made with {template}: {error}") from error
    return shells.of(path, page).page(page, content, path), content


def _put(output: Path, name: str, content: FileContent) -> None:
    """Write a file of a folder that nobody sees before it is whole; never into one that the website before has, too."""
    path = output / name
    path.unlink(missing_ok=True)
    write_at_once(path, content)


def _depth(path: str) -> int:
    return path.count("/") + 1 if path else 0
