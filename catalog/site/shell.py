"""The shell of generated pages: a page that the builder made of placeholders, cut where they stand.

A placeholder is a plain word, which no builder escapes, splits or encodes. The policy of a page is made from its shell,
before any text of the survey is put in: whatever comes with content is not allowed to run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from catalog.errors import SetupError
from catalog.pages.render import Content, Layout, SitePage, filled, html_line, page_json
from catalog.site.builders import SITE
from catalog.site.policy import protected

TITLE, ABOUT, IDENT, CONTENT, ITEM, ITEM_IDENT = (
    f"zq{name}zq" for name in ("title", "about", "ident", "content", "item", "itemident")
)
_PATH, _KIND, _HEAD, _CONTENTS = (f"zq{name}zq" for name in ("path", "kind", "head", "contents"))
_PLACEHOLDER = re.compile("zq[a-z]+zq")
_LINE_END = re.compile(r"\s*\n\s*")
_PLACE = re.compile(rf'(?:<h2[^>]*\bid="{ITEM_IDENT}".*?</h2>\s*)?<p>\s*{CONTENT}\s*</p>', re.DOTALL)
_HEADING = re.compile(rf'<h1[^>]*\bid="{IDENT}".*?</h1>\s*', re.DOTALL)
_ITEM = re.compile(rf"<li\b(?:(?!<li\b).)*?{ITEM_IDENT}(?:(?!<li\b).)*?</li>", re.DOTALL)
_THEME_SCRIPT = re.compile(r'<script (?=src="[^"]*assets/javascripts/bundle)')
_OG_TYPE = 'property="og:type" content="{}"'


def stub(layout: Layout) -> str:
    """The Markdown page that the builder makes a shell of."""
    front = {
        "title": TITLE,
        "description": ABOUT,
        "hide": layout.hide,
        "scripts": layout.scripts,
        "styles": layout.styles,
    }
    lines = "".join(f"{name}: {json.dumps(value)}\n" for name, value in front.items())
    item = f"## {ITEM} {{#{ITEM_IDENT}}}\n\n" if layout.contents else ""
    return f"---\n{lines}---\n\n# {TITLE} {{#{IDENT}}}\n\n{item}{CONTENT}\n"


@dataclass(frozen=True)
class Shell:
    """Texts and the placeholders between them, in turn; `item` is that of a heading in the table of contents."""

    parts: tuple[str, ...]
    item: str

    def page(self, page: SitePage, content: Content, path: str) -> str:
        """A whole page; `path` is where it is below the site's root."""
        (ident, title), *headings = content.headings.items()
        values = {
            TITLE: title,
            ABOUT: html_line(page.description),
            IDENT: ident,
            CONTENT: content.html,
            _PATH: path if page.moved_to is None else page.moved_to,
            _KIND: "article" if page.data and path else "website",
            _HEAD: _head(page, title),
            _CONTENTS: "".join(self.item.replace(ITEM_IDENT, key).replace(ITEM, text) for key, text in headings),
        }
        return "".join(values[part] if index % 2 else part for index, part in enumerate(self.parts))


def _head(page: SitePage, title: Markup) -> str:
    """What the head of this page has beside that of others."""
    lines = []
    if page.feed:
        feed = '<link rel="alternate feed" type="application/atom+xml" title="Changes of {}" href="{}">\n'
        lines.append(filled(feed, title, page.feed))
    if page.data:
        lines.append(filled('<script type="application/ld+json">{}</script>\n', page_json(page.data)))
    if page.moved_to is not None:
        lines.append(filled('<meta http-equiv="refresh" content="0; url={}">\n', page.context["url"]))
    return "".join(lines)


def cut(html: str, path: str, layout: Layout, texts: Mapping[str, str]) -> Shell:
    """The shell that is in a page the builder made of a stub at `path`; `texts` are those of every page, as HTML.

    Raises:
        SetupError: a placeholder is missing or stands where none is expected: the theme has changed.
    """
    html = _LINE_END.sub("\n", html)
    items = _ITEM.findall(html)
    html, places = _PLACE.subn(CONTENT, _ITEM.sub(_CONTENTS, html))
    html = html.replace(path, _PATH) if path else html
    html, kinds = (
        html.replace(_OG_TYPE.format("website"), _OG_TYPE.format(_KIND)),
        html.count(_OG_TYPE.format("website")),
    )
    checks = {
        "content": places == 1,
        "title": f"{TITLE} - {SITE}</title>" in html,
        "description": f'name="description" content="{ABOUT}"' in html,
        "heading": f'id="{IDENT}"' in html,
        "type for other sites": kinds == 1,
        "head": html.count("</head>") == 1,
        "table of contents": bool(items) == layout.contents,
    }
    html = html if layout.headed else _HEADING.sub("", html)
    html = with_texts(protected(html.replace("</head>", f"{_HEAD}</head>"), html), texts)
    parts = re.split(f"({_PLACEHOLDER.pattern})", html)
    checks["page"] = {*parts[1::2]} <= {TITLE, ABOUT, IDENT, CONTENT, _PATH, _KIND, _HEAD, _CONTENTS}
    if missing := [name for name, passed in checks.items() if not passed]:
        raise SetupError(
            f"the theme's page has no place, or a second one, for: {', '.join(missing)}; it may be too new"
        )
    return Shell(tuple(parts), items[0] if items else "")


def with_texts(html: str, texts: Mapping[str, str]) -> str:
    """A page of the builder with the texts of every page in place of their placeholders.

    The theme's script has a browser lay out the page again and again: `site.js` starts it when the page is there.
    """
    html = _THEME_SCRIPT.sub('<script type="text/later" ', html)
    for placeholder, text in texts.items():
        html = html.replace(placeholder, text)
    return html
