"""The least a WSGI application can do: return as many bytes as its path says.

Or, for the paths in BARE_ANSWERS, with a given status and headers: {path: [status, headers, size]}.
"""

import json
import os

ANSWERS = {
    path: (status, [(name, value) for name, value in headers], b"x" * size)
    for path, (status, headers, size) in json.loads(os.environ.get("BARE_ANSWERS", "{}")).items()
}


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path in ANSWERS:
        status, headers, body = ANSWERS[path]
        start_response(status, headers)
        return [body]
    number = path.strip("/")
    body = b"x" * (int(number) if number.isdecimal() else 2)
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]
