"""Markup that says something only to the old site's scripts and styles.

Images that a script was to load, Squarespace's and Blogger's ways of writing a picture with its
caption, and links that were buttons.
"""

import re

from bs4 import BeautifulSoup, Tag

# Where scripts for loading images late keep the address.
LATE_ADDRESSES = (
    "data-src", "data-lazy-src", "data-original", "data-image", "data-orig-file", "data-full-url",
)  # fmt: skip
PLACEHOLDER = re.compile(r"data:image/(?:gif|svg\+xml|png);.{0,400}|about:blank|", re.DOTALL)


def tidy_old_markup(soup: BeautifulSoup, html: str) -> None:
    """Change the tree in place. `html` is what it was built from."""
    if any(name in html for name in LATE_ADDRESSES):
        load_images(soup)
    if "<noscript" in html:
        drop_second_images(soup)
    if "tr-caption" in html:
        make_figures(soup)
    if 'name="more"' in html or "name='more'" in html:
        mark_more(soup)
    if "wp-block-file" in html:
        separate_file_buttons(soup)


def load_images(soup: BeautifulSoup) -> None:
    for image in soup.find_all("img"):
        late = next((image[name] for name in LATE_ADDRESSES if image.get(name)), "")
        if late and PLACEHOLDER.fullmatch(image.get("src") or ""):
            image["src"] = late


def drop_second_images(soup: BeautifulSoup) -> None:
    """Remove the copy of an image for browsers without scripts."""
    shown = {
        address_of(image) for image in soup.find_all("img") if not image.find_parent("noscript")
    }
    for copy in soup.find_all("noscript"):
        images = copy.find_all("img")
        if images and not copy.get_text().strip() and {address_of(i) for i in images} <= shown:
            copy.decompose()


def address_of(image: Tag) -> str:
    return (image.get("src") or "").partition("?")[0]


def make_figures(soup: BeautifulSoup) -> None:
    """Turn Blogger’s table around a picture and its caption into a figure."""
    for table in soup.find_all("table", class_="tr-caption-container"):
        cells = table.find_all("td")
        image = cells[0].find("img") if len(cells) == 2 else None
        if image is None or cells[0].get_text().strip():
            continue
        figure, caption = soup.new_tag("figure"), soup.new_tag("figcaption")
        outer = image.find_parent("a")
        figure.append((outer or image).extract())
        caption.extend(list(cells[1].contents))
        figure.append(caption)
        table.replace_with(figure)


def mark_more(soup: BeautifulSoup) -> None:
    """Blogger marks where a listing stops with an anchor."""
    anchor = soup.find("a", attrs={"name": "more"})
    if anchor and not soup.find("more") and not anchor.get_text().strip():
        anchor.replace_with(soup.new_tag("more"))


def separate_file_buttons(soup: BeautifulSoup) -> None:
    """Put a space between a file's name and its “Download”, and drop the third link to it."""
    for file in soup.find_all("div", class_="wp-block-file"):
        addresses = {link.get("href") for link in file.find_all("a")}
        for shown in file.find_all("object"):
            if shown.get("data") in addresses:
                shown.decompose()
    for button in soup.find_all("a", class_="wp-block-file__button"):
        button.insert_before(" ")
