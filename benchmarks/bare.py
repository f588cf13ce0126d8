"""The least a WSGI application can do: return as many bytes as its path says."""


def application(environ, start_response):
    number = environ["PATH_INFO"].strip("/")
    body = b"x" * (int(number) if number.isdecimal() else 2)
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]
