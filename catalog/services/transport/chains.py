"""Certificate chains that a server sends incomplete, and what they lack."""

from __future__ import annotations

import asyncio
import re
import ssl
from dataclasses import dataclass, field

from yarl import URL

from catalog.services.transport.certificates import UNKNOWN_ISSUER, TrustStore
from catalog.services.transport.connect import ConnectionFactory
from catalog.services.transport.exchange import Cause, RequestError

_ISSUER_ADDRESS = re.compile(
    rb"\x06\x08\x2b\x06\x01\x05\x05\x07\x30\x02\x86\x81?([\x01-\xff])(http://[!-~]+)", re.DOTALL
)
"""`caIssuers` (RFC 5280, 4.2.2.1) in a certificate's bytes, followed by the length and the text of a URL."""


def issuer_address(certificate: bytes) -> str:
    """Return where the certificate says that its issuer's is; empty when it does not."""
    match = _ISSUER_ADDRESS.search(certificate)
    return match[2][: match[1][0]].decode("ascii") if match else ""


@dataclass(slots=True)
class Chain:
    """The chain of the server at `url`, asked for by handshakes of at most `timeout` seconds."""

    url: URL
    factory: ConnectionFactory
    timeout: float
    _context: ssl.SSLContext = field(default_factory=lambda: TrustStore().context)

    async def certificate(self) -> bytes:
        """Return the server's own certificate, whoever issued it."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return await self._handshake(context)

    def add(self, certificate: bytes) -> bool:
        """Add an issuer's certificate without trusting it; return whether it is its own issuer.

        Raises:
            RequestError: it is no certificate.
        """
        reader = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            text = certificate.decode("ascii") if certificate.startswith(b"-----BEGIN") else certificate
            reader.load_verify_locations(cadata=text)
        except (ssl.SSLError, ValueError) as error:
            raise RequestError(Cause.MALFORMED, "no certificate") from error
        if any(each["subject"] == each["issuer"] for each in reader.get_ca_certs()):
            return True
        self._context.verify_flags &= ~getattr(ssl, "VERIFY_X509_PARTIAL_CHAIN", 0)
        self._context.load_verify_locations(cadata=text)
        return False

    async def is_complete(self) -> bool:
        """Return whether the chain now ends at a known issuer.

        Raises:
            OSError: it does, and is not valid; or the server does not answer any more.
        """
        try:
            await self._handshake(self._context)
        except ssl.SSLCertVerificationError as error:
            if error.verify_code in UNKNOWN_ISSUER:
                return False
            raise
        self.factory.trust.record(self.url.raw_host or "")
        return True

    async def _handshake(self, context: ssl.SSLContext) -> bytes:
        async with asyncio.timeout(self.timeout):
            connection = await self.factory.connect(self.url, context)
        certificate = connection.certificate
        connection.close()
        return certificate
