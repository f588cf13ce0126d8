"""Import a WordPress export of 2,000 posts with terms, comments, and links among the posts."""

import random
import resource
import tempfile
import time
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.databases import own_database
from imports.reports import ImportReport, Outcome
from imports.wordpress.importer import import_exports

POSTS, COMMENTS = 2_000, 1_067
# Categories and tags.
TERMS = 20
OLD_SITE = "https://old.example.org"
WORDS = [
    "student", "teacher", "district", "learning", "portfolio", "rubric", "mastery", "pacing",
    "advisory", "credit", "standard", "assessment", "feedback", "coaching", "equity", "pathway",
    "internship", "agency", "exhibition", "schedule", "cohort", "mentor", "inquiry", "project",
    "rural", "charter", "the", "of", "and", "to", "in", "that", "with", "for", "on", "as",
]  # fmt: skip
HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The old site</title><link>{OLD_SITE}</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>{OLD_SITE}</wp:base_blog_url>
"""


def run() -> None:
    with tempfile.TemporaryDirectory() as folder, own_database("moving_in"):
        path = Path(folder, "export.xml")
        path.write_text(write_export())
        size = path.stat().st_size / 1e6
        print(f"an export of {POSTS:,} posts and {COMMENTS:,} comments ({size:.0f} MB)")
        for name, outcome in [("first run", Outcome.NEW), ("unchanged", Outcome.UNCHANGED)]:
            report, seconds, processor = timed_import(path)
            assert report.counts["Posts"] == {outcome: POSTS}, report
            print(
                f"{name}: {POSTS / seconds:,.0f} posts per second ({seconds:.1f} s, "
                f"{processor:.1f} s of processor time without PostgreSQL)"
            )


def timed_import(path: Path) -> tuple[ImportReport, float, float]:
    begin, used = time.perf_counter(), processor_seconds()
    report = import_exports([path])
    return report, time.perf_counter() - begin, processor_seconds() - used


def processor_seconds() -> float:
    """Return the processor time of this process and of those it started."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def write_export(posts: int = POSTS, comments: int = COMMENTS) -> str:
    chance = random.Random(2014)
    items = [write_post(number, posts, chance) for number in range(posts)]
    for number in range(comments):
        at = chance.randrange(posts)
        items[at] = items[at].replace("</item>", write_comment(number, chance) + "</item>")
    return HEAD + "".join(items) + "</channel></rss>"


def write_post(number: int, posts: int, chance: random.Random) -> str:
    terms = "".join(
        f'<category domain="{"category" if term < 6 else "post_tag"}" nicename="term-{term}">'
        f"<![CDATA[Term {term}]]></category>"
        for term in chance.sample(range(TERMS), 4)
    )
    day = f"{2006 + number % 18}-{1 + number % 12:02}-{1 + number % 28:02} 10:{number % 60:02}:00"
    return f"""<item><title>{escape(words(chance, 6).capitalize())} {number}</title>
<link>{OLD_SITE}/analysis/post-{number}/</link><dc:creator>writer-{number % 30}</dc:creator>
<guid isPermaLink="false">{OLD_SITE}/?p={number + 1}</guid>
<content:encoded><![CDATA[{write_body(posts, chance)}]]></content:encoded>
<excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{number + 1}</wp:post_id>
<wp:post_date>{day}</wp:post_date><wp:post_date_gmt>{day}</wp:post_date_gmt>
<wp:comment_status>open</wp:comment_status><wp:post_name>post-{number}</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{terms}
<wp:postmeta><wp:meta_key>_edit_last</wp:meta_key><wp:meta_value>1</wp:meta_value></wp:postmeta>
</item>
"""


def write_body(posts: int, chance: random.Random) -> str:
    """Return about 700 words as WordPress stores them, with a link to another post."""
    parts = []
    for _ in range(4):
        parts += [
            f"<h3>{words(chance, 5)}</h3>",
            f"{words(chance, 60)} <strong>{words(chance, 3)}</strong>, {words(chance, 30)} "
            f'<a href="https://example.com/{words(chance, 1)}">{words(chance, 3)}</a>.',
            f"{words(chance, 50)} &#8220;{words(chance, 4)}&#8221; <em>{words(chance, 2)}</em>",
            "<ul>\n" + "".join(f"<li>{words(chance, 7)}</li>\n" for _ in range(3)) + "</ul>",
        ]
    other = chance.randrange(posts)
    parts.append(f'See <a href="{OLD_SITE}/analysis/post-{other}/">{words(chance, 4)}</a>.')
    return "\n\n".join(parts)


def write_comment(number: int, chance: random.Random) -> str:
    return f"""<wp:comment><wp:comment_id>{number}</wp:comment_id>
<wp:comment_author><![CDATA[{words(chance, 2).title()}]]></wp:comment_author>
<wp:comment_author_email>reader{number}@example.com</wp:comment_author_email>
<wp:comment_date>2019-05-01 10:00:00</wp:comment_date>
<wp:comment_date_gmt>2019-05-01 14:00:00</wp:comment_date_gmt>
<wp:comment_content><![CDATA[{words(chance, 40)}]]></wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type>
<wp:comment_parent>0</wp:comment_parent></wp:comment>
"""


def words(chance: random.Random, number: int) -> str:
    return " ".join(chance.choices(WORDS, k=number))
