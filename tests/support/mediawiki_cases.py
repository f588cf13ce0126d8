"""Wikitext as found in MediaWiki wikis, and the Markdown it should become."""

# name: (wikitext, Markdown)
CASES = {
    "paragraphs": (
        ("One\nline.\n\nTwo.\n\n\n\nThree."),
        ("One\nline.\n\nTwo.\n\nThree."),
    ),
    "headings": (
        ("= A =\n== B ''it'' ==\n===C===  \nText\n====== F ======"),
        ("# A\n\n## B *it*\n\n### C\n\nText\n\n###### F"),
    ),
    "heading with more marks at one side": (
        ("== A ===\n== = ==\nx == y =="),
        ("## A =\n\n## \\=\n\nx == y =="),
    ),
    "bold and italic": (
        "'''b''' ''i'' '''''both''''' '''b ''bi'' b'''",
        "**b** *i* ***both*** **b *bi* b**",
    ),
    "both that end one after the other": (
        "'''''x''' y'' and '''''x'' y'''",
        "***x** y* and ***x* y**",
    ),
    "four apostrophes": (
        "''''x'''' and ''''''y''''''",
        "'**x'** and '***y'***",
    ),
    "bold that crosses italic": (
        "''a '''b'' c'''",
        "*a **b*** **c**",
    ),
    "emphasis ends with its line": (
        ("''open\n'''also open\nplain"),
        ("*open*\n**also open**\nplain"),
    ),
    "apostrophe and italic": (
        "L'''amour'' of it",
        "L'*amour* of it",
    ),
    "apostrophes in words": (
        "it's and 'quoted' and rock 'n' roll",
        "it's and 'quoted' and rock 'n' roll",
    ),
    "lists": (
        ("* a\n** b\n*** c\n* d\n# one\n## sub\n# two"),
        ("- a\n  - b\n    - c\n- d\n\n1. one\n   1. sub\n2. two"),
    ),
    "mixed lists": (
        ("* a\n*# b\n*# c\n*: more of a\n# x\n#* y"),
        ("- a\n  1. b\n  2. c\n\n  more of a\n\n1. x\n   - y"),
    ),
    "definitions": (
        ("; Term : What it is\n; [[Other]]\n: Also"),
        (
            "<dl>\n"
            "<dt>Term</dt>\n"
            "<dd>What it is</dd>\n"
            "<dt>\n"
            "\n"
            "[[Other]]\n"
            "\n"
            "</dt>\n"
            "<dd>Also</dd>\n"
            "</dl>"
        ),
    ),
    "indented": (
        ("Said:\n: once\n:: twice"),
        ("Said:\n\n> once\n>\n> twice"),
    ),
    "list in a list without its item": (
        ("** a\n* b"),
        ("- - a\n- b"),
    ),
    "too deep a list": (
        "************ a",
        "- - - - - - - - a",
    ),
    "link": (
        "[[Seat time]] and [[seat_time]]",
        "[[Seat time]] and [[seat time]]",
    ),
    "link with words": (
        "[[Seat time|the hours]] [[Seat time| ''the'' hours ]]",
        "[[Seat time|the hours]] [[Seat time|the hours]]",
    ),
    "link with a tail": (
        "[[school]]s [[School|district]]wide [[A]]'s",
        "[[school|schools]] [[School|districtwide]] [[A]]'s",
    ),
    "link to a section": (
        "[[Seat time#History|its history]] [[#See also|below]]",
        "[[Seat time|its history]] [below](#see-also)",
    ),
    "pipe trick": (
        "[[Mastery (grading)|]] [[Help:Contents|]]",
        "[[Mastery (grading)|Mastery]] Contents",
    ),
    "link before a parenthesis": (
        "[[A]](b) and [[A]]: b",
        "[[A]]\\(b) and [[A]]: b",
    ),
    "link with brackets in its words": (
        "[[A|see [1] there]]",
        "see \\[1\\] there ([[A]])",
    ),
    "subpage": (
        "[[/Sub]] [[/Sub|words]]",
        "[[Page/Sub|Sub]] [[Page/Sub|words]]",
    ),
    "category": (
        ("Words.\n[[Category:Grading]]\n[[category:seat time|*]]\n\nMore."),
        ("Words.\n\nMore."),
    ),
    "link to a category": (
        "[[:Category:Grading]] [[:Category:Grading|grading]]",
        "Category:Grading grading",
    ),
    "other wikis": (
        "[[w:Bloom|Bloom]] [[:de:Schule]] [[de:Schule]]",
        "[Bloom](https://en.wikipedia.org/wiki/Bloom) [de:Schule](https://de.wikipedia.org/wiki/Schule)",
    ),
    "title with a colon": (
        "[[IT: what to buy]] [[Note:x]]",
        "[[IT: what to buy]] [[Note:x]]",
    ),
    "old address of an article": (
        "[https://wiki.example.org/wiki/Seat_time#A_b hours]",
        "[[Seat time|hours]]",
    ),
    "picture": (
        ("[[File:A b.jpg|thumb|left|100px|alt=A door|Our ''door'' [[here]]]]\nText"),
        ("*Image: A b.jpg*\\\nOur *door* [[here]]. A door\n\nText"),
    ),
    "picture in a line": (
        "See [[Image:a.png|20px]] there.",
        "See (Image: a.png) there.",
    ),
    "media": (
        "[[Media:A.pdf|the paper]]",
        "the paper",
    ),
    "external links": (
        "[http://x.org/a_b words] [http://x.org] http://x.org/c, [//x.org y] [mailto:a@b.c m]",
        "[words](http://x.org/a_b) <http://x.org> <http://x.org/c>, [y](https://x.org) "
        "[m](mailto:a@b.c)",
    ),
    "external link with brackets": (
        "[http://x.org see [1]]",
        "[see \\[1](http://x.org)\\]",
    ),
    "address with apostrophes": (
        "''http://x.org/a''",
        "*<http://x.org/a>*",
    ),
    "plain brackets": (
        "[sic] [not a link] a[1]",
        "\\[sic\\] \\[not a link\\] a\\[1\\]",
    ),
    "table": (
        (
            '{| class="wikitable"\n'
            "|+ Hours\n"
            "! School !! Hours\n"
            "|-\n"
            "| [[A|The A]] || 1 200\n"
            '|- style="x"\n'
            "| B || align=left | 3<br>4\n"
            "|}"
        ),
        ("Hours\n\n| School | Hours |\n| --- | --- |\n| [[A\\|The A]] | 1 200 |\n| B | 3<br>4 |"),
    ),
    "table without headings": (
        ("{|\n| a || b\n|-\n| c\n|}"),
        ("|   |   |\n| --- | --- |\n| a | b |\n| c |  |"),
    ),
    "table with headings of rows": (
        ("{|\n! scope=row | a\n| b\n|}"),
        ("|   |   |\n| --- | --- |\n| a | b |"),
    ),
    "table with merged cells": (
        ("{|\n! a !! b\n|-\n| colspan=2 | [[c]]\n|}"),
        (
            "<table>\n"
            "<tr>\n"
            "<th>a</th>\n"
            "<th>b</th>\n"
            "</tr>\n"
            "<tr>\n"
            '<td colspan="2">\n'
            "\n"
            "[[c]]\n"
            "\n"
            "</td>\n"
            "</tr>\n"
            "</table>"
        ),
    ),
    "table with a list": (
        ("{|\n|\n* a\n* b\n| c\n|}"),
        ("<table>\n<tr>\n<td>\n\n- a\n- b\n\n</td>\n<td>c</td>\n</tr>\n</table>"),
    ),
    "table in a table": (
        ("{|\n| a\n{|\n| b\n|}\n|}"),
        (
            "<table>\n"
            "<tr>\n"
            "<td>\n"
            "\n"
            "a\n"
            "\n"
            "<table>\n"
            "<tr>\n"
            "<td>b</td>\n"
            "</tr>\n"
            "</table>\n"
            "\n"
            "</td>\n"
            "</tr>\n"
            "</table>"
        ),
    ),
    "table that is never closed": (
        ("{|\n! a\n|-\n| b\n\nc"),
        ("<table>\n<tr>\n<th>a</th>\n</tr>\n<tr>\n<td>\n\nb\n\nc\n\n</td>\n</tr>\n</table>"),
    ),
    "HTML table": (
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1<td>2</table>",
        ("| a | b |\n| --- | --- |\n| 1 | 2 |"),
    ),
    "footnotes": (
        (
            'A<ref>One [http://x.org x]</ref> b<ref name="n">Two</ref> c<ref name=n/>.\n'
            "\n"
            "<references />"
        ),
        ("A[^1] b[^2] c[^2].\n\n[^1]: One [x](http://x.org)\n\n[^2]: Two"),
    ),
    "footnotes defined at the end": (
        ("A<ref name=n />\n\n<references><ref name=n>Note</ref></references>"),
        ("A[^1]\n\n[^1]: Note"),
    ),
    "footnote before a parenthesis": (
        "A<ref>n</ref>(b)",
        ("A[^1]\\(b)\n\n[^1]: n"),
    ),
    "nowiki": (
        "<nowiki>[[x]] '''y''' {{z}}</nowiki>",
        "\\[\\[x\\]\\] '''y''' {{z}}",
    ),
    "pre": (
        ("<pre>\na [[b]]\n  c\n</pre>"),
        ("```\na [[b]]\n  c\n```"),
    ),
    "indented code": (
        ("Text\n a = 1\n   b\nText"),
        ("Text\n\n```\na = 1\n  b\n```\n\nText"),
    ),
    "indented lines with markup": (
        (" a [[b]]\n c"),
        ("a [[b]]\\\nc"),
    ),
    "source": (
        ('<syntaxhighlight lang="python">\nx = [[1]]\n</syntaxhighlight>\n<source>y</source>'),
        ("```python\nx = [[1]]\n```\n\n```\ny\n```"),
    ),
    "code": (
        "<code>a*b</code> <tt>c</tt> <code>x ''y''</code>",
        "`a*b` `c` <code>x *y*</code>",
    ),
    "quotation": (
        ("<blockquote>\nOne [[a]].\n\nTwo.\n</blockquote>"),
        ("> One [[a]].\n>\n> Two."),
    ),
    "gallery": (
        ("<gallery>\nFile:A.jpg|One [[a]]\nB.png\n</gallery>"),
        ("- *Image: A.jpg*. One [[a]]\n- *Image: B.png*"),
    ),
    "formula": (
        "So <math>x_1^2</math>.",
        "So `x_1^2`.",
    ),
    "poem": (
        ("<poem>One\nTwo ''2''</poem>"),
        ("One\\\nTwo *2*"),
    ),
    "line breaks": (
        "a<br>b<br/>c<br />d</br>",
        ("a\\\nb\\\nc\\\nd"),
    ),
    "references to characters": (
        "&amp; &lt;b&gt; &copy; &#8212; &nosuch; &",
        "& \\<b> © — \\&nosuch; &",
    ),
    "comments": (
        ("a <!-- no [[b]] -->c\n<!-- alone -->\nd"),
        ("a c\nd"),
    ),
    "switches": (
        ("__TOC__\nText__NOTOC__ __init__"),
        "Text \\_\\_init\\_\\_",
    ),
    "redirect": (
        "#REDIRECT [[Seat time]]",
        "See [[Seat time]]",
    ),
    "inline HTML": (
        "<b>b</b> <i>i</i> <u>u</u> <s>s</s> H<sub>2</sub>O x<sup>2</sup> "
        '<span style="x">p</span> <small>s</small> <big>g</big>',
        "**b** *i* <u>u</u> ~~s~~ H<sub>2</sub>O x<sup>2</sup> p <small>s</small> g",
    ),
    "block HTML": (
        ('<div class="x">\n== A ==\n* b\n</div>\n<center>c</center>\n<p>d</p>e'),
        ("## A\n\n- b\n\nc\n\nd\n\ne"),
    ),
    "HTML lists": (
        "<ul><li>a<li>b ''c''</ul><ol><li>d</li></ol>",
        ("- a\n- b *c*\n\n1. d"),
    ),
    "unknown tags": (
        "<foo>a</foo> 1 < 2 > 0 <3",
        "\\<foo>a\\</foo> 1 < 2 > 0 <3",
    ),
    "template": (
        "{{Stub}} {{Note|1=a ''b''|c=[[d]]}}",
        "a *b*, c: [[d]]",
    ),
    "template with many parameters": (
        ("{{Infobox school\n| name = ''A''\n| town = [[B]]\n| list =\n* x\n* y\n}}\nText"),
        ("- name: *A*\n- town: [[B]]\n- list:\n  - x\n  - y\n\nText"),
    ),
    "see also": (
        ("{{Main|A|B#c}}\n{{see also|D}}\nText"),
        ("*Main article:* [[A]], [[B|B#c]]\n\n*See also:* [[D]]\n\nText"),
    ),
    "citation": (
        "A<ref>{{cite web |url=http://x.org |title=T ''i'' |last=Lee |first=Ann |date=2014 "
        "|work=News}}</ref>",
        ("A[^1]\n\n[^1]: Lee, Ann. [T *i*](http://x.org). News. 2014."),
    ),
    "quotation template": (
        "{{quote|Said [[so]].|Ann}}",
        ("> Said [[so]].\n>\n> — Ann"),
    ),
    "words of templates": (
        "a{{!}}b {{nowrap|c d}} {{PAGENAME}} {{DEFAULTSORT:x}}{{lang|fr|mot}} "
        "{{citation needed|date=x}}",
        "a|b c d Page mot \\[citation needed\\]",
    ),
    "parameter": (
        "{{{1|words}}} {{{2}}}",
        "words {{{2}}}",
    ),
    "template in a parameter": (
        "{{Note|{{nowrap|[[a]]}}}}",
        "[[a]]",
    ),
    "parser function": (
        "{{#if:x|a|b}}",
        "a",
    ),
    "characters of Markdown": (
        (
            "2 * 3 * 4, _x_, `a`, a_b, # no\n"
            "1. x\n"
            "2) y\n"
            "+ z\n"
            "> q\n"
            "--- | ---\n"
            "~~no~~ \\* [x](y) ![i](j) <b [^1] &amp;amp; C:\\dir"
        ),
        (
            "2 \\* 3 \\* 4, \\_x\\_, \\`a\\`, a_b, # no\n"
            "1\\. x\n"
            "2\\) y\n"
            "\\+ z\n"
            "\\> q\n"
            "\\--- | ---\n"
            "\\~~no\\~~ \\\\\\* \\[x\\](y) !\\[i\\](j) \\<b \\[^1\\] \\&amp; C:\\dir"
        ),
    ),
    "line that would underline": (
        ("a\n---\nb\n===\nc"),
        ("a\n\\---\nb\n\\===\nc"),
    ),
    "rule": (
        ("a\n----\nb"),
        ("a\n\n---\n\nb"),
    ),
    "unclosed": (
        "[[a and {{b and [http://x.org c and <ref>d",
        "\\[\\[a and {{b and \\[<http://x.org> c and d",
    ),
    "closed without an opening": (
        "a]] b}} c|} d</ref> e</b>",
        "a\\]\\] b}} c|} d e",
    ),
    "tag that is never closed": (
        ("<div>a <b>b\n\nc"),
        ("a b\n\nc"),
    ),
}

# name: the problems that editors are told about
PROBLEMS = {
    "too deep a list": [
        "Lists nested more than 8 levels deep were flattened.",
    ],
    "link to a section": [
        "Links to a section lead to the start of the article: Seat time#History.",
    ],
    "pipe trick": [
        "Links to pages that aren’t articles became plain text: Help:Contents.",
    ],
    "link to a category": [
        "Links to pages that aren’t articles became plain text: Category:Grading.",
    ],
    "other wikis": [
        "Links to the page in other languages were removed: de:Schule.",
    ],
    "old address of an article": [
        "Links to a section lead to the start of the article: Seat time#A b.",
    ],
    "picture": [
        "Images aren’t in the dump. Upload them, and insert them in place of their names: A b.jpg.",
    ],
    "picture in a line": [
        "Images aren’t in the dump. Upload them, and insert them in place of their names: a.png.",
    ],
    "media": [
        "Links to pages that aren’t articles became plain text: Media:A.pdf.",
    ],
    "table with merged cells": [
        "Tables with merged cells, or with lists or tables in cells, were kept as HTML.",
    ],
    "table with a list": [
        "Tables with merged cells, or with lists or tables in cells, were kept as HTML.",
    ],
    "table in a table": [
        "Tables with merged cells, or with lists or tables in cells, were kept as HTML.",
    ],
    "table that is never closed": [
        "An unclosed table was closed at the end of the page.",
        "Tables with merged cells, or with lists or tables in cells, were kept as HTML.",
    ],
    "gallery": [
        "Images aren’t in the dump. Upload them, and insert them in place of their names: A.jpg, "
        "B.png.",
    ],
    "formula": [
        "Formulas were kept as TeX: x_1^2.",
    ],
    "template": [
        "Templates became the text of their parameters: {{Note}}.",
    ],
    "template with many parameters": [
        "Templates became the text of their parameters: {{Infobox school}}.",
    ],
    "parameter": [
        "Template parameters were kept as typed.",
    ],
    "template in a parameter": [
        "Templates became the text of their parameters: {{Note}}.",
    ],
    "unclosed": [
        "An unpaired HTML tag was removed.",
        "Markup that is never closed was kept as typed.",
    ],
    "closed without an opening": [
        "Markup that is never closed was kept as typed.",
        "An unpaired HTML tag was removed.",
    ],
    "tag that is never closed": [
        "An unpaired HTML tag was removed.",
    ],
}
