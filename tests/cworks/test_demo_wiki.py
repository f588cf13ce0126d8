import re
from collections import Counter

import pytest

from content.markdown import render
from content.markdown.library_lists import LIST, read_filters
from cworks.demo.texts import FOLDER, read_folder, read_toml, references_of
from cworks.demo.wiki import versions_of

MAX_LEVELS = 3
LONGEST_NOTE = 90
WORDS = range(250, 701)
POST = re.compile(r"\(post:([\w-]+)")
LINK = re.compile(r"\[\[|(?<!!)\[[^\]]+\]\(|\{\{")


@pytest.fixture(scope="module")
def articles() -> dict:
    return {text.slug: text for text in read_folder(FOLDER / "articles")}


@pytest.fixture(scope="module")
def posts() -> dict:
    return {text.slug: text.facts for text in read_folder(FOLDER / "posts")}


@pytest.fixture(scope="module")
def links(articles) -> dict[str, frozenset[str]]:
    """The titles that each article links to, by the article's title."""
    return {text.facts["title"]: render(text.body).wiki_titles for text in articles.values()}


@pytest.fixture(scope="module")
def texts(articles) -> list[tuple[str, float, str]]:
    """Every text that the wiki ever had: its article's slug, its age in days, and its body."""
    return [
        (text.slug, version.get("days_ago", text.facts["days_ago"]), version["body"])
        for text in articles.values()
        for version in versions_of(text)
    ]


def revisions_of(text) -> list[dict]:
    return text.facts.get("revisions", [])


def resource_lists_of(text) -> list[dict | None]:
    return [read_filters(match[0]) for match in LIST.finditer(text.body)]


def test_wiki_has_twenty_articles_with_unique_titles_and_slugs(articles):
    titles = Counter(text.facts["title"] for text in articles.values())

    assert len(articles) == 20
    assert [title for title, count in titles.items() if count > 1] == []
    assert [slug for slug, text in articles.items() if text.path.stem != slug] == []


def test_wiki_is_one_tree_with_three_levels(articles):
    def ancestors(slug: str) -> list[str]:
        path = [slug]
        while parent := articles[path[-1]].facts.get("parent"):
            assert parent not in path
            path.append(parent)
        return path[1:]

    above = {slug: ancestors(slug) for slug in articles}

    assert {path[-1] for path in above.values() if path} == {"competency-based-education"}
    assert Counter(len(path) for path in above.values()) == {0: 1, 1: 5, 2: 14}
    assert max(len(path) for path in above.values()) < MAX_LEVELS


def test_articles_have_no_missing_references(articles, posts):
    known = {
        *(("topic", row["slug"]) for row in read_toml(FOLDER / "topics.toml")["topics"]),
        *(("place", row["slug"]) for row in read_toml(FOLDER / "places.toml")["places"]),
        *(("image", name) for name in read_toml(FOLDER / "images" / "images.toml")["alt"]),
        *(("series", text.slug) for text in read_folder(FOLDER / "series")),
        *(("publication", text.slug) for text in read_folder(FOLDER / "publications")),
        *(("article", slug) for slug in articles),
        # Nothing may link to what isn't public yet.
        *(
            ("post", slug)
            for slug, facts in posts.items()
            if "status" not in facts and facts["days_ago"] > 0
        ),
    }

    missing = [
        (slug, reference)
        for slug, text in articles.items()
        for reference in references_of(text)
        if reference not in known
    ]

    assert missing == []


def test_every_article_has_required_fields(articles):
    incomplete = [
        slug
        for slug, text in articles.items()
        if not text.facts.get("summary")
        or not text.facts.get("tags")
        or len(text.facts.get("topics", [])) not in {1, 2, 3}
        or text.facts.get("sector") not in {"k-12", "higher-education", "both"}
        or not 200 <= text.facts["days_ago"] <= 900
        or render(text.body).word_count not in WORDS
        or len(render(text.body).headings) < 3
    ]
    overdue = {slug for slug, text in articles.items() if text.facts.get("review_in_days", 1) < 0}

    assert incomplete == []
    assert overdue == {"credit-hour", "portfolio", "proficiency-scale"}


def test_every_revision_can_be_undone(articles):
    counts = {slug: len(list(versions_of(text))) for slug, text in articles.items()}

    assert counts == {slug: len(revisions_of(text)) + 1 for slug, text in articles.items()}
    assert Counter(counts.values()) == {1: 4, 2: 2, 3: 5, 4: 7, 5: 1, 6: 1}


def test_every_revision_has_changes_later_date_and_note(articles):
    days = {
        slug: [text.facts["days_ago"], *(row["days_ago"] for row in reversed(revisions_of(text)))]
        for slug, text in articles.items()
    }
    revisions = [(text.slug, row) for text in articles.values() for row in revisions_of(text)]
    invalid = [
        (slug, row["note"])
        for slug, row in revisions
        if not 0 < len(row["note"]) <= LONGEST_NOTE
        or row["by"] not in {"editor", "writer"}
        or set(row) - {"days_ago", "by", "note", "credit", "title_before", "undo"}
        or not row["undo"]
        or any(now == before for now, before in row["undo"])
    ]

    assert days == {slug: sorted(set(found), reverse=True) for slug, found in days.items()}
    assert invalid == []
    assert {slug: row["title_before"] for slug, row in revisions if "title_before" in row} == {
        "evidence-of-learning": "Assessment of competencies",
        "individual-learning-plan": "Personal learning plan",
    }
    assert {slug: row["credit"] for slug, row in revisions if "credit" in row} == {
        "competency": "Yuki T.",
        "mastery-learning": "Harriet",
        "mastery-transcript": "J. Marchetti",
    }


def test_every_revision_is_complete_and_links_to_no_later_post(texts, posts):
    broken = [
        (slug, days_ago)
        for slug, days_ago, body in texts
        if render(body).problem
        or "\n\n\n" in body
        or set(re.findall(r"\[\^\w+\](?!:)", body)) != set(re.findall(r"\[\^\w+\](?=:)", body))
        or any(posts[post]["days_ago"] < days_ago for post in POST.findall(body))
    ]

    assert broken == []


def test_wiki_has_three_wanted_pages_one_orphan_and_one_dead_end(articles, links):
    wanted = Counter(title for found in links.values() for title in found - set(links))
    linked = {title for source, found in links.items() for title in found - {source}}
    dead_ends = [slug for slug, text in articles.items() if not LINK.search(text.body)]
    sparse = {title for title, found in links.items() if len(found) < 2}

    assert wanted == {"Learning progression": 3, "Calibration": 1, "Microcredential": 1}
    assert set(links) - linked == {"Habits of success"}
    assert dead_ends == ["advisory"]
    assert sparse == {"Advisory"}


def test_every_resource_list_has_results(articles):
    resources = read_toml(FOLDER / "resources.toml")["resources"]

    found = {
        slug: sum(
            filters.get("format", row["format"]) == row["format"]
            and all(
                filters[key] in row.get(f"{key}s", [])
                for key in ("topic", "tag", "place")
                if key in filters
            )
            for row in resources
        )
        for slug, text in articles.items()
        for filters in resource_lists_of(text)
    }

    assert found == {
        "academic-credit": 4,
        "competency-based-education": 3,
        "evidence-of-learning": 13,
        "mastery-learning": 6,
        "prior-learning-assessment": 7,
    }


def test_wiki_shows_tables_footnotes_and_images(articles):
    showing = {
        mark: {slug for slug, text in articles.items() if mark in text.body}
        for mark in ("|---|", "[^", "](image:")
    }

    assert showing == {
        "|---|": {"moderation", "proficiency-scale"},
        "[^": {"carnegie-unit", "credit-hour", "mastery-learning"},
        "](image:": {"flexible-pacing", "portfolio"},
    }
