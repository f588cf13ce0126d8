"""The codes of an authenticator app, as apps compute them (RFC 6238)."""

import base64
import hmac
import time


def code_of_app(secret: str, *, at: float | None = None) -> str:
    """Return the six digits that an app shows for this key, now or at another time."""
    counter = int((time.time() if at is None else at) // 30)
    key = base64.b32decode(secret)
    digest = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
