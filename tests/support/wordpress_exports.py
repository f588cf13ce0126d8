"""Small WordPress exports for tests, written as WordPress writes them."""

from pathlib import Path
from xml.sax.saxutils import escape

from imports.wordpress.export import Export
from imports.wordpress.wxr import read_export_file

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>The old site</title>
<link>https://old.example.org</link>
<language>en-US</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://old.example.org</wp:base_blog_url>
"""
FOOT = "</channel>\n</rss>\n"


def element(name: str, value: str) -> str:
    return f"<{name}><![CDATA[{value}]]></{name}>\n"


def author(login: str, name: str) -> str:
    return (
        "<wp:author>\n"
        + element("wp:author_login", login)
        + element("wp:author_display_name", name)
        + "</wp:author>\n"
    )


def category(slug: str, name: str, parent: str = "") -> str:
    return (
        "<wp:category>\n"
        + element("wp:category_nicename", slug)
        + element("wp:category_parent", parent)
        + element("wp:cat_name", name)
        + "</wp:category>\n"
    )


def numbered_category(slug: str, name: str, number: int) -> str:
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id>"
        f"<wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:cat_name>{name}</wp:cat_name></wp:category>\n"
    )


def custom_term(
    taxonomy: str, slug: str, name: str, *, parent: str = "", description: str = ""
) -> str:
    return (
        "<wp:term>\n"
        + element("wp:term_taxonomy", taxonomy)
        + element("wp:term_slug", slug)
        + element("wp:term_parent", parent)
        + element("wp:term_name", name)
        + element("wp:term_description", description)
        + "</wp:term>\n"
    )


def term(domain: str, slug: str, name: str) -> str:
    return f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>\n'


def meta(key: str, value: str) -> str:
    return (
        "<wp:postmeta>\n"
        + element("wp:meta_key", key)
        + element("wp:meta_value", value)
        + "</wp:postmeta>\n"
    )


def comment(number: int, words: str = "Well said.", **changes: str) -> str:
    values = {
        "id": str(number),
        "author": "A reader",
        "author_email": "reader@example.org",
        "author_url": "",
        "author_IP": "192.0.2.1",
        "date": "2014-03-02 09:00:00",
        "date_gmt": "2014-03-02 14:00:00",
        "content": words,
        "approved": "1",
        "type": "",
        "parent": "0",
    } | changes
    fields = "".join(element(f"wp:comment_{name}", value) for name, value in values.items())
    return f"<wp:comment>\n{fields}</wp:comment>\n"


def item(number: int, *inside: str, **changes: str) -> str:
    """An item; `changes` are its fields under their Python names, such as post_name."""
    values = {
        "title": f"Post {number}",
        "link": f"https://old.example.org/reflections/post-{number}/",
        "creator": "chris",
        "guid": f"https://old.example.org/?p={number}",
        "content": "Some words.",
        "excerpt": "",
        "post_date": "2014-03-01 10:00:00",
        "post_date_gmt": "2014-03-01 15:00:00",
        "comment_status": "open",
        "post_name": f"post-{number}",
        "status": "publish",
        "post_parent": "0",
        "post_type": "post",
        "post_password": "",
        "is_sticky": "0",
    } | changes
    names = {"content": "content:encoded", "excerpt": "excerpt:encoded", "creator": "dc:creator"}
    plain = {"title", "link", "guid"}
    lines = [
        f"<{name}>{escape(value)}</{name}>\n"
        if name in plain
        else element(names.get(name, f"wp:{name}"), value)
        for name, value in values.items()
    ]
    number_line = element("wp:post_id", str(number))
    return "<item>\n" + "".join(lines) + number_line + "".join(inside) + "</item>\n"


def attachment(number: int, address: str, *inside: str, **changes: str) -> str:
    url = f"<wp:attachment_url>{address}</wp:attachment_url>"
    return item(number, url, *inside, post_type="attachment", status="inherit", **changes)


def write_export(folder: Path, *parts: str, name: str = "export.xml") -> Path:
    path = folder / name
    path.write_text(HEAD + "".join(parts) + FOOT, encoding="utf-8")
    return path


def build_export(folder: Path, *parts: str) -> Export:
    [export] = read_export_file(write_export(folder, *parts))
    return export
