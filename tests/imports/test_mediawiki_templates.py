"""What becomes of the templates that nearly every wiki has."""

import pytest

from imports.mediawiki.markdown import convert
from tests.support.mediawiki_dumps import page

TRANSLATED = {
    "{{Other uses}}A": "*For other uses, see [[Page (disambiguation)]].*\n\nA",
    "{{other uses|B (place)}}": "*For other uses, see [[B (place)]].*",
    "{{About|the school|the film|A (film)|the book|A (book)}}": "*This article is about the school."
    " For the film, see [[A (film)]]. For the book, see [[A (book)]].*",
    "{{for|the film|A (film)|A 2}}": "*For the film, see [[A (film)]] and [[A 2]].*",
    "{{Redirect|Seat|the film|A (film)}}": "*“Seat” redirects here. For the film, see "
    "[[A (film)]].*",
    "{{distinguish|A|B|C}}": "*Not to be confused with [[A]], [[B]] or [[C]].*",
    "{{hatnote|See [[x]].}}": "*See [[x]].*",
    "{{main|A|B}}{{see also|C|l1=D}}": "*Main article:* [[A]], [[B]]\n\n*See also:* [[C|D]]",
    "{{as of|2018|3}}, {{as of|2018|3|1|lc=y}}": "As of March 2018, as of March 1, 2018",
    "{{convert|5|km|mi}}": "5 km (3.1 mi)",
    "{{convert|100|ft}}": "100 ft (30 m)",
    "{{convert|5|to|10|mi|km}}": "5 to 10 mi (8.0 to 16 km)",
    "{{convert|20|C|F}}": "20 °C (68 °F)",
    "{{convert|12,000|sqft|m2|abbr=on}}": "12,000 sq ft (1,100 m²)",
    "{{convert|3|furlongs}}": "3 furlongs",
    "{{flag|France}} {{flagicon|US}}": "France",
    "A<ref>Lee</ref>{{rp|12}}": "A[^1]<sup>:12</sup>\n\n[^1]: Lee",
    "A{{efn|Note.}} B{{refn|name=x|[[c]]}}{{refn|name=x}}{{notelist}}": "A[^1] B[^2][^2]\n\n"
    "[^1]: Note.\n\n[^2]: [[c]]",
    "A{{efn|Note<ref>Lee</ref> on.}}": "A[^2]\n\n[^2]: Note[^1] on.\n\n[^1]: Lee",
    "A<ref>Note{{sfn|Lee|2010}}</ref>": "A[^2]\n\n[^2]: Note[^1]\n\n[^1]: Lee 2010.",
    "A<ref name=x />{{reflist|2|refs=<ref name=x>Lee</ref>}}": "A[^1]\n\n[^1]: Lee",
    "A{{efn|name=x}}{{Notelist|refs={{efn|name=x|Note}}}}": "A[^1]\n\n[^1]: Note",
    "A{{sfn|Lee|2010|p=3}} B{{sfn|Lee|2010|p=3}}": "A[^1] B[^1]\n\n[^1]: Lee 2010, p. 3.",
    "{{harvnb|Lee|Ann|2010|pp=3–4}}": "Lee and Ann 2010, pp. 3–4",
    "{{chem|H|2|O}} {{chem|SO|4|2-}}": "H<sub>2</sub>O SO<sub>4</sub><sup>2-</sup>",
    "{{chem2|C6H12O6}} {{chem2|SO4(2-)}}": "C<sub>6</sub>H<sub>12</sub>O<sub>6</sub> "
    "SO<sub>4</sub><sup>2-</sup>",
    "{{lang|fr|mot}} {{lang-de|Wort}}": "mot Wort",
    "{{School|state=Maine}} {{School|state=collapsed}}": "state: Maine",
    "{{abbr|CBE|competency-based education}}": "CBE (competency-based education)",
    "{{blockquote|text=Words.|author=Ann}}": "> Words.\n>\n> — Ann",
    "{{math|1=x = 2}} {{mvar|y}}": "`x = 2` *y*",
    "{{cite book|last=Lee|title=B|isbn=123}}": "Lee. B. 123.",
    "{{cite web|title=T|url=http://x.org|archive-url=http://a.org/x|archive-date=1 May 2009}}": (
        "[T](http://x.org). [Archived copy](http://a.org/x)."
    ),
    "{{cite web|title=T|archiveurl=http://a.org/x}}": "[T](http://a.org/x).",
    "{{Kept|a|archive-url=http://a.org/x}}": "a, archive-url: <http://a.org/x>",
    "{{see also|Portal: A{{!}}A portal}}": "*See also:* [[Portal: A|A portal]]",
    "{{formatnum:{{Inflation|US|800}}}} {{uc:{{lc:A}}}}": "US, 800 A",
    "{{hlist|a|b}} {{ubl|c|[[d]]}}": "a · b\n\n- c\n- [[d]]",
    "{{official website|http://x.org}}": "[Official website](http://x.org)",
    "{{tl|stub}}": "`{{stub}}`",
    "{{#if: |a|b}} {{#if:x|a|b}} {{uc:abc}}": "b a ABC",
    "{{start date|1900|5|3}} {{circa|1900}} {{frac|1|2}}": "May 3, 1900 c. 1900 1⁄2",
    "{{yes}} {{no|never}}": "Yes never",
    "{{multiple image|image1=File:A.jpg|caption1=One}}": "- *Image: A.jpg*. One",
}
EMPTY = """Use mdy dates|date=May 2018; Use American English; pp-move; Protected; Portal|Education
Navbox|title=x|list1=[[a]]; Education navbox; Authority control
Short description|A school; coord|1|2|N; Good article; US-school-stub; Reflist|2
Commons category|A; Italic title; toc; Multiple issues|{{cleanup}}; dead link|date=x
DEFAULTSORT:x; Clear; Template:Stub"""


@pytest.mark.parametrize("wikitext", TRANSLATED)
def test_common_template_is_translated(wikitext):
    converted = convert(wikitext, title="Page")

    assert converted.markdown == TRANSLATED[wikitext]
    assert not any("lost" in problem for problem in converted.problems)


@pytest.mark.parametrize("name", EMPTY.replace("\n", "; ").split("; "))
def test_template_without_content_is_removed(name):
    converted = convert(f"{{{{{name}}}}}\nText", title="Page")

    assert (converted.markdown, converted.problems) == ("Text", [])


def test_other_template_becomes_the_text_of_its_parameters():
    converted = convert(
        "{{Lesson|Hello [[World]]|color=red}} and {{Lesson|a|b=c}} {{Staff list}}\n"
        "{{Infobox school|name=A|image=A.jpg|image_size=9px|head=Ann}}",
        title="Page",
    )

    assert converted.markdown == (
        "Hello [[World]] and a, b: c\n\n- name: A\n- image: A.jpg\n- head: Ann"
    )
    assert converted.problems == [
        "Images aren’t in the dump. Upload them, and insert them in place of their names: A.jpg.",
        "Templates became the text of their parameters: {{Lesson}} (2 times), {{Infobox school}}.",
        "Templates without parameters were removed, with what the wiki showed in their place: "
        "{{Staff list}}.",
    ]


def test_text_after_a_removed_template_is_not_code():
    assert convert("{{Stub}} Text").markdown == "Text"


@pytest.mark.parametrize("name", ["{{a|", "{{convert|1|", "{{#if:x|", "{{quote|"])
def test_ten_thousand_nested_templates_are_converted(name):
    converted = convert(name * 10_000 + "x" + "}}" * 10_000)

    assert "x" in converted.markdown


@pytest.mark.parametrize("wikitext", ["{{convert|" + "1|to|" * 20_000, "{{ubl" + "|a" * 19_000])
def test_template_with_many_parameters_keeps_its_text(wikitext):
    assert convert(wikitext + "}}").markdown


@pytest.mark.django_db
def test_templates_are_reported_by_name_and_count(import_pages):
    report = import_pages(
        page(1, text="{{Stub}}{{Lesson|a}} {{Lesson|b}}"), page(2, text="A {{Stub}} {{Lesson|c}}")
    )

    headings = [heading for heading in report.remarks if heading.startswith("Templates")]
    assert {heading: report.remarks[heading] for heading in headings} == {
        "Templates became the text of their parameters": ["{{Lesson}}: 3"],
        "Templates that carry no content were removed": ["{{Stub}}: 2"],
    }
