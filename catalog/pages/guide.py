"""The field guide: every field of the record's class under its group, with examples as YAML."""

from __future__ import annotations

from typing import Any

import yaml
from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.model.columns import Column, group_columns, measurements
from catalog.model.node import Node
from catalog.pages.render import filled, html_joined


def groups(catalog: Catalog) -> list[tuple[str, list[Column]]]:
    """The fields under their groups."""
    return group_columns(catalog.columns)


def measurement_fields(catalog: Catalog) -> dict[str, list[Node]]:
    """List of measurements → the fields of an item."""
    return {name: list(field.children.values()) for name, field in measurements(catalog.model).items()}


def with_code(text: str) -> Markup:
    """A description as HTML, with what stands between backticks as code."""
    parts = text.split("`")
    return html_joined(filled("<code>{}</code>" if index % 2 else "{}", part) for index, part in enumerate(parts))


def example(value: Any) -> str:
    """A value as YAML on one line."""
    return yaml.safe_dump(value, default_flow_style=True, allow_unicode=True).removesuffix("...\n").strip()
