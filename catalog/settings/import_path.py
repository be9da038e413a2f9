"""Import paths of a survey's own Python code, as settings name it."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from catalog.values.invalid import invalid

_IMPORT = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")


def _import_path(raw: str) -> str:
    if not _IMPORT.fullmatch(raw):
        raise invalid(f"found {raw[:60]!r}, which is not an import path", "write `package.module:Name`")
    return raw


ImportPath = Annotated[
    str,
    Field(strict=True, json_schema_extra={"pattern": f"^{_IMPORT.pattern}$"}),
    AfterValidator(_import_path),
]
"""Import path of Python code of the survey: `package.module:Name`."""
