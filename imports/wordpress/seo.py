"""What plug-ins for search engines keep about a post: its title, description, original, and card.

Yoast SEO, Rank Math, All in One SEO, SEOPress, The SEO Framework, SmartCrawl, and Jetpack.
"""

import re
from dataclasses import dataclass, field

from imports.values import read_name, read_plain
from imports.wordpress.export import ExportItem

# In this order, if a site has had several of these plug-ins.
KEYS = {
    "title": [
        "_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_aioseop_title",
        "_seopress_titles_title", "_genesis_title", "_wds_title", "jetpack_seo_html_title",
    ],
    "description": [
        "_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description",
        "_aioseop_description", "_seopress_titles_desc", "_genesis_description", "_wds_metadesc",
        "advanced_seo_description",
    ],
    "canonical": [
        "_yoast_wpseo_canonical", "rank_math_canonical_url", "_aioseo_canonical_url",
        "_aioseop_custom_link", "_seopress_robots_canonical", "_genesis_canonical_uri",
        "_wds_canonical",
    ],
    "image_id": [
        "_yoast_wpseo_opengraph-image-id", "rank_math_facebook_image_id",
        "_seopress_social_fb_img_attachment_id", "_social_image_id",
        "_yoast_wpseo_twitter-image-id", "rank_math_twitter_image_id",
    ],
    "image": [
        "_yoast_wpseo_opengraph-image", "rank_math_facebook_image", "_seopress_social_fb_img",
        "_social_image_url", "_aioseo_og_image_custom_url", "_yoast_wpseo_twitter-image",
        "rank_math_twitter_image", "_seopress_social_twitter_img",
    ],
    "primary_category": [
        "_yoast_wpseo_primary_category", "rank_math_primary_category",
        "_seopress_robots_primary_cat",
    ],
}  # fmt: skip

TITLE_VARIABLES = {"title", "post_title", "page_title", "seo_title"}
SITE_VARIABLES = {"sitename", "site_title", "sitetitle", "blog_title"}
EXCERPT_VARIABLES = {"excerpt", "excerpt_only", "post_excerpt", "seo_description"}
CATEGORY_VARIABLES = {
    "category", "primary_category", "category_title", "categories", "post_category",
    "taxonomy_title", "term_title",
}  # fmt: skip
SEPARATOR_VARIABLES = {"sep", "separator", "separator_sa"}
# Dates and numbers of the moment when a page was shown, which no stored text should have.
LEFT_OUT_VARIABLES = {
    "page", "pagenumber", "pagetotal", "current_date", "currentdate", "currentday",
    "currentmonth", "currentyear", "current_year", "current_month", "date", "post_date",
    "modified", "id", "name", "author", "author_name", "post_author", "focuskw", "focus_keyword",
    "keywords", "sitedesc", "tagline", "searchphrase", "tag", "tags", "pt_single", "pt_plural",
}  # fmt: skip
KNOWN = (
    TITLE_VARIABLES | SITE_VARIABLES | EXCERPT_VARIABLES | CATEGORY_VARIABLES
    | SEPARATOR_VARIABLES | LEFT_OUT_VARIABLES
)  # fmt: skip
# Yoast and SEOPress write %%title%%, Rank Math %title%, and All in One SEO #post_title.
VARIABLE = re.compile(
    r"%%(?P<doubled>[\w-]+)%%|%(?P<single>[a-z_]+)(?:\([^()%]*\))?%|#(?P<hashed>[a-z_]+)"
)
SEPARATOR = "–"
DANGLING = re.compile(r"^[\s|·•»«~:–—-]+|[\s|·•»«~:–—-]+$")
REPEATED = re.compile(r"(?:\s+[|·•»«~–—-]){2,}\s+")


@dataclass(slots=True)
class SearchEngineFields:
    """The values by name, as in KEYS, and the meta key that each came from.

    `others` are keys with nothing to take over, and why.
    """

    values: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)


def read_search_engine_fields(item: ExportItem, *, site_title: str) -> SearchEngineFields:
    found = SearchEngineFields()
    for name, keys in KEYS.items():
        for key in keys:
            for value in item.meta_values(key)[:1]:
                read = read_value(name, value, item, site_title)
                if not read:
                    found.others[key] = "says what the page says anyway"
                elif name not in found.values:
                    found.values[name], found.keys[name] = read, key
                elif read != found.values[name]:
                    found.others[key] = "another plug-in’s value was taken"
    return found


def read_value(name: str, value: str, item: ExportItem, site_title: str) -> str:
    value = value.strip()
    match name:
        case "title":
            return resolve_title(value, item, site_title)
        case "description":
            return resolve_variables(value, item, site_title)
        case "image_id" | "primary_category":
            return value if value.isdigit() and int(value) else ""
    return value if re.match(r"https?://[^/\s]", value, re.IGNORECASE) else ""


def resolve_title(value: str, item: ExportItem, site_title: str) -> str:
    """Return the title without the site's name, which our pages add themselves."""
    text = resolve_variables(value, item, site_title)
    site = re.escape(read_name(site_title))
    if site:
        text = re.sub(rf"\s+[|·•»«~:–—-]\s*{site}$|^{site}\s*[|·•»«~:–—-]\s+", "", text)
        if text == read_name(site_title):
            return ""
    return "" if text.casefold() == read_name(item.title).casefold() else text


def resolve_variables(value: str, item: ExportItem, site_title: str) -> str:
    """Replace a plug-in's variables by what they stand for, and leave out all others."""

    def replace(found: re.Match) -> str:
        name = next(each for each in found.groups() if each)
        if found["doubled"] is None and name not in KNOWN:
            # Only a word between percent signs, or after a number sign.
            return found[0]
        return value_of(name, item, site_title)

    text = read_name(VARIABLE.sub(replace, value))
    if VARIABLE.search(value):
        text = REPEATED.sub(f" {SEPARATOR} ", text)
        text = DANGLING.sub("", text)
    return text


def value_of(name: str, item: ExportItem, site_title: str) -> str:
    if name in TITLE_VARIABLES:
        return item.title
    if name in SITE_VARIABLES:
        return site_title
    if name in EXCERPT_VARIABLES:
        return read_plain(item.excerpt)
    if name in CATEGORY_VARIABLES:
        names = [term.name for term in item.terms if term.taxonomy == "category"]
        return next(iter(names), "")
    if name in SEPARATOR_VARIABLES:
        return SEPARATOR
    if name.startswith("cf_"):
        return next(iter(item.meta_values(name.removeprefix("cf_"))), "")
    return ""
