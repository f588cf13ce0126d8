"""What plug-ins' post types and taxonomies become here, as `--as` and `--meta` say."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from blog.models import Post, Series
from content.models import Entry, Page
from content.phrases import join_list
from events.models import Event
from imports.exceptions import ImpossibleChoice
from imports.wordpress.export import Export, ExportItem
from wiki.models import Article, Publication, Resource

MODELS: dict[str, type[Entry]] = {
    "post": Post,
    "page": Page,
    "publication": Publication,
    "resource": Resource,
    "event": Event,
    "article": Article,
    "series": Series,
}
PLURALS = {kind: f"{kind.removesuffix('s').capitalize()}s" for kind in MODELS}
# As people write them.
NAMES = {name.casefold(): kind for kind, plural in PLURALS.items() for name in (kind, plural)}
VOCABULARIES = {
    name: plural for plural in ("places", "topics", "tags") for name in (plural[:-1], plural)
}
# What WordPress and plug-ins store as posts and readers never see at an address of their own.
INTERNAL = {
    "attachment", "nav_menu_item", "revision", "wp_block", "wp_template", "wp_template_part",
    "wp_global_styles", "wp_navigation", "wp_font_family", "wp_font_face", "custom_css",
    "customize_changeset", "oembed_cache", "user_request", "acf-field", "acf-field-group",
    "acf-post-type", "acf-taxonomy", "acf-ui-options-page", "elementor_library", "elementor_font",
    "elementor_icons", "e-landing-page", "et_pb_layout", "fl-builder-template",
    "wpcf7_contact_form", "nf_sub", "wpforms", "feedback", "flamingo_contact", "flamingo_inbound",
    "shop_order", "shop_coupon", "scheduled-action", "mc4wp-form", "tablepress_table",
    "guest-author", "ml-slider", "ml-slide", "sa_slider", "popup", "jp_pay_order", "jp_mem_plan",
    "jp_img_sitemap", "jp_sitemap_master", "jp_sitemap", "amp_validated_url", "spucpt",
    "um_form", "um_directory", "wp-types-group", "deleted_event", "tribe-ea-record", "wpsl_stores",
}  # fmt: skip
# Of The Events Calendar and Events Manager: what events name by its number.
VENUES_AND_ORGANIZERS = {"tribe_venue", "tribe_organizer", "location", "event-venue"}


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """`kinds` says what types become here, `vocabularies` what taxonomies do."""

    kinds: dict[str, str] = field(default_factory=dict)
    vocabularies: dict[str, str] = field(default_factory=dict)
    meta_keys: frozenset[str] = frozenset()

    def kind_of(self, item: ExportItem) -> str | None:
        """Return the kind of entry that an item becomes, or None if it isn't imported."""
        if item.post_type in self.kinds:
            return self.kinds[item.post_type]
        return item.post_type if item.post_type in {"post", "page"} else None

    def label_of(self, item: ExportItem) -> str:
        """Return under which name the report counts an item."""
        kind = self.kind_of(item)
        return PLURALS[kind] if kind else f"Type “{item.post_type}”"

    def affecting(self, item: ExportItem) -> list[tuple[str, str]]:
        """Return what decides on the terms and custom fields of an item."""
        taxonomies = {term.taxonomy for term in item.terms}
        vocabularies = [pair for pair in self.vocabularies.items() if pair[0] in taxonomies]
        keys = self.meta_keys.intersection(key for key, _ in item.meta)
        return sorted([*vocabularies, *((key, "kept") for key in keys)])

    def check(self, exports: Iterable[Export]) -> None:
        """Raise ImpossibleChoice, with a list of what the files have, for a name they don't."""
        types, taxonomies = count_types(exports)
        for name in self.kinds:
            if name in INTERNAL:
                raise ImpossibleChoice(
                    f"“{name}” holds what WordPress or a plug-in needs for itself, so it can’t "
                    f"become entries. {describe_types(types)}"
                )
            if name not in types:
                raise ImpossibleChoice(
                    f"The file has no items of the type “{name}”. {describe_types(types)}"
                )
        for name in self.vocabularies:
            if name not in taxonomies:
                raise ImpossibleChoice(
                    f"The file has no taxonomy “{name}”. {describe_taxonomies(taxonomies)}"
                )


def read_choices(pairs: Iterable[str], meta_keys: Iterable[str] = ()) -> ImportChoices:
    """Read NAME=KIND of the command line. Raises ImpossibleChoice."""
    choices = ImportChoices(meta_keys=frozenset(meta_keys))
    for pair in pairs:
        name, _, wanted = (part.strip() for part in pair.partition("="))
        kind, vocabulary = NAMES.get(wanted.casefold()), VOCABULARIES.get(wanted.casefold())
        if not name or not wanted:
            raise ImpossibleChoice(
                f"“{pair}” doesn’t say what becomes what. Write TYPE=KIND, such as "
                "tribe_events=events, or TAXONOMY=places."
            )
        if kind:
            earlier = choices.kinds.setdefault(name, kind)
        elif vocabulary:
            earlier = choices.vocabularies.setdefault(name, vocabulary)
        else:
            kinds = join_list([kind.lower() for kind in PLURALS.values()], "or")
            vocabularies = join_list(sorted(set(VOCABULARIES.values())), "or")
            raise ImpossibleChoice(
                f"“{wanted}” isn’t something that “{name}” can become. A type of post can become "
                f"{kinds}; a taxonomy can become {vocabularies}."
            )
        if earlier not in (kind, vocabulary):
            raise ImpossibleChoice(
                f"“{name}” can’t become both {earlier} and {wanted}. Name it once."
            )
    return choices


def count_types(exports: Iterable[Export]) -> tuple[Counter, Counter]:
    types: Counter[str] = Counter()
    taxonomies: Counter[str] = Counter()
    for export in exports:
        taxonomies.update(dict.fromkeys((term.taxonomy for term in export.terms), 0))
        for item in export.items:
            types[item.post_type] += 1
            taxonomies.update(term.taxonomy for term in item.terms)
    return types, taxonomies


def describe_types(types: Counter[str]) -> str:
    named = [f"{name} ({count})" for name, count in types.most_common() if name not in INTERNAL]
    return f"It has {join_list(named)}." if named else "It has none that could."


def describe_taxonomies(taxonomies: Counter[str]) -> str:
    named = [f"{name} (used {count} times)" for name, count in taxonomies.most_common()]
    return f"It has {join_list(named)}." if named else "It has none."
