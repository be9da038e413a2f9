"""Renders the pages of MkDocs in parallel: with Material, rendering is half of MkDocs's time.

MkDocs does not write a page whose template returns an empty text. So the templates of pages only store their context
at first, and are rendered when MkDocs has read all pages; the result is the same.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template
from jinja2.exceptions import TemplateError
from mkdocs.plugins import BasePlugin

from catalog.errors import SetupError
from catalog.paths import write_file
from catalog.site.parallel import parallel_map
from catalog.site.policy import protected


class Rendering(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """A MkDocs plugin for one build."""

    def __init__(self) -> None:
        self._deferred: list[tuple[Template, dict[str, Any]]] = []

    def on_env(self, env: Environment, **_: Any) -> Environment:
        """Defer the templates of pages; others, such as the sitemap, are rendered at once."""
        deferred = self._deferred

        class DeferredTemplate(Template):
            def render(self, *args: Any, **kwargs: Any) -> str:
                context = dict(*args, **kwargs)
                if context.get("page") is None:
                    return protected(super().render(context))
                deferred.append((self, context))
                return ""

        env.template_class = DeferredTemplate
        return env

    def render(self) -> None:
        """Render and write every deferred page.

        Raises:
            SetupError: a template failed.
        """
        with parallel_map(self._write_page, len(self._deferred)) as results:
            deque(results, maxlen=0)

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
        write_file(Path(page.file.abs_dest_path), protected(text))
