"""Who asks: the address behind trusted proxies, its network, and whether it is this machine."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.http import HttpRequest

_FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")
# What one household or office gets: of IPv6 a person has at least a /64.
_COUNTED, _LOGGED = (32, 64), (24, 48)
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(meta: Mapping[str, Any], proxies: int) -> str:
    """The address that asks.

    Args:
        meta: a request's variables, as WSGI names them.
        proxies: how many proxies in front each add the address they speak for at the right end of
            ``X-Forwarded-For``; what stands left of theirs anybody can have written.
    """
    direct = meta.get("REMOTE_ADDR", "") or "local"
    if not proxies:
        return str(direct)
    named = [part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    if len(named) < proxies or _parsed(named[-proxies]) is None:
        return str(direct)
    return named[-proxies]


def counted_network(address: str) -> str:
    """What shares one limit of rate: an IPv4 address, or a /64 of IPv6."""
    return _network(address, *_COUNTED)


def logged_network(address: str) -> str:
    """What logs may hold: a /24 or /48, in which no person is found again."""
    return _network(address, *_LOGGED)


def is_this_machine(request: HttpRequest, proxies: int) -> bool:
    """Whether the request comes from this machine, and not through a proxy nobody told us of."""
    if not proxies and any(name in request.headers for name in _FORWARDED):
        return False
    if proxies and "X-Forwarded-For" not in request.headers:
        # Straight past the proxy: only from the machine itself, as the direct address tells.
        proxies = 0
    found = _parsed(client_address(request.META, proxies))
    return found is not None and found.is_loopback


def _parsed(text: str) -> Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


@lru_cache(maxsize=1_000)
def _network(address: str, four: int, six: int) -> str:
    found = _parsed(address)
    if found is None:
        return "local"
    length = four if found.version == 4 else six
    network = ipaddress.ip_network((found, length), strict=False)
    whole = network.prefixlen == network.max_prefixlen
    return str(network.network_address) if whole else str(network)
