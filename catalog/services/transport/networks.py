"""Which network addresses are public."""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_SPECIAL = {
    "loopback": ("127.0.0.0/8", "::1/128"),
    "unspecified": ("0.0.0.0/8", "::/128"),
    "private": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
    "link-local": ("169.254.0.0/16", "fe80::/10"),
    "site-local": ("fec0::/10",),
    "carrier-grade NAT": ("100.64.0.0/10",),
    "local translation": ("64:ff9b:1::/48",),
    "IPv6 address with an IPv4 address inside": (
        "::/96",
        "::ffff:0:0/96",
        "::ffff:0:0:0/96",
        "2001::/32",
        "2002::/16",
    ),
    "documentation": ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"),
    "benchmarking": ("198.18.0.0/15", "2001:2::/48"),
    "discard-only": ("100::/64",),
    "special-purpose": ("192.0.0.0/24", "192.88.99.0/24", "100:0:0:1::/64", "2001::/23", "5f00::/16"),
    "multicast": ("224.0.0.0/4", "ff00::/8"),
    "reserved": ("240.0.0.0/4",),
}
"""What IANA's registries of special-purpose addresses (iana.org/assignments/iana-ipv4-special-registry and
iana-ipv6-special-registry, 9 October 2025) list as not globally reachable, multicast, and forms of IPv6 that carry an
IPv4 address. Python's own table is as old as the interpreter."""
_SPECIAL_NETWORKS = [(kind, ipaddress.ip_network(text)) for kind, texts in _SPECIAL.items() for text in texts]
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_UNICAST = ipaddress.ip_network("2000::/3")
"""All that IANA has assigned of global IPv6."""


def non_public_kind(address: Address) -> str:
    """Return the kind of a non-public address, such as `private address`; empty for a public one."""
    if address in _TRANSLATED:
        return non_public_kind(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    for kind, network in _SPECIAL_NETWORKS:
        if address in network:
            return kind if "address" in kind else f"{kind} address"
    return "reserved address" if address.version == 6 and address not in _UNICAST else ""
