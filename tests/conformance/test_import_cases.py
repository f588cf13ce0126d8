"""Small inputs that were once imported wrong."""

from datetime import UTC, datetime

import pytest

from blog.models import Post
from imports.wordpress.importer import import_exports
from imports.wordpress.items import MISSING_PARTS
from tests.support.corpus import case_path
from tests.support.editors import Editor, reloaded

pytestmark = pytest.mark.django_db


def test_post_of_the_hour_that_comes_twice_keeps_its_moment_when_saved_again():
    report = import_exports([case_path("hour-that-comes-twice.xml")])
    post = Post.objects.get()
    moment = datetime(2015, 11, 1, 6, 30, tzinfo=UTC)
    ruth = Editor("Ruth")
    ruth.open(post)

    assert report.failures == []
    assert post.published_at == moment
    assert ruth.save(title="Another title")
    assert reloaded(post).published_at == moment


def test_post_of_the_year_9999_becomes_a_draft_with_a_sentence():
    report = import_exports([case_path("scheduled-9999.xml")])

    post = Post.objects.get()
    assert (post.status, post.published_at, report.failures) == ("draft", None, [])
    assert report.remarks["Imported as drafts, although they have another status in WordPress"] == [
        "“Far date NY”: its date, 9999-12-31 19:30:00, is after 2199. Set the date that was meant"
    ]


def import_bodies(name: str) -> dict[str, str]:
    report = import_exports([case_path(name)])
    assert report.failures == []
    return dict(Post.objects.values_list("title", "body"))


def test_footnotes_of_the_block_editor_become_footnotes():
    assert import_bodies("footnotes-block.xml") == {
        "Footnotes": "With note[^1]\n\n[^1]: The footnote text that readers saw."
    }


def test_synced_pattern_is_put_in_its_place():
    assert import_bodies("reusable-block.xml") == {
        "Uses a pattern": "Before.\n\nOur standard call to action: donate now."
    }


def test_code_is_literal_with_its_language():
    assert import_bodies("code-shortcodes.xml") == {
        "Code": (
            'Use this:\n\n```python\ndef f(x):\n    if x < 3:\n\n        return "*x*"\n'
            '    # a_b_c\n```\n\nor\n\n```html\n<ul class="x">\n  <li>one</li>\n</ul>\n```\n\n'
            'and\n\n```php\n<?php\n\necho "<p>Hi</p>";\n?>\n```\n\nEnd.'
        ),
        "Blocks": (
            "```css\n.myclass {\n  padding: 10px;\n\n  margin: 0;\n}\n```\n\n"
            '```typescript\nconst a_b = x < 1 ? "**" : `t`;\n```\n\n'
            "```powershell\nGet-Item <x> | % { $_.Name }\n```\n\n"
            "```\nfirst line\nsecond line\n```"
        ),
    }


def test_gallery_without_pictures_shows_nothing_and_lists_them():
    report = import_exports([case_path("gallery-without-attachments.xml")])

    post = Post.objects.get()
    assert post.body == "Before.\n\nAfter."
    assert report.remarks[MISSING_PARTS] == [
        "“Pictures”: picture 91 of a gallery",
        "“Pictures”: picture 92 of a gallery",
    ]


def test_markdown_stays_markdown():
    assert import_bodies("markdown-plugin.xml") == {
        "Jetpack Markdown": (
            "## Heading two\n\nThis is *awesome* and [a link](https://example.org).\n\n"
            "- one\n- two\n\n```\n<html>\n  <body>Tag</body>\n</html>\n```\n\n> quote"
        )
    }


def test_deeply_nested_elements_are_imported():
    assert import_bodies("deep-html.xml") == {"Deep": "deep words"}


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("plain-rss-feed.xml", "it is a feed, which has only the latest posts, and parts of them."),
        ("web-page.xml", "it is a web page, apparently one for logging in."),
    ],
)
def test_wrong_file_is_named(name, what):
    report = import_exports([case_path(name)])

    [(_, reason)] = report.failures
    assert f"isn’t a WordPress export: {what}" in reason
    assert not Post.objects.exists()
