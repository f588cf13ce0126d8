"""Where texts link to: other entries, by title or by address, and other sites."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.utils import timezone

from content.domains import ascii_domain
from content.models.fields import LineField
from content.querysets import title_key

WEB = re.compile(r"https?://[^/\s]+", re.IGNORECASE)
LONGEST_ADDRESS = 2_000


class FormerTitleQuerySet(models.QuerySet):
    def keep(self, *, entry, title: str) -> None:
        """Keep [[title]] linked to an entry that has just been renamed.

        The latest entry to give up a title wins. Earlier ones get it back if that one goes.
        """
        key = title_key(title)
        if key:
            self.filter(key=key, entry=entry).delete()
            self.bulk_create([FormerTitle(key=key, entry=entry)], ignore_conflicts=True)


class FormerTitle(models.Model):
    """A title that a published entry once had. Wiki links still find the entry by it."""

    key = models.CharField(max_length=300)
    entry = models.ForeignKey(
        "content.Entry", on_delete=models.CASCADE, related_name="former_titles"
    )

    objects = FormerTitleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "entry"], name="former_title_once"),
        ]

    def __str__(self) -> str:
        return self.key


class WebAddressQuerySet(models.QuerySet):
    def known_as(self, url: str) -> "WebAddress | None":
        """Return the row for an address, ignoring its fragment."""
        outward, inward = sort_addresses([url])
        found = [*outward, *inward]
        return self.filter(url=found[0]).first() if found else None


class WebAddress(models.Model):
    """An address that entries link to, with the result of its last check.

    Either on another site, or a path on this one where no public entry is known. The latter have
    no host.
    """

    class State(models.TextChoices):
        UNCHECKED = "unchecked", "Not checked yet"
        WORKS = "works", "Works"
        MOVED = "moved", "Moved"
        FAILING = "failing", "Not responding"
        DEAD = "dead", "Dead"
        REFUSED = "refused", "Not checked: not a public address"

    url = LineField(max_length=LONGEST_ADDRESS, unique=True)
    host = LineField(max_length=255, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.UNCHECKED)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = LineField(
        max_length=500, blank=True, help_text="What went wrong, as a sentence for editors."
    )
    moved_to = LineField(
        max_length=LONGEST_ADDRESS, blank=True, help_text="Where a permanent redirect leads."
    )
    failures = models.PositiveSmallIntegerField(
        default=0, help_text="How many checks in a row have failed."
    )
    failing_since = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = WebAddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "web addresses"
        indexes = [models.Index(fields=["state"], name="web_address_state")]

    def __str__(self) -> str:
        return self.url

    @property
    def is_dead(self) -> bool:
        return self.state == self.State.DEAD

    @property
    def is_on_this_site(self) -> bool:
        return self.url.startswith("/")


class LinkQuerySet(models.QuerySet):
    def replace(
        self,
        *,
        entry,
        titles: Mapping[str, int | None],
        paths: Mapping[str, int | None],
        web_addresses: Iterable[str],
    ) -> None:
        """Keep exactly these links for an entry.

        `titles` are those of wiki links, and `paths` are on this site, each with the id of the
        entry it leads to, or None. `web_addresses` are on other sites.
        """
        wanted = {}
        for title, target_id in titles.items():
            wanted[title_key(title), ""] = {"target_id": target_id, "words": title[:300]}
        for path, target_id in paths.items():
            # Forget the last check of a path that now leads elsewhere.
            wanted["", path] = {"target_id": target_id, "web_address_id": None}
        rows = keep_web_addresses(list(web_addresses))
        for url, pk in rows.items():
            wanted["", url] = {"web_address_id": pk}
        existing = {(link.title, link.address): link for link in self.filter(entry=entry)}
        gone = [link.pk for key, link in existing.items() if key not in wanted]
        if gone:
            self.filter(pk__in=gone).delete()
        if not wanted:
            return
        new = []
        for (title, address), facts in wanted.items():
            link = existing.get((title, address))
            if link is None:
                new.append(Link(entry=entry, title=title, address=address, **facts))
            elif link.target_id != facts.get("target_id"):
                self.filter(pk=link.pk).update(**facts)
        self.bulk_create(new, ignore_conflicts=True)

    def retarget(self, *, entry, titles: Mapping[str, int | None]) -> None:
        """Update where an entry's wiki links lead, for an unchanged text."""
        for title, target_id in titles.items():
            self.filter(entry=entry, title=title_key(title)).update(target=target_id)


class Link(models.Model):
    """A link in an entry's text: a title, or an address here or elsewhere."""

    entry = models.ForeignKey("content.Entry", on_delete=models.CASCADE, related_name="links")
    title = models.CharField(max_length=300, blank=True, help_text="The key of a wiki link.")
    words = LineField(max_length=300, blank=True, help_text="The title as written in the text.")
    address = LineField(max_length=LONGEST_ADDRESS, blank=True)
    target = models.ForeignKey(
        "content.Entry", on_delete=models.SET_NULL, null=True, related_name="incoming_links"
    )
    web_address = models.ForeignKey(
        WebAddress, on_delete=models.SET_NULL, null=True, related_name="links"
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "title", "address"], name="link_once"),
        ]
        indexes = [
            models.Index(fields=["title"], condition=~models.Q(title=""), name="link_by_title"),
            # A hash, because an address can be too long for other indexes.
            HashIndex(fields=["address"], name="link_by_address"),
        ]

    def __str__(self) -> str:
        return self.words or self.address


def sort_addresses(addresses: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return (addresses on other sites, paths on this one)."""
    outward, inward = set(), set()
    for address in addresses:
        if address.startswith(f"{settings.SITE_URL}/"):
            address = address.removeprefix(settings.SITE_URL)
        # Too long for the index, or has a zero byte, which PostgreSQL cannot store.
        if len(address.encode()) > LONGEST_ADDRESS or "\0" in address:
            continue
        if WEB.match(address):
            outward.add(address.partition("#")[0])
        elif address.startswith("/") and not address.startswith("//"):
            inward.add(address.partition("#")[0].partition("?")[0])
    return sorted(outward), sorted(inward)


def keep_web_addresses(urls: list[str]) -> dict[str, int]:
    """Return {address: id of its row}. New ones are checked in the next round."""
    if not urls:
        return {}
    WebAddress.objects.bulk_create(
        [WebAddress(url=url, host=host_of(url)) for url in urls], ignore_conflicts=True
    )
    return dict(WebAddress.objects.filter(url__in=urls).values_list("url", "pk"))


def host_of(url: str) -> str:
    try:
        return ascii_domain(urlsplit(url).hostname or "")[:255]
    except ValueError:
        return ""
