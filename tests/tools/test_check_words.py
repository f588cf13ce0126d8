import pytest

from tools.check_words import LIST, find_words, main, read_rules

RULES = read_rules(LIST.read_text())


def found(source: str, *, is_python: bool = True) -> list[str]:
    return list(find_words(source, is_python=is_python, rules=RULES))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Mend the link.", "“Mend” (write: fix, repair, correct)"),  # words-ok: an example
        ("Whoever comes", "“Whoever” (write: anyone who, the person who)"),  # words-ok: an example
        ("At most 40 letters.", "“letters” (write: characters)"),  # words-ok: an example
        ("Two mails", "“mails” (write: emails)"),  # words-ok: an example
        ("a dark colour", "“colour” (write: -or: color)"),  # words-ok: an example
        ("It is cancelled.", "“cancelled” (write: one l: canceled)"),  # words-ok: an example
    ],
)
def test_banned_word_is_found_in_strings_comments_and_templates(text, problem):
    assert found(f'say(\n    "{text}"\n)\n') == [f"2: {problem}"]
    assert found(f'name = 1\nsay(f"{{name}}: {text} {{name}}")\n') == [f"2: {problem}"]
    assert found(f'def f():\n    """First.\n\n    {text}\n    """\n') == [f"4: {problem}"]
    assert found(f"name = 1  # {text}\n") == [f"1: {problem}"]
    assert found(f"<p>\n{text}</p>", is_python=False) == [f"2: {problem}"]


@pytest.mark.parametrize(
    "text",
    [
        "Recommend an amendment.",
        "Lowercase letters, digits, and hyphens. Letters or digits.",
        "Capital letters and the newsletter",
        "EventCancelled",
        "The email's color, behavior, and license",
        "size, wise, promise, otherwise",
    ],
)
def test_other_words_are_allowed(text):
    assert found(f'say("{text}")\n') == []
    assert found(text, is_python=False) == []


def test_identifiers_are_not_checked():
    assert found("mend = nobody(whoever)\n") == []  # words-ok: an example


def test_comment_with_reason_allows_word():
    assert found('say("cancelled")  # words-ok: RFC 5545\n') == []
    assert found('say("""\ncancelled\n""")  # words-ok: RFC 5545\n') == []
    assert found("cancelled {# words-ok: RFC 5545 #}", is_python=False) == []
    assert found('say("cancelled")  # RFC 5545\n') != []  # words-ok: an example


def test_command_prints_file_and_fails(tmp_path, capsys):
    file = tmp_path / "page.html"
    file.write_text("<p>Fine</p>\n<p>Nobody</p>")  # words-ok: an example

    assert main([str(file)]) == 1
    problem = "“Nobody” (write: no one)"  # words-ok: an example
    assert capsys.readouterr().out == f"{file}:2: {problem}\n"

    file.write_text("<p>Fine</p>")
    assert main([str(file)]) == 0
