"""Which language code is in, as plug-ins and old pages say it in many ways."""

import re

# language-python, lang-python, "brush: python", lang:python (Crayon), lang="python" (WP-Syntax)
HINT = re.compile(
    r"""(?:\blanguage-|\blang-|\bbrush:\s*|\blang:|\bdata-enlighter-language=|\bdata-language=
    |\bdata-lang=|\blanguage=|\blang=)["']?(?P<name>[A-Za-z0-9_+#.-]+)""",
    re.VERBOSE | re.IGNORECASE,
)
# <pre class="prettyprint python">, <pre class="python">
CLASS = re.compile(r"""\bclass=["'](?:prettyprint\s+|linenums\s+|code\s+)*(?P<name>[\w+#-]+)""")
NAMES = {
    "actionscript", "actionscript3", "applescript", "arduino", "as3", "bash", "bat", "c",
    "c-sharp", "cf", "clj", "clojure", "cmd", "coldfusion", "cpp", "csharp", "css", "dart",
    "delphi", "diff", "dockerfile", "elixir", "erl", "erlang", "fsharp", "go", "golang", "graphql",
    "groovy", "haskell", "html", "html5", "ini", "java", "javafx", "javascript", "jfx", "js",
    "json", "jsx", "julia", "kotlin", "latex", "less", "lua", "make", "makefile", "markdown",
    "matlab", "matlabkey", "mysql", "nginx", "obj-c", "objc", "objectivec", "pascal", "patch",
    "perl", "php", "pl", "plsql", "powershell", "ps", "py", "python", "r", "rails", "rb", "ror",
    "ruby", "rust", "sas", "sass", "scala", "scss", "sh", "shell", "splus", "spss", "sql", "stata",
    "swift", "tex", "tsx", "ts", "typescript", "vb", "vbnet", "vim", "xhtml", "xml", "xslt",
    "yaml", "yml",
}  # fmt: skip
# What plug-ins call code without a language.
NO_LANGUAGE = {
    "",
    "default",
    "generic",
    "no-highlight",
    "none",
    "plain",
    "plaintext",
    "raw",
    "text",
    "txt",
}
SPELLINGS = {"c-sharp": "csharp", "obj-c": "objc", "raw-html": "html", "c#": "csharp", "c++": "cpp"}


def find_language(attributes: str) -> str:
    """Return the language that a tag's attributes name, or an empty string."""
    for found in HINT.finditer(attributes):
        # <pre lang="en"> is a language of people.
        if not re.match(r"""\blang=["']?(?:[a-z]{2}-[A-Z]{2}|en|de|es|fr|it|nl)\b""", found[0]):
            return name_language(found["name"])
    named = CLASS.search(attributes)
    return name_language(named["name"]) if named and named["name"].lower() in NAMES else ""


def name_language(name: str) -> str:
    name = name.strip().lower()
    return "" if name in NO_LANGUAGE else SPELLINGS.get(name, name)
