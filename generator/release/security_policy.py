"""The Content-Security-Policy that the built pages need: nothing else may run.

A script inside a page runs only where the policy names its hash. The theme has none. Whoever adds
one (a counter, say) finds the hash in the policy of the manifest; the server needs it before the
release is served.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping

# `data:` are small pictures of the style sheet.
DIRECTIVES: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "worker-src": ("'self'",),
    "manifest-src": ("'self'",),
    "form-action": ("'self'",),
    "base-uri": ("'none'",),
    "frame-ancestors": ("'none'",),
}
UNSAFE = ("'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "http:", "https:", "data:")

_SCRIPT = re.compile(rb"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_SOURCE = re.compile(rb"\bsrc\s*=", re.IGNORECASE)
_TYPE = re.compile(rb"\btype\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_EXECUTED = frozenset({b"", b"module", b"text/javascript", b"application/javascript", b"importmap"})


def script_hashes(page: bytes) -> set[str]:
    """The hashes, as a policy names them, of the scripts that are written inside a page."""
    found = set()
    for attributes, text in _SCRIPT.findall(page):
        kind = _TYPE.search(attributes)
        if not _SOURCE.search(attributes) and (kind[1].lower() if kind else b"") in _EXECUTED:
            digest = base64.b64encode(hashlib.sha256(text).digest()).decode()
            found.add(f"'sha256-{digest}'")
    return found


def header(hashes: Iterable[str]) -> str:
    """The value of the header Content-Security-Policy."""
    directives = {**DIRECTIVES, "script-src": (*DIRECTIVES["script-src"], *sorted(hashes))}
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def complaints(served: str, needed: str) -> list[str]:
    """What is wrong with the policy that a server sends, by the one that the pages need."""
    if not served:
        return ["服务器没有发送 Content-Security-Policy"]
    have, want = _parse(served), _parse(needed)
    found = []
    for name in want:
        lacking = want[name] - have.get(name, have.get("default-src", set())) - {"'none'"}
        if lacking:
            found.append(f"Content-Security-Policy 的 {name} 缺少 {' '.join(sorted(lacking))}")
    scripts = have.get("script-src", have.get("default-src", {"*"}))
    found += [
        f"Content-Security-Policy 的 script-src 不应有 {one}" for one in UNSAFE if one in scripts
    ]
    return found


def _parse(policy: str) -> dict[str, set[str]]:
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name.lower(): set(values) for name, *values in parts}
