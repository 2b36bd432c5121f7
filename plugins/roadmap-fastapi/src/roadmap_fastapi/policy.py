"""The content security policies of this section's pages: as strict as the site's own, and one exception each."""

from __future__ import annotations

from roadmap.site.headers import POLICY

WITH_FRAMES = f"{POLICY}; frame-src 'self'"

# ReDoc makes empty <style> elements and fills them through the CSSOM, which no policy stops. What has to be allowed is
# an inline style whose text is empty: the first is the digest of nothing. The second is that of the one style sheet
# which its file has as text, for scroll bars. The frame has no origin, so that whatever a
# visitor's document might make the pages do, they can reach neither the site nor its storage.
_NOTHING = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
_SCROLL_BARS = "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='"
IN_FRAME = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {_NOTHING} {_SCROLL_BARS}",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-scripts",
    )
)
