"""Why a web address can’t be visited, and what an editor can do."""

ADDRESS_INVALID = "Browsers can’t open this address. Fix it."
PORT_BLOCKED = "Browsers don’t open pages on the port in this address. Fix the address."
HOST_NOT_PUBLIC = (
    "The address is on a private network, which readers can’t reach. Use a public address."
)
HOST_UNKNOWN = "There is no server with this name."
HOST_UNREACHABLE = "The server refuses connections."
CERTIFICATE_INVALID = "The server can’t prove its identity: its certificate isn’t valid."
REDIRECT_LOOP = "The address redirects in a loop."
TOO_MANY_REDIRECTS = "The address redirects more times than a browser allows."
REDIRECT_WITHOUT_LOCATION = "The server redirects without saying where."
CERTIFICATE_UNTRACED = (
    "The server doesn’t send its complete certificate chain. Many browsers fetch the rest, so "
    "only a person can tell whether this works."
)
COOKIES_DEMANDED = (
    "The server shows nothing without a cookie, so only a person can tell whether this works."
)
