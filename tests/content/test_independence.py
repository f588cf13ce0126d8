"""`content` knows no other app. It asks the registry for what it needs about their kinds."""

import re

from content.kinds import all_kinds
from tests.support.source_files import ROOT, source_files, strings_in

# "wiki:article-detail", "blog.change_post", "events_event", but not a wiki link, [[title]].
NAME_IN_AN_APP = re.compile(r"\b(blog|wiki|events|imports)[:._](?!link|pages|titles)\w")


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
