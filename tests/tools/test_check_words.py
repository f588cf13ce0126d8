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


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Perhaps companions", "Perhaps companions"),  # words-ok: an example
        ("or one that is gone", "one that is gone"),  # words-ok: an example
        ("Unwanted mail", "Unwanted mail"),  # words-ok: an example
        ("what stands in it", "stands in"),  # words-ok: an example
        ("Who holds the rights?", "Who holds"),  # words-ok: an example
        ("Choose anew.", "Choose anew"),  # words-ok: an example
        ("Bring these rows in", "Bring these rows in"),  # words-ok: an example
        ("as many as come", "as many as come"),  # words-ok: an example
        ("Only who signs in", "Only who"),  # words-ok: an example
        ("Choose one that fits that.", "fits that"),  # words-ok: an example
    ],
)
def test_banned_phrase_is_found(text, word):
    assert any(f"“{word}”" in problem for problem in found(text, is_python=False))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("class FateOfRow: ...", "FateOfRow"),
        ("def mend_links(): ...", "mend_links"),
        ("async def choose_anew(): ...", "choose_anew"),
        ("def save(*, foretold_size=0): ...", "foretold_size"),
        ("BACKGROUND_COLOUR = 1", "BACKGROUND_COLOUR"),  # words-ok: an example
        ("HTTPColour = 1", "HTTPColour"),  # words-ok: an example
        ("self.is_cancelled = True", "is_cancelled"),
        ("for mended_line in lines: ...", "mended_line"),
        ("import catalog as catalogue", "catalogue"),  # words-ok: an example
    ],
)
def test_banned_word_is_found_in_name(source, name):
    [problem] = found(f"\n{source}\n")
    assert problem.startswith(f"2: “{name}” (write: ")
    assert found(f"{source}  # words-ok: an example\n") == []


@pytest.mark.parametrize(
    "source",
    [
        "recommend_amendment = fatesque = 1",
        "event.status = EventCancelled",
        "if row.is_cancelled(colour=1): ...",  # words-ok: an example
        "letters = nobody = 1",  # words-ok: an example
    ],
)
def test_other_names_are_allowed(source):
    assert found(f"{source}\n") == []


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
