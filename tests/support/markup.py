"""Faults in the markup of a page."""

import re

import html5lib
from lxml import html

EMPTY = re.compile(r": (\[\]|\{\}|\"\"|null)")
IN_UTC = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?")


def find_faults(markup: str) -> list[str]:
    parser = html5lib.HTMLParser()
    parser.parse(markup)
    faults = [f"not valid: {code} at {position}" for position, code, _ in parser.errors]
    document = html.fromstring(markup)
    if (headings := len(document.findall(".//h1"))) != 1:
        faults.append(f"{headings} elements h1")
    ids = document.xpath("//@id")
    faults += [f"id twice: {identity}" for identity in set(ids) if ids.count(identity) > 1]
    faults += [f"inline style: {style}" for style in document.xpath("//@style | //style")]
    faults += [
        f"a {element.tag} in another header or footer"
        for element in document.xpath("(//header | //footer)//*[self::header or self::footer]")
    ]
    faults += [
        f"a header cell without a scope: {cell.text_content()}"
        for cell in document.iter("th")
        if not cell.get("scope")
    ]
    faults += [
        f"empty in structured data: {script.text}"
        for script in document.xpath("//script[@type='application/ld+json']")
        if EMPTY.search(script.text)
    ]
    faults += [
        "inline script"
        for script in document.iter("script")
        if not script.get("src") and script.get("type") != "application/ld+json"
    ]
    faults += [
        f"from another host: {address}"
        for address in document.xpath(
            "//link[@rel='stylesheet']/@href | //img/@src | //script/@src"
        )
        if not address.startswith("/")
    ]
    faults += [
        f"not in UTC: {moment}"
        for moment in document.xpath("//time/@datetime")
        if not IN_UTC.fullmatch(moment)
    ]
    return faults
