"""Templates with autoescape, and what else keeps text from YAML from being read as HTML."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.runtime import Context
from markdown.extensions.toc import slugify, unique
from markupsafe import Markup, escape

from catalog.errors import SetupError
from catalog.escape import as_html, script_json
from catalog.paths import Project, engine_resource
from catalog.values import long, short, site_name


def environment(project: Project, **shared: Any) -> Environment:
    """The survey's own templates, then those of the engine; all of them, and their macros, know `shared`."""
    folders = [project.root / "templates" / "pages", engine_resource("templates") / "pages"]
    templates = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders if folder.is_dir()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {
        "h2": h2,
        "searched": searched,
        "script_json": page_json,
        "listed": listed,
        "long": long,
        "short": short,
        "site_name": site_name,
    }
    templates.globals |= shared
    return templates


@dataclass(frozen=True)
class Layout:
    """What surrounds the content of a page.

    `scripts` and `styles` are loaded beside those of every page. `hide` names the side columns of the theme that stay
    empty; with `contents`, one of them lists the headings. A page that is not `headed` has its title in its content.
    """

    scripts: tuple[str, ...] = ()
    hide: tuple[str, ...] = ("navigation", "toc")
    contents: bool = False
    styles: tuple[str, ...] = ()
    headed: bool = True


WIDE = Layout()
READING = Layout(styles=("reading.css",))
LISTED = Layout(hide=("navigation",), contents=True, styles=("reading.css",))
BOARDS = Layout(hide=("navigation",), contents=True, styles=("charts.css", "reading.css"))
ROWS = Layout(styles=("table.css",))
RECORD = Layout(styles=("record.css",))


@dataclass(frozen=True)
class SitePage:
    """A generated page: its template with what it prints, its layout, and what its head says to machines.

    `data` is JSON-LD, `updated` an ISO date, `feed` a path relative to the page. A page with `moved_to`, a path below
    the site's root, leads there.
    """

    template: str
    title: str
    description: str
    context: Mapping[str, Any]
    layout: Layout = WIDE
    searchable: bool = True
    data: Mapping[str, Any] | None = None
    updated: str = ""
    feed: str = ""
    moved_to: str | None = None


@dataclass
class Content:
    """A page without its shell: HTML; of each heading its id and text, the title's first; and the texts for the search.

    `texts` has the HTML that the search reads, by the id of the heading it stands under.
    """

    headings: dict[str, Markup]
    texts: dict[str, list[Markup]]
    html: str = ""


def render_page(templates: Environment, page: SitePage, **shared: Any) -> Content:
    """The content of a page, whose template knows `shared`, too."""
    ident = slugify(page.title, "-") or "_1"
    content = Content({ident: html_line(page.title)}, {ident: []})
    with own_template_faults():
        template = templates.get_template(f"{page.template}.jinja")
        content.html = template.render(title=page.title, content=content, **shared, **page.context)
    return content


@contextmanager
def own_template_faults() -> Iterator[None]:
    """Say in a sentence what is wrong with a template of the survey itself; a fault of ours is no less an error."""
    try:
        yield
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        place = _place_in_own_template(error)
        if not place:
            raise
        said = str(error).partition("\n")[0][:200]
        raise SetupError(f"{place}: {type(error).__name__}: {said}; correct the template, or remove it") from error


def _place_in_own_template(error: Exception) -> str:
    """File and line of a template of the survey; empty where the error has none, or lies in one of the engine."""
    if isinstance(error, TemplateSyntaxError):
        places = [(error.filename or "", error.lineno)]
    else:
        frames = extract_tb(error.__traceback__)
        places = [(frame.filename, frame.lineno or 0) for frame in frames if frame.filename.endswith(".jinja")]
    if not places or Path(places[-1][0]).is_relative_to(engine_resource("templates")):
        return ""
    return f"{places[-1][0]}:{places[-1][1]}"


@pass_context
def h2(context: Context, text: str, ident: str = "") -> Markup:
    """A heading that the table of contents and the search know."""
    content: Content = context["content"]
    ident = ident or unique(slugify(text, "-"), {*content.headings})
    content.headings[ident], content.texts[ident] = html_line(text), []
    link = f'<a class="headerlink" href="#{ident}" title="Link to this section">¶</a>'
    return Markup(f'<h2 id="{ident}">{content.headings[ident]}{link}</h2>')  # noqa: S704


@pass_context
def searched(context: Context, html: str) -> Markup:
    """HTML that the site's search reads; it leaves out the rest, such as long tables."""
    texts: dict[str, list[Markup]] = context["content"].texts
    texts[next(reversed(texts))].append(Markup(html))  # noqa: S704
    return texts[next(reversed(texts))][-1]


def html_line(text: str) -> Markup:
    """One line of text as HTML."""
    return escape(" ".join(text.split()))


def html_ids(titles: Mapping[str, str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Key → the id of an element with this title, unique on a page whose other ids are `taken`.

    An id has lower-case Latin letters, digits and hyphens; it ends in a checksum of the key where the title has other
    letters, or where two titles would have the same.
    """
    plain = {key: re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") for key, title in titles.items()}
    counts = Counter((*plain.values(), *taken))
    return {
        key: ident if counts[ident] == 1 and _is_latin(titles[key]) else f"{ident}-{_checksum(key)}".lstrip("-")
        for key, ident in plain.items()
    }


def _is_latin(title: str) -> bool:
    """Whether an id can tell the title: it has letters or digits, and none beyond ASCII."""
    letters = "".join(filter(str.isalnum, title))
    return letters.isascii() and letters != ""


def _checksum(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()


NO_HTML = Markup("")
"""Where nothing is said."""


def filled(template: str, *values: object) -> Markup:
    """`template` with values for `{}`, escaped unless they are HTML already; much faster than `Markup.format`."""
    texts = [
        value if type(value) is Markup else _escaped(value) if type(value) is str else escape(value) for value in values
    ]
    return as_html(_pattern(template) % tuple(texts))


@lru_cache(1024)
def _pattern(template: str) -> str:
    """A template as `%` takes it, which writes a `Markup` in a quarter of the time that `format` takes."""
    return template.replace("%", "%%").replace("{}", "%s")


@lru_cache(8192)
def _escaped(text: str) -> str:
    """Labels, words and descriptions stand on many pages."""
    return str(escape(text))


def html_joined(parts: Iterable[Markup], between: str = "") -> Markup:
    """The parts one after the other, with HTML `between` them."""
    return as_html(between.join(parts))


def page_json(data: Any) -> Markup:
    """Data as the JSON of a script element of a page."""
    return Markup(script_json(data))  # noqa: S704


def data_script(content: Any) -> str:
    """A script that passes content to the scripts of a page; a page opened from a folder can load nothing else."""
    text = json.dumps(content, separators=(",", ":"), check_circular=False)
    return f"Catalog.receive({text});\n"


def listed(words: Iterable[str]) -> str:
    """`a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
