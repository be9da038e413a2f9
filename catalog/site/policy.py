"""A content security policy in every page: scripts of this site alone, and of those inline only the ones MkDocs wrote.

It is made from the finished page, as the theme's inline scripts differ from page to page; a server may send the
same as a header. Styles may stand inline, since the theme and Plotly write them so.
"""

from __future__ import annotations

import base64
import hashlib
import re

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)
_CODE = re.compile(r"\btype\s*=\s*[\"']?(?!text/javascript|module)", re.IGNORECASE)
"""Of a type that browsers do not run."""
_PLACE = '<meta charset="utf-8">'


def protected(text: str) -> str:
    """A page with its policy."""
    return text.replace(_PLACE, _PLACE + _meta(text), 1)


def _meta(text: str) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{policy(text)}">'


def policy(text: str) -> str:
    """What one page may load and run."""
    inline = dict.fromkeys(
        digest(found["text"])
        for found in _SCRIPT.finditer(text)
        if "src=" not in found["attributes"] and not _CODE.search(found["attributes"])
    )
    scripts = " ".join(("'self'", *(f"'sha256-{value}'" for value in inline)))
    rules = {
        "default-src": "'self'",
        "script-src": scripts,
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {allowed}" for name, allowed in rules.items())


def digest(script: str) -> str:
    """The hash by which a browser knows an inline script; line ends as its parser reads them."""
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
