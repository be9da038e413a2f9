"""The content security policy of each page: scripts of this site only, and of inline scripts only those of the theme.

It is made from a shell, because the theme's inline scripts differ from page to page: what comes into a page with its
content is not allowed, whatever it is. A server may send the same policy as a header. Inline styles are allowed, since
the theme and Plotly write them.
"""

from __future__ import annotations

import base64
import hashlib
import re

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"\btype\s*=\s*[\"']?(?!text/javascript|module)", re.IGNORECASE)
"""A type of script element that browsers do not run."""
_CHARSET = '<meta charset="utf-8">'


def protected(text: str, shell: str) -> str:
    """A page with its policy in the head; of inline scripts only those of `shell`, which has no content, may run."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(shell)}">'
    return text.replace(_CHARSET, _CHARSET + meta, 1)


def policy(shell: str) -> str:
    """What a page may load and run, as the value of the header; of inline scripts only those of `shell`."""
    inline = dict.fromkeys(
        script_hash(script["text"])
        for script in _SCRIPT.finditer(shell)
        if "src=" not in script["attributes"] and not _DATA.search(script["attributes"])
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


def script_hash(script: str) -> str:
    """The hash by which a browser recognises an inline script; HTML parsers read every line end as LF."""
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
