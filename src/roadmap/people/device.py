"""What a list of sessions says about a browser: a few words, by which somebody knows it again."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, ip_address, ip_network

# The first that stands in the header counts: Edge says that it is Chrome too, and Chrome that it is Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chromium/": "Chromium",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def device_of(user_agent: str | None) -> str:
    """Such as "Firefox on Linux"; no version, which would only be one more thing that is known of somebody."""
    text = user_agent or ""
    browser = next((name for sign, name in BROWSERS.items() if sign in text), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in text), "")
    if browser and system:
        return f"{browser} on {system}"
    program = re.match(r"[\w .-]{1,40}", text)
    return browser or system or (program[0].strip() if program else "") or "Unknown browser"


def network_of(address: str) -> str:
    """Where roughly: half of an IPv4 address, or the part of an IPv6 address that a provider has."""
    plain = address.partition("/")[0]
    try:
        parsed = ip_address(plain)
    except ValueError:
        return ""
    # `::1` counts as the network `::/64` in limits.
    if parsed.is_loopback or parsed.is_unspecified:
        return "this machine"
    bits = 16 if isinstance(parsed, IPv4Address) else 32
    network = ip_network((parsed, bits), strict=False)
    if isinstance(parsed, IPv4Address):
        return ".".join(str(network.network_address).split(".")[:2]) + ".x.x"
    return str(network)
