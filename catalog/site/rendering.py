"""Renders the pages of MkDocs in parallel: with Material, rendering is half of MkDocs's time.

MkDocs does not write a page whose template returns an empty text. So the templates of pages only store their context
at first, and are rendered when MkDocs has read all pages; the result is the same.
"""

from __future__ import annotations

from collections import deque
from copy import copy
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, Environment, Template, Undefined
from jinja2.exceptions import TemplateError
from mkdocs.plugins import BasePlugin

from catalog.errors import SetupError
from catalog.paths import write_file
from catalog.site.parallel import parallel_map
from catalog.site.policy import protected


class _EmptyPage:
    """What a template may ask of a page, without any content."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __getattr__(self, name: str) -> Undefined:
        return ChainableUndefined(name=name)


class Rendering(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """A MkDocs plugin for one build."""

    def __init__(self) -> None:
        self._deferred: list[tuple[Template, dict[str, Any]]] = []
        self._themes: dict[tuple[str | None, str], str] = {}

    def on_env(self, env: Environment, **_: Any) -> Environment:
        """Defer the templates of pages; others, such as the sitemap, are rendered at once."""
        deferred, theme = self._deferred, self._theme

        class DeferredTemplate(Template):
            def render(self, *args: Any, **kwargs: Any) -> str:
                context = dict(*args, **kwargs)
                if context.get("page") is None:
                    return protected(super().render(context), theme(self, context))
                deferred.append((self, context))
                return ""

        env.template_class = DeferredTemplate
        return env

    def render(self) -> None:
        """Render and write every deferred page.

        Raises:
            SetupError: a template failed.
        """
        for template, context in self._deferred:
            self._theme(template, context)
        with parallel_map(self._write_page, len(self._deferred)) as results:
            deque(results, maxlen=0)

    def _theme(self, template: Template, context: dict[str, Any]) -> str:
        """What a template prints without a page and without the survey's own texts; once for each depth of pages."""
        key = (template.name, context["base_url"])
        if key not in self._themes:
            config = copy(context["config"])
            config.update(dict.fromkeys(("site_name", "site_description", "copyright"), ""))
            page = _EmptyPage(context["page"].url) if context.get("page") else None
            self._themes[key] = Template.render(template, {**context, "page": page, "config": config})
        return self._themes[key]

    def _write_page(self, index: int) -> None:
        template, context = self._deferred[index]
        page = context["page"]
        page.active = True  # the theme marks the active page in the navigation
        try:
            text = Template.render(template, context)
        except TemplateError as error:
            raise SetupError(f"the page {page.file.src_uri} could not be rendered: {error}") from error
        finally:
            page.active = False
        write_file(Path(page.file.abs_dest_path), protected(text, self._theme(template, context)))
