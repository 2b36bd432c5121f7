"""The address that a request comes from, for limits by address. At most half of it is stored, or a keyed digest."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address


def client_address(peer: str | None, forwarded_for: str | None, trusted_proxies: int) -> str:
    """Who sent a request that came from `peer` with the header `X-Forwarded-For`.

    Each of our own proxies appends the address that it was called from, so with two of them the client is the last
    entry but one; what stands further left was written by the client and proves nothing. An IPv6 network of 64 bits
    counts as one address, since that is what one customer has.
    """
    address = peer or "local"
    if trusted_proxies > 0 and forwarded_for:
        hops = [hop.strip() for hop in forwarded_for.split(",")]
        address = hops[-trusted_proxies] if len(hops) >= trusted_proxies else hops[0]
    return _network(address)


def _network(address: str) -> str:
    try:
        parsed = ip_address(address.strip("[]"))
    except ValueError:
        return address[:64]
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or IPv6Network((parsed, 64), strict=False))
