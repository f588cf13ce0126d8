"""`content` knows no other app. It asks the registry for what it needs about their kinds."""

import re

from django.apps import apps

from content.kinds import all_kinds
from tests.support.source_files import ROOT, source_files, strings_in

# "wiki:article-detail", "blog.change_post", "events_event", but not a wiki link, [[title]].
NAME_IN_AN_APP = re.compile(r"\b(blog|wiki|events|imports)[:._](?!link|pages|titles)\w")

APP_AS_WORD = re.compile(r"\b(blog|wiki|events|imports)\b", re.IGNORECASE)
# [[title]] is a wiki link in every text, and `content` itself makes links of it.
ORDINARY_ENGLISH = re.compile(r"\bwiki links?\b", re.IGNORECASE)


def test_content_strings_name_no_other_app_or_kind():
    kinds_of_others = {kind.name for kind in all_kinds() if kind.app != "content"}
    # The library has journal articles too, and views have a `post` method.
    kinds_of_others -= {"article", "post"}

    found = {
        f"{path.relative_to(ROOT)}: {text}"
        for path in source_files("content")
        for text in strings_in(path)
        if NAME_IN_AN_APP.search(text) or text in kinds_of_others
    }

    assert found == set()


def test_content_help_texts_name_no_other_app():
    help_texts = {
        f"{model.__name__}.{field.name}": str(field.help_text)
        for model in apps.get_app_config("content").get_models()
        for field in model._meta.get_fields()
        if getattr(field, "help_text", "")
    }

    assert {
        name: text
        for name, text in help_texts.items()
        if APP_AS_WORD.search(ORDINARY_ENGLISH.sub("", text))
    } == {}
