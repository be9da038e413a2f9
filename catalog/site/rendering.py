"""Renders the pages that MkDocs has read, each processor its share: with Material, that is half of MkDocs's own time.

MkDocs writes no page whose template gives nothing. So the templates of pages keep what they were given, and are
rendered when all of them have been; what comes out is the same.
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
    """A plugin of this one build."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Template, dict[str, Any]]] = []

    def on_env(self, env: Environment, **_: Any) -> Environment:
        """Have pages wait; what is no page, such as the sitemap, does not."""
        waiting = self._waiting

        class Waiting(Template):
            def render(self, *args: Any, **kwargs: Any) -> str:
                context = dict(*args, **kwargs)
                if context.get("page") is None:
                    return protected(super().render(context))
                waiting.append((self, context))
                return ""

        env.template_class = Waiting
        return env

    def render(self) -> None:
        """Write every page that waits.

        Raises:
            SetupError: a template failed.
        """
        with parallel_map(self._page, len(self._waiting)) as done:
            deque(done, 0)

    def _page(self, index: int) -> None:
        template, context = self._waiting[index]
        page = context["page"]
        page.active = True  # the navigation asks it
        try:
            text = Template.render(template, context)
        except TemplateError as error:
            raise SetupError(f"the page {page.file.src_uri} could not be rendered: {error}") from error
        finally:
            page.active = False
        write_file(Path(page.file.abs_dest_path), protected(text))
