import pytest
from django.test import RequestFactory

from cworks.wsgi import application
from tests.factories import PostFactory

# Python reads more of them than any browser sends.
CHARSETS = ["base64", "unicode_escape", "raw_unicode_escape", "utf-16", "idna", '"utf-7"', "none"]


def ask(address: str, content_type: str) -> tuple[str, bytes]:
    environ = RequestFactory().get(address).environ | {"CONTENT_TYPE": content_type}
    answer = []
    response = application(environ, lambda status, headers: answer.append(status))
    return answer[0], b"".join(response)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("address", ["/search/?q=%5Cud800+mastery", "/library/?tag=%5Cud800", "/"])
def test_charset_of_request_changes_nothing(address, charset):
    PostFactory(title="Mastery")

    found = ask(address, f"text/html; charset={charset}")

    assert found == ask(address, "")
    assert found[0] == "200 OK"
