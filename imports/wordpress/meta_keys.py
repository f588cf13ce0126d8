"""Whose a meta key is, why it isn't imported, and how those that are kept read in a text."""

import re
from collections.abc import Collection
from html import escape

from imports.wordpress.enclosures import enclosures_html
from imports.wordpress.export import KEPT_META, ExportItem
from imports.wordpress.php_values import read_strings

KIND = "Meta keys"
# What the importer reads wherever it finds it.
ALWAYS_READ = frozenset(
    {"_thumbnail_id", "_wp_attachment_image_alt", "footnotes", "planned_parts", *KEPT_META}
)

PLUG_INS = {
    "Yoast SEO": ["_yoast_wpseo_", "_yoast_", "yst_"],
    "Rank Math": ["rank_math_"],
    "All in One SEO": ["_aioseo", "_aioseop"],
    "SEOPress": ["_seopress_"],
    "The SEO Framework": ["_genesis_", "_social_image_", "_tsf_", "_open_graph_"],
    "SmartCrawl": ["_wds_"],
    "Elementor": ["_elementor_", "elementor_"],
    "Divi": ["_et_", "et_"],
    "WPBakery": ["_wpb_", "vc_"],
    "Beaver Builder": ["_fl_builder_"],
    "Avada": ["_fusion", "fusion_", "pyre_"],
    "The Events Calendar": ["_Event", "_Venue", "_Organizer", "_tribe_", "tribe_"],
    "Sugar Calendar": ["sc_event", "sc_"],
    "Events Manager": ["_event_", "_location_", "_recurrence", "_bookings"],
    "Modern Events Calendar": ["mec_"],
    "EventON": ["evcal_", "evo_"],
    "Event Organiser": ["_eventorganiser_"],  # words-ok: the plug-in's name
    "Jetpack": [
        "_jetpack", "jetpack_", "_publicize", "_wpas_", "sharing_disabled", "switch_like_status",
        "advanced_seo_",
    ],
    "WooCommerce": ["_woocommerce_", "_wc_", "_product_", "_price", "_sku", "_stock"],
    "WPML": ["_wpml_", "_icl_", "wpml_"],
    "Polylang": ["_pll_"],
    "Toolset": ["wpcf-", "_wpcf", "_toolset"],
    "Pods": ["_pods_"],
    "Disqus": ["dsq_"],
    "Relevanssi": ["_relevanssi"],
    "PowerPress": ["_podPress", "powerpress"],
    "WordPress": [
        "_wp_", "_edit_", "_oembed_", "_menu_item_", "_encloseme", "_pingme", "_thumbnail_id",
        "_attachment_original_parent_id", "_wpcom_", "_export_id", "_starter_content",
        "enclosure",
    ],
}  # fmt: skip
PREFIXES = sorted(
    ((prefix, name) for name, prefixes in PLUG_INS.items() for prefix in prefixes),
    key=lambda pair: -len(pair[0]),
)
ADVANCED_CUSTOM_FIELDS = "Advanced Custom Fields"
FIELD_REFERENCE = re.compile(r"field_[0-9a-z_]+")
BLOCKS = re.compile(r"<(?:p|ul|ol|h\d|div|table|blockquote)\b|\n\s*\n")
# Where page builders keep texts, some of them instead of in the post.
BUILDER_KEYS = {
    "_bricks_page_content_2", "_breakdance_data", "_cornerstone_data", "_elementor_data",
    "_fl_builder_data", "_themify_builder_settings_json", "brizy", "ct_builder_json",
    "ct_builder_shortcodes", "mfn-page-items", "panels_data", "tve_updated_post",
}  # fmt: skip
# Some keys have a hash or the number of a row in them.
HASH = re.compile(r"[0-9a-f]{16,}")
ROW_NUMBER = re.compile(r"(?<=_)\d+(?=_)")
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
MOST_NAMES = 300
TOO_MANY = "meta keys: others, of which there are too many to name"


def plug_in_of(key: str, item: ExportItem) -> str:
    """Return the name of the plug-in whose key this is, or ""."""
    if key.removeprefix("_") in custom_fields(item):
        return ADVANCED_CUSTOM_FIELDS
    return next((name for prefix, name in PREFIXES if key.startswith(prefix)), "")


def custom_fields(item: ExportItem) -> set[str]:
    """Return the keys of Advanced Custom Fields, each of which has a second key: _key = field_…"""
    return {
        key[1:]
        for key, value in item.meta
        if key.startswith("_") and FIELD_REFERENCE.fullmatch(value.strip())
    }


def name_key(key: str) -> str:
    """Return a key as the report names it, the same for all that differ only in a number."""
    return ROW_NUMBER.sub("N", HASH.sub("…", " ".join(key.split())))[:100] or "(no name)"


def describe_skipped(key: str, item: ExportItem, why: str = "") -> str:
    plug_in = plug_in_of(key, item)
    owner = f"meta keys of {plug_in}" if plug_in else "other meta keys"
    return f"{owner}: {name_key(key)}" + (f" ({why})" if why else "")


def kept_fields(item: ExportItem, wanted: Collection[str]) -> list[tuple[str, list[str]]]:
    """Return the custom fields that --meta names, in the item's order, with their values."""
    kept: list[tuple[str, list[str]]] = []
    for key, value in item.meta:
        if key in wanted and (values := read_strings(value)):
            kept.append((key, values))
    return kept


def fields_html(item: ExportItem, wanted: Collection[str]) -> list[str]:
    """Return what follows the text: sound that a plug-in played there, and fields to keep."""
    kept = [field_html(key, values) for key, values in kept_fields(item, wanted)]
    return [*enclosures_html(item), *kept]


def field_html(key: str, values: list[str]) -> str:
    """Return a kept field as a paragraph: “Project funder: The Example Foundation.”"""
    label = f"<strong>{escape(label_of(key))}:</strong>"
    if len(values) == 1 and BLOCKS.search(values[0]):
        return f"<p>{label}</p>\n\n{values[0]}"
    return f"<p>{label} {', '.join(map(link_address, values))}</p>"


def link_address(value: str) -> str:
    """Make a link of a value that is nothing but an address."""
    address = escape(value.strip())
    return f'<a href="{address}">{address}</a>' if ADDRESS.fullmatch(value.strip()) else value


def label_of(key: str) -> str:
    """Return a key as readers see it: project_funder becomes “Project funder”."""
    words = " ".join(re.sub(r"[_\s]+", " ", key).split()) or key
    return words[:1].upper() + words[1:]
