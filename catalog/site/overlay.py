"""A survey's own `mkdocs.yml`, laid over the engine's: logo, colour, language, menu; and its own pages in the menu.

What it may set is the model below, and nothing else: plugins, hooks and folders of templates would run code, and the
addresses of other servers would tell them who reads.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from catalog.errors import DataError, Problem, UnreadableFileError
from catalog.load.records import read_content
from catalog.load.tree import Tree
from catalog.paths import Project, engine_resource, file_content
from catalog.values import Link, Text, guess
from catalog.values.invalid import invalid

NAME = "mkdocs.yml"
_ELSEWHERE = {
    "site_name": "`title` of data/survey.yml",
    "site_description": "`description` of data/survey.yml",
    "site_url": "`address` of data/survey.yml",
    "repo_url": "`repository` of data/survey.yml",
    "repo_name": "`repository` of data/survey.yml",
    "copyright": "`licences` of data/survey.yml",
}
_RUNS_CODE = ("plugins", "hooks", "custom_dir", "markdown_extensions", "extra_javascript", "extra_templates", "watch")
_FOLDERS = ("docs_dir", "site_dir", "INHERIT")
_ASKS_OTHERS = ("analytics", "consent", "font", "extra_javascript")
_COLOURS = (
    *("red", "pink", "purple", "deep-purple", "indigo", "blue", "light-blue", "cyan", "teal", "green", "light-green"),
    *("lime", "yellow", "amber", "orange", "deep-orange", "brown", "grey", "blue-grey", "black", "white"),
)
_FILE = re.compile(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*", re.ASCII)
_HEADING = re.compile(r"^# +(.+?)(?: *\{.*\})? *#*$", re.MULTILINE)
_FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _refused(cls, raw: Any) -> Any:
        """Say why a key that other sites use is not for this one."""
        for key in (key for key in (raw if isinstance(raw, dict) else ()) if isinstance(key, str)):
            if key in _ELSEWHERE:
                raise invalid(f"`{key}` is not set here", f"it follows from {_ELSEWHERE[key]}")
            if key in _ASKS_OTHERS:
                raise invalid(f"`{key}` would send requests to other servers", "no request leaves the site: remove it")
            if key in _RUNS_CODE:
                raise invalid(f"`{key}` can run code while the website is built", "remove it")
            if key in _FOLDERS:
                raise invalid(f"`{key}` is chosen by `catalog build`", "remove it")
        return raw


def _file(raw: str) -> str:
    if not _FILE.fullmatch(raw):
        raise invalid(f"found {raw[:60]!r}, which is not a file below site/", "write `assets/logo.svg`")
    return raw


def _language(raw: str) -> str:
    known = _languages()
    if raw not in known:
        message = f"found {raw[:20]!r}, which is not the code of a language of the theme"
        raise invalid(message, f"allowed: {', '.join(known)}")
    return raw


def _icon(raw: str) -> str:
    if not _FILE.fullmatch(raw) or not (_theme() / ".icons" / f"{raw}.svg").is_file():
        hint = "write the name of one, such as `material/library` or `fontawesome/brands/mastodon`"
        raise invalid(f"found {raw[:60]!r}, which is not an icon of the theme", hint)
    return raw


@cache
def _languages() -> list[str]:
    return sorted(file.stem for file in (_theme() / "partials" / "languages").glob("*.html"))


def _theme() -> Path:
    spec = find_spec("material")
    return Path(spec.origin or "").parent / "templates" if spec else Path()


def _colour(raw: str) -> str:
    if raw not in _COLOURS:
        raise invalid(
            f"found {raw[:20]!r}, which is not a colour of the theme",
            f"{guess(raw, _COLOURS)}allowed: {', '.join(_COLOURS)}",
        )
    return raw


_File = Annotated[Text, AfterValidator(_file)]


class _Palette(_Section):
    primary: Annotated[Text, AfterValidator(_colour)]
    """The colour of the head of pages, in light and dark."""


class _Icon(_Section):
    logo: Annotated[Text, AfterValidator(_icon)]
    """A drawing of the theme: `material/library`."""


class _Theme(_Section):
    name: Literal["material"] = "material"
    """The theme, which is always this one."""
    logo: _File | None = None
    """A picture below `site/`."""
    favicon: _File | None = None
    """A picture below `site/`."""
    icon: _Icon | None = None
    """A drawing in place of a logo."""
    language: Annotated[Text, AfterValidator(_language)] | None = None
    """The language of the theme's own words."""
    palette: _Palette | None = None
    """The colour of the head of pages."""


class _Social(_Section):
    icon: Annotated[Text, AfterValidator(_icon)]
    """A drawing of the theme: `fontawesome/brands/mastodon`."""
    link: Link
    """Where it leads."""
    name: Text = ""
    """What it is."""


class _Extra(_Section):
    social: Annotated[tuple[_Social, ...], Field(max_length=12)] = ()
    """Links in the foot of every page."""


class Overlay(_Section):
    """What a survey's own `mkdocs.yml` may say."""

    theme: _Theme = _Theme()
    """Logo, icon, colour and language."""
    extra: _Extra = _Extra()
    """Links in the foot of every page."""
    extra_css: tuple[_File, ...] = ()
    """Own styles below `site/`."""
    nav: tuple[dict[Text, Text], ...] = ()
    """The menu: `Title: page.md`, or an address. With `index.md` it is the whole menu, else it follows the engine's."""


def own_overlay(project: Project) -> Overlay:
    """Return what the survey's `mkdocs.yml` says; nothing where it has none, or is the engine itself.

    Raises:
        DataError: it is not valid, or names a file that does not exist.
    """
    path = project.root / NAME
    if not path.exists() or path.samefile(engine_resource(NAME)):
        return Overlay()
    try:
        content = file_content(path)
    except UnreadableFileError as error:
        raise DataError([Problem(Path(NAME), 0, 0, "", error.message, error.hint)]) from None
    loaded = read_content(Path(NAME), content or b"{}", Overlay)
    if loaded.value is None:
        raise DataError(loaded.problems)
    problems = list(_missing_files(project, loaded.value, loaded.tree)) if loaded.tree else []
    if problems:
        raise DataError(problems)
    return loaded.value


def _missing_files(project: Project, overlay: Overlay, tree: Tree) -> Iterator[Problem]:
    theme, site = overlay.theme, project.root / "site"
    named: list[tuple[tuple[str | int, ...], str | None]] = [
        (("theme", "logo"), theme.logo),
        (("theme", "favicon"), theme.favicon),
        *((("extra_css", number), name) for number, name in enumerate(overlay.extra_css)),
    ]
    for at, name in named:
        if name and not (site / name).is_file():
            line, column = tree.position(at)
            field = ".".join(map(str, at))
            yield Problem(Path(NAME), line, column, field, f"there is no file site/{name}", "put it there")


def merged(engine: Mapping[str, Any], overlay: Overlay) -> dict[str, Any]:
    """The engine's settings with those of the overlay, but for the menu."""
    theme, own = dict(engine["theme"]), overlay.theme
    theme |= {key: value for key in ("logo", "favicon", "language") if (value := getattr(own, key))}
    if own.icon:
        theme["icon"] = {**theme["icon"], "logo": own.icon.logo}
    if own.palette:
        theme["palette"] = [{**scheme, "primary": own.palette.primary} for scheme in theme["palette"]]
    social = [each.model_dump() | {"link": str(each.link)} for each in overlay.extra.social]
    extra = {"social": social} if social else {}
    return {**engine, "theme": theme, "extra": extra, "extra_css": [*engine["extra_css"], *overlay.extra_css]}


def menu(
    engine: list[dict[str, str]], overlay: Overlay, pages: Collection[str], written: Mapping[str, bytes]
) -> list[dict[str, str]]:
    """Title and file, or address, of each entry of the menu.

    `pages` are the files of all pages, and `written` those that people have written: these join the menu by themselves.
    """
    own = [{title: target} for item in overlay.nav for title, target in item.items()]
    own = [item for item in own if _target(item) in pages or "://" in _target(item)]
    placed = {_target(item) for item in own}
    if "index.md" in placed:
        return own
    engine = [item for item in engine if _target(item) in pages and _target(item) not in placed]
    placed |= {_target(item) for item in engine}
    texts = {name: text.decode(errors="replace") for name, text in written.items() if name not in placed}
    joining = {title: name for name, text in texts.items() if (title := page_title(text))}
    return [*engine, *own, *({title: joining[title]} for title in sorted(joining, key=str.casefold))]


def _target(item: Mapping[str, str]) -> str:
    return next(iter(item.values()))


def page_title(text: str) -> str:
    """What the menu calls a page: its first heading; nothing where it has none, or says `menu: false`."""
    front = _FRONT.match(text)
    try:
        head = yaml.safe_load(front[1]) if front else {}
    except yaml.YAMLError:
        head = {}
    heading = _HEADING.search(text, front.end() if front else 0)
    return heading[1].strip() if heading and not (isinstance(head, dict) and head.get("menu") is False) else ""
