"""Elements that Markdown has nothing for, as something that says the same."""

from bs4 import Tag

from imports.html.trees import find_elements


def replace_unwritable(tree: Tag) -> None:
    """Turn formulas into code and the areas of image maps into links, in place."""
    for formula in find_elements(tree, {"math"}):
        code = Tag(name="code")
        code.string = words_of(formula)
        formula.replace_with(code)
    for area in find_elements(tree, {"area"}):
        if address := str(area.get("href") or ""):
            link = Tag(name="a", attrs={"href": address})
            link.string = str(area.get("alt") or area.get("title") or address)
            area.replace_with(" ", link, " ")


def words_of(formula: Tag) -> str:
    """Return a formula as TeX if it says that, otherwise its signs in order."""
    tex = formula.find("annotation", encoding="application/x-tex")
    words = tex.get_text() if isinstance(tex, Tag) else formula.get("alttext")
    return " ".join(str(words or formula.get_text(" ")).split())
