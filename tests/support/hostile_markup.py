"""Texts that try to run a script in a reader's browser."""

import re

from content.markdown import Rendered, render, render_comment
from tests.support.corpus import read_json

SLOT = re.compile(r"%([a-z0-9_]+)%")

# Attacks that Markdown makes possible, in addition to those of HTML.
MARKDOWN_ATTACKS = [
    "[words](javascript:alert(1))",
    "[words](JaVaScRiPt:alert(1))",
    "[words](java\tscript:alert(1))",
    "[words](&#106;avascript:alert(1))",
    "[words](javascript&colon;alert(1))",
    "[words](\x01javascript:alert(1))",
    "[words](vbscript:msgbox(1))",
    "[words](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[words][one]\n\n[one]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![words](javascript:alert(1))",
    '![words"onerror="alert(1)](https://other.example/a.png)',
    '![words](/own.png "title\\"onload=\\"alert(1)")',
    '![words](/own.png "<img src=x onerror=alert(1)>")',
    "![words](data:image/svg+xml,<svg onload=alert(1)>)",
    '[[Page"onmouseover="alert(1)]]',
    "[[<img src=x onerror=alert(1)>]]",
    "[[Page|<script>alert(1)</script>]]",
    'https://www.youtube.com/watch?v="><script>alert(1)</script>',
    "https://www.youtube.com/embed/javascript:alert(1)",
    '<iframe src="javascript:alert(1)"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<iframe src="https://player.vimeo.com/video/1" onload="alert(1)"></iframe>',
    '<a class="embed" href="/x" data-embed="javascript:alert(1)">words</a>',
    '<a href="/x" data-embed="https://other.example/">words</a>',
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    '[^"><script>alert(1)</script>]\n\n[^"><script>alert(1)</script>]: note',
    '```"><script>alert(1)</script>\ncode\n```',
    "``` x onload=alert(1)\ncode\n```",
    "## <img src=x onerror=alert(1)>",
    '## "><script>alert(1)</script>',
    "text <!--more--><script>alert(1)</script>",
    "<!--more <script>alert(1)</script>-->",
    "<!--more --><img src=x onerror=alert(1)>-->",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    '<picture><source srcset="https://other.example/a.png"><img src=x></picture>',
    '<img src="/own.png" srcset="https://other.example/a.png 2x">',
    '<p style="background:url(https://other.example/a.png)">words</p>',
    '<p id="cookie"><a name="body" href="#cookie">words</a></p>',
    '<math><mi><style><img title="</style><img src onerror=alert(1)>"></style></mi></math>',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
]


def read_attacks() -> list[str]:
    payloads = read_json("xss/h5sc-payloads.json")
    attacks = [
        SLOT.sub(lambda slot: payloads.get(slot[1], slot[0]), item["data"])
        for item in read_json("xss/h5sc-items.json")
    ]
    return [*attacks, *MARKDOWN_ATTACKS]


def surroundings(attack: str) -> list[str]:
    """The attack alone, within a line, within other markup, and before a longer text."""
    return [
        attack,
        f"Words before {attack} and after.",
        f"> - {attack}",
        f"<div>\n{attack}\n</div>",
        f"## {attack}",
        f'![alt](/own.png "{attack}")',
        f"[words]({attack})",
        f"{attack}\n\nAn excerpt <!--more--> and the rest.",
    ]


def outputs(text: str) -> list[str]:
    rendered: Rendered = render(text)
    return [
        rendered.html,
        rendered.excerpt_html,
        rendered.first_paragraph_html,
        render_comment(text),
    ]
