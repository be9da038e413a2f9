"""Templates, and the escaping that keeps whatever stands in YAML from being more than text.

MkDocs prints the front matter's title unescaped, and Markdown would read punctuation: so titles are escaped here,
headings written in character references, and everything else is HTML made with autoescape.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from catalog.paths import Project, engine_resource
from catalog.values import short, words

Page = Callable[..., str]
"""`page` with the environment and what else never changes already given."""

_BULK = '<hr class="bulk">'
_BEYOND_ASCII = re.compile(r"[^\x00-\x7e]")


def environment(project: Project, **shared: Any) -> Environment:
    """Templates of the survey first, then those of the engine; `shared` is known to all of them."""
    folders = [project.root / "templates" / "pages", engine_resource("templates") / "pages"]
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders if folder.is_dir()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "heading": heading,
        "block": block,
        "bulk": bulk,
        "embedded": embedded,
        "host": host,
        "listed": listed,
        "words": words,
        "short": short,
        "quoted": lambda text: quote(str(text), safe=""),
    }
    made.globals |= shared
    return made


def page(env: Environment, template: str, title: str, description: str = "", **context: Any) -> str:
    """One Markdown file with its front matter."""
    front: dict[str, Any] = {"title": escaped(title), "hide": ["navigation"]}
    if description:
        front["description"] = escaped(description)
    front |= context.pop("front", {})
    kept: list[str] = []
    text = env.get_template(template).render(title=title, kept=kept, **context)
    if kept:
        front["bulk"] = kept
    lines = (f"{key}: {_flow(value)}\n" for key, value in front.items())
    return f"---\n{''.join(lines)}---\n\n{text.strip()}\n"


def _flow(value: Any) -> str:
    """A value as YAML on one line: JSON, because no dumper is as fast on a page's whole body.

    YAML knows no pairs of surrogates, by which JSON writes an emoji in ASCII. MkDocs prints a front matter that it
    cannot read as part of the page.
    """
    return _BEYOND_ASCII.sub(lambda found: f"\\U{ord(found[0]):08x}", json.dumps(value, ensure_ascii=False))


def escaped(text: str) -> str:
    """One line of text as HTML prints it."""
    return html.escape(" ".join(text.split()))


def heading(text: str) -> Markup:
    """Text for a Markdown heading: every ASCII punctuation mark as a numeric character reference."""
    line = " ".join(str(text).split())
    return Markup(re.sub(r"[!-/:-@\[-`{-~]", lambda mark: f"&#{ord(mark[0])};", line))  # noqa: S704


def block(text: str) -> Markup:
    """A block of HTML that Markdown leaves alone: no blank line inside, one before and after."""
    lines = [line.strip() for line in str(text).splitlines()]
    return Markup("\n\n" + "\n".join(filter(None, lines)) + "\n\n")  # noqa: S704


@pass_context
def bulk(context: Context, text: str) -> Markup:
    """HTML that goes round Markdown and the search index, both slow on long tables: `theme/main.html` prints it.

    One inside another is printed where it stands.
    """
    kept, whole = context["kept"], str(text)
    first = len(kept) - whole.count(_BULK)
    for part in kept[first:]:
        whole = whole.replace(_BULK, part, 1)
    kept[first:] = [whole]
    return Markup(f"\n\n{_BULK}\n\n")  # noqa: S704


def filled(template: str, *values: object) -> Markup:
    """HTML with `{}` for values, which are escaped unless they are HTML already; far faster than `Markup.format`."""
    return Markup(template.format(*map(escape, values)))  # noqa: S704


def embedded(data: Any) -> Markup:
    """JSON for a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # noqa: S704


def listed(words: Iterable[str]) -> str:
    """`a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


@lru_cache(maxsize=10_000)
def host(url: str) -> str:
    """The name readers know a site by."""
    name = (urlsplit(str(url)).hostname or "").removeprefix("www.")
    return _HOSTS.get(name, name)


_HOSTS: Mapping[str, str] = {
    "github.com": "GitHub",
    "huggingface.co": "Hugging Face",
    "modelscope.cn": "ModelScope",
    "arxiv.org": "arXiv",
}
