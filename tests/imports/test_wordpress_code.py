"""Code in stored bodies: literal, with its language."""

import pytest

from imports.wordpress.formatting import format_body


@pytest.mark.parametrize(
    ("stored", "markdown"),
    [
        pytest.param(
            '[code lang="python"]\nif x &lt; 3:\n\n    a_b = "*x*"\n[/code]',
            '```python\nif x < 3:\n\n    a_b = "*x*"\n```',
            id="shortcode with references",
        ),
        pytest.param(
            '[sourcecode language="html"]<a href="#">[gallery]</a>&amp;[/sourcecode]',
            '```html\n<a href="#">[gallery]</a>&amp;\n```',
            id="shortcode with markup",
        ),
        pytest.param(
            "[php]<?php $a = '\\n'; ?>[/php]", "```php\n<?php $a = '\\n'; ?>\n```", id="php"
        ),
        pytest.param("See [code]a_b[/code] here", "See `a_b` here", id="shortcode in a line"),
        pytest.param("[c] is not code", "\\[c\\] is not code", id="never closed"),
        pytest.param("[[code]a[/code]]", "\\[code\\]a\\[/code\\]", id="escaped shortcode"),
        pytest.param(
            '<p>[code lang="r"]<br />\nx &lt;- 1</p>\n<p>y[/code]</p>',
            "```r\nx <- 1\ny\n```",
            id="shortcode across paragraphs",
        ),
        pytest.param(
            '<pre lang="php">\n<?php\n\necho "<p>Hi</p>";\n?>\n</pre>',
            '```php\n<?php\n\necho "<p>Hi</p>";\n?>\n```',
            id="markup in pre",
        ),
        pytest.param(
            '<pre class="lang:js decode:true">a &lt; b</pre>', "```js\na < b\n```", id="crayon"
        ),
        pytest.param(
            '<pre class="EnlighterJSRAW" data-enlighter-language="typescript">`t`</pre>',
            "```typescript\n`t`\n```",
            id="enlighter",
        ),
        pytest.param(
            '<pre><code class="hljs language-bash"><span class="x">echo</span> 1</code></pre>',
            "```bash\necho 1\n```",
            id="highlighted",
        ),
        pytest.param("<code><pre>\na\n</pre></code>", "```\na\n```", id="pre in code"),
        pytest.param("<pre>a <u>c</u></pre>", "<pre>a <u>c</u></pre>", id="formatted text in pre"),
        pytest.param('<pre lang="en">A poem</pre>', "```\nA poem\n```", id="a language of people"),
        pytest.param("<code><div></code> <code>a<b>c</b></code>", "`<div>` <code>a**c**</code>"),
        pytest.param(
            "Before <?php the_title(); ?> after", "Before `<?php the_title(); ?>` after", id="tag"
        ),
        pytest.param('a <?xml:namespace prefix = "o" /> b', "a b", id="left by Word"),
        pytest.param(
            '<script src="https://gist.github.com/u/1.js?file=x"></script>',
            "<https://gist.github.com/u/1>",
            id="gist",
        ),
        pytest.param("[gist id=9]", "<https://gist.github.com/9>", id="gist by number"),
        pytest.param(
            '<!-- wp:syntaxhighlighter/code {"language":"css"} -->\n'
            "<pre>a {}</pre>\n<!-- /wp:syntaxhighlighter/code -->",
            "```css\na {}\n```",
            id="language in a comment",
        ),
        pytest.param(
            '<!-- wp:kevinbatdorf/code-block-pro {"code":"a \\u003c b","language":"ts"} -->'
            "<pre><code><b>a</b></code></pre><!-- /wp:kevinbatdorf/code-block-pro -->",
            "```ts\na < b\n```",
            id="code in a comment",
        ),
    ],
)
def test_code_is_kept_literally(stored, markdown):
    formatted = format_body(stored)

    assert (formatted.markdown, formatted.unknown_shortcodes, formatted.removed) == (
        markdown,
        (),
        (),
    )
    assert not formatted.losses


def test_code_in_html_is_literal_though_it_looks_like_markdown():
    body = "Type <code>**bold**</code> or <code>`tick`</code>.\n\n## Not a heading here"

    markdown = format_body(body).markdown

    assert markdown.startswith("Type `**bold**` or `` `tick` ``.")
