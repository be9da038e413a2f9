"""Two websites of one survey compared, by whatever they were built: `python -m tests.compare_builds EXPECTED OTHER`.

What the theme puts around the content of a page may differ, and so may the theme's own files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

OWN = re.compile(r"404\.html|\..*|assets/(javascripts|stylesheets|images)/.*|search\.json|search/.*")
"""Files each builder makes in its own way."""
CONTENT = re.compile(r"<h1.*(?=</article>)", re.DOTALL)
HEAD = re.compile(
    r"""<title>.*?</title>|<script type="application/ld\+json">.*?</script>|<link rel="(canonical|alt).*?>"""
    r"""|<meta (property=".*?"|name="(description|color-scheme|twitter:card)"|http-equiv="refresh") .*?>""",
    re.DOTALL,
)
LISTED = re.compile(r"""<a href="(#[^"]+)" class="md-nav__link">(.*?)</a>""", re.DOTALL)
CODE = re.compile(r"<pre\b")
"""Builders colour code, which the program's own pages do not have: of such pages the text is compared."""


def pages(site: Path) -> set[str]:
    """The addresses of a site's pages, relative to it: `systems/salmonn/`."""
    found = {name.removesuffix("index.html") or "./" for name in files(site) if name.endswith(".html")}
    if not found:
        raise SystemExit(f"{site} holds no pages; build the website there first")
    return found


def files(site: Path) -> set[str]:
    names = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    return {name for name in names if not OWN.fullmatch(name)}


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def parts(page: Path) -> dict[str, object]:
    """What a page says, to readers and to machines."""
    html = page.read_text(encoding="utf-8")
    content = "".join(CONTENT.findall(html)).rstrip()
    return {
        "head": sorted(found[0] for found in HEAD.finditer(html.replace('"./', '"'))),
        "content": text(content) if CODE.search(content) else content,
        "table of contents": [(link, text(title)) for link, title in LISTED.findall(html)],
    }


def changed(expected: Path, other: Path) -> Iterator[str]:
    for name in sorted(files(expected) & files(other)):
        one, two = expected / name, other / name
        if not name.endswith(".html"):
            yield from [f"differs: {name}"] if one.read_bytes() != two.read_bytes() else []
            continue
        wanted, built = parts(one), parts(two)
        yield from (f"differs: {name}, {part}" for part in wanted if wanted[part] != built[part])


def differences(expected: Path, other: Path) -> list[str]:
    """A line for each page that only one of two sites has, and for each page or file that differs."""
    wanted, built = pages(expected), pages(other)
    return [
        *(f"missing: {page}" for page in sorted(wanted - built)),
        *(f"extra: {page}" for page in sorted(built - wanted)),
        *changed(expected, other),
    ]


if __name__ == "__main__":
    lines = differences(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write("\n".join([*lines, f"{len(lines)} differences."]) + "\n")
    sys.exit(1 if lines else 0)
