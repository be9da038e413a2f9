"""The certificates that servers are verified by: the machine's, or certifi's where it has none."""

from __future__ import annotations

import contextlib
import os
import ssl
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

UNKNOWN_ISSUER = frozenset({2, 20, 21})
"""OpenSSL's codes for a chain whose next certificate is neither sent nor on this machine."""
_UNTRUSTED = UNKNOWN_ISSUER | {19}
"""Those, and the code for a chain that ends at a stranger."""
_SELF_SIGNED = 18
_MANY = 2  # hosts of unknown issuers, and none of a known one: the fault is on this side


@dataclass
class TrustStore:
    """The certificates of one run, and what they were good for."""

    untrusted: dict[str, str] = field(default_factory=dict)
    """The hosts whose issuer is unknown, with the message of the TLS library."""
    is_empty: bool = False
    """Whether there is no certificate to verify by."""
    is_useful: bool = False
    """Whether the issuer of any server was known."""

    @cached_property
    def context(self) -> ssl.SSLContext:
        """The settings of every connection; what the environment names is never replaced by certifi's certificates."""
        context = ssl.create_default_context()
        self.is_empty = not (context.cert_store_stats()["x509"] or any(map(_has_files, _folders())))
        if self.is_empty and not {"SSL_CERT_FILE", "SSL_CERT_DIR"} & os.environ.keys():
            import certifi  # noqa: PLC0415 - most machines have certificates of their own

            context.load_verify_locations(certifi.where())
            self.is_empty = False
        context.set_alpn_protocols(["http/1.1"])
        # Browsers are as lenient in these, and a reader gets the page.
        context.set_ciphers("DEFAULT")
        context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        return context

    def record(self, host: str, error: ssl.SSLError | None = None) -> None:
        """Note what a handshake with `host` says of the certificates."""
        if error is None:
            self.is_useful = True
        elif isinstance(error, ssl.SSLCertVerificationError):
            if error.verify_code in _UNTRUSTED:
                self.untrusted[host] = error.verify_message
            elif error.verify_code != _SELF_SIGNED:
                self.is_useful = True  # expired, or of another name: its issuer is known

    @property
    def is_useless(self) -> bool:
        """Whether every https server that was reached failed for the certificates of this machine."""
        return bool(self.untrusted) and not self.is_useful and (self.is_empty or len(self.untrusted) >= _MANY)

    @property
    def fault(self) -> str:
        """What is wrong with the certificates of this machine, and what to do."""
        if self.is_empty:
            places = " and ".join(filter(None, (_file(), *_folders())))
            return f"this machine has no certificates (at {places}); install them, or name their file in SSL_CERT_FILE"
        message = next(iter(self.untrusted.values()))
        return (
            f"this machine knows the issuer of none of {len(self.untrusted)} servers ({message}); where the network "
            "inspects TLS, name the file of its certificate in SSL_CERT_FILE"
        )


def _file() -> str:
    paths = ssl.get_default_verify_paths()
    return os.environ.get(paths.openssl_cafile_env, paths.openssl_cafile)


def _has_files(folder: str) -> bool:
    with contextlib.suppress(OSError):
        return any(Path(folder).iterdir())
    return False


def _folders() -> list[str]:
    paths = ssl.get_default_verify_paths()
    return os.environ.get(paths.openssl_capath_env, paths.openssl_capath).split(os.pathsep)
