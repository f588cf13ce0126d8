"""Elements that Markdown has nothing for, as something that says the same."""

from bs4 import BeautifulSoup, Tag

from imports.html.trees import find_elements


def replace_unwritable(soup: BeautifulSoup) -> None:
    """Turn formulas into code and the areas of image maps into links, in place."""
    for formula in find_elements(soup, {"math"}):
        code = soup.new_tag("code")
        code.string = words_of(formula)
        formula.replace_with(code)
    for area in find_elements(soup, {"area"}):
        if address := area.get("href"):
            link = soup.new_tag("a", href=address)
            link.string = area.get("alt") or area.get("title") or str(address)
            area.replace_with(" ", link, " ")


def words_of(formula: Tag) -> str:
    """Return a formula as TeX if it says that, otherwise its signs in order."""
    tex = formula.find("annotation", encoding="application/x-tex")
    words = tex.get_text() if isinstance(tex, Tag) else formula.get("alttext")
    return " ".join(str(words or formula.get_text(" ")).split())
