"""Templates, and the escaping that keeps text from YAML from being read as HTML or Markdown.

MkDocs prints the title of the front matter unescaped, and Markdown reads punctuation in headings: titles are escaped
here, headings are written in character references, and everything else is HTML from templates with autoescape.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from catalog.paths import Project, engine_resource
from catalog.values import long, short, site_name

_MARK = '<hr class="passthrough">'
_BEYOND_ASCII = re.compile(r"[^\x00-\x7e]")


def environment(project: Project, **shared: Any) -> Environment:
    """The survey's own templates, then those of the engine; all of them know `shared`."""
    folders = [project.root / "templates" / "pages", engine_resource("templates") / "pages"]
    templates = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders if folder.is_dir()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {
        "literal": literal,
        "html_block": html_block,
        "passthrough": passthrough,
        "script_json": script_json,
        "listed": listed,
        "long": long,
        "short": short,
        "site_name": site_name,
    }
    templates.globals |= shared
    return templates


@dataclass(frozen=True)
class SitePage:
    """A generated page: its template with what it prints, and what its head says.

    `scripts` are loaded beside those of every page. `hide` names the side columns of the theme that stay empty.
    `metadata` is for the theme's own templates.
    """

    template: str
    title: str
    description: str
    context: Mapping[str, Any]
    scripts: Sequence[str] = ()
    hide: Sequence[str] = ("navigation",)
    searchable: bool = True
    metadata: Mapping[str, Any] = field(default_factory=dict)


WIDE = ("navigation", "toc")
"""Both side columns, hidden on pages that need the whole width."""


def render_page(templates: Environment, page: SitePage) -> str:
    """A page as a Markdown file with its front matter."""
    passthroughs: list[str] = []
    template = templates.get_template(f"{page.template}.md.jinja")
    text = template.render(title=page.title, passthroughs=passthroughs, **page.context)
    front = {
        "title": html_text(page.title),
        "description": html_text(page.description),
        "hide": page.hide,
        "scripts": page.scripts,
        "search": {} if page.searchable else {"exclude": True},
        **page.metadata,
        "passthroughs": passthroughs,
    }
    lines = (f"{key}: {_flow(value)}\n" for key, value in front.items() if value)
    return f"---\n{''.join(lines)}---\n\n{text.strip()}\n"


def _flow(value: Any) -> str:
    """A value as YAML on one line, written as JSON: no YAML writer is fast enough for whole tables.

    YAML has no surrogate pairs, by which JSON writes an emoji in ASCII; MkDocs would not read such front matter, and
    print it as part of the page.
    """
    return _BEYOND_ASCII.sub(lambda character: f"\\U{ord(character[0]):08x}", json.dumps(value, ensure_ascii=False))


def html_text(text: str) -> str:
    """One line of text as HTML."""
    return html.escape(" ".join(text.split()))


def literal(text: str) -> Markup:
    """Text that Markdown prints as it is: every ASCII punctuation mark as a numeric character reference."""
    line = " ".join(str(text).split())
    return Markup(re.sub(r"[!-/:-@\[-`{-~]", lambda mark: f"&#{ord(mark[0])};", line))  # noqa: S704


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


def html_block(text: str) -> Markup:
    """HTML that Markdown leaves alone: no blank line inside, one before and one after."""
    lines = [line.strip() for line in str(text).splitlines()]
    return Markup("\n\n" + "\n".join(filter(None, lines)) + "\n\n")  # noqa: S704


@pass_context
def passthrough(context: Context, text: str) -> Markup:
    """HTML that bypasses Markdown and the search index, both of which are slow on long tables.

    It goes to the front matter, and `theme/main.html` prints it where the mark stands that is returned here. One inside
    another becomes part of the outer one.
    """
    passthroughs, whole = context["passthroughs"], str(text)
    first = len(passthroughs) - whole.count(_MARK)
    for part in passthroughs[first:]:
        whole = whole.replace(_MARK, part, 1)
    passthroughs[first:] = [whole]
    return Markup(f"\n\n{_MARK}\n\n")  # noqa: S704


def filled(template: str, *values: object) -> Markup:
    """`template` with values for `{}`, escaped unless they are HTML already; much faster than `Markup.format`."""
    return Markup(template.format(*map(escape, values)))  # noqa: S704


def script_json(data: Any) -> Markup:
    """Data as the JSON of a script element, which nothing in it can end."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # noqa: S704


def data_script(content: Any) -> str:
    """A script that passes content to the scripts of a page; a page opened from a folder can load nothing else."""
    return f"Catalog.receive({json.dumps(content, separators=(',', ':'))});\n"


def listed(words: Iterable[str]) -> str:
    """`a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
