from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from content.editing.forms.contributions import count_roles
from content.editing.forms.lengths import MAXIMUM_SUMMARY_CHARACTERS, check_length
from content.editing.forms.publishing import PublishingForm
from content.editing.forms.wall_times import WallTimeField
from content.editing.forms.widgets import MarkdownWidget, TagField
from content.editing.permissions import visible_to
from content.editing.publishing_check import find_blocks, run_check
from content.editing.restoring import deleted_entries
from content.editing.slugs import is_reserved, propose_slug
from content.editing.trash import find_keeping, kept_slugs, kept_until
from content.findings import Finding, Related
from content.locks import take_lock
from content.models import Entry, Status, User
from content.moments import format_day


class EntryForm(PublishingForm):
    """The base of the forms for every kind of entry. The admin sets `user`."""

    tags = TagField(required=False, help_text="Type a tag and press Enter or comma.")
    draft_key = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    class Meta:
        widgets = {
            "title": forms.TextInput(attrs={"class": "title-field", "autocomplete": "off"}),
            "summary": forms.Textarea(
                attrs={"rows": 3, "data-longest": MAXIMUM_SUMMARY_CHARACTERS}
            ),
            "body": MarkdownWidget(attrs={"rows": 24}, has_excerpt=True),
            # The buttons set it.
            "status": forms.HiddenInput,
            # The browser's own pickers work by keyboard, on phones, and without a script of ours.
            "published_at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
            "original_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "attention": forms.Textarea(attrs={"rows": 2}),
            "search_description": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "title": "Shown everywhere the entry is listed.",
            "sector": "The sector front page and feed that list it.",
            "topics": "Choose one to three. Each topic’s page will list it.",
            "places": "The states, districts, or schools that it’s about.",
            "lead_image": "Shown above the text, in listings, and in shared links.",
            "lead_image_caption": "What the image shows, where, and when.",
        }
        field_classes = {"published_at": WallTimeField}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.findings: list[Finding] = []
        # Fields that a service sets when this form is saved: {name: value}.
        self.set_by_services: dict = {}
        self.instance.set_kind()
        if "title" in self.fields and self.instance._state.adding and not self.is_bound:
            self.fields["title"].widget.attrs["autofocus"] = True
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "body" in self.fields:
            self.fields["body"].help_text = (
                "Markdown. Listings show the text above the “End of excerpt” mark. Paste or drop "
                "an image to add it to the text."
            )
        if "published_at" in self.fields:
            self.show_publication_date()
        if "companions" in self.fields:
            self.limit_companions()

    def show_publication_date(self) -> None:
        """Show it in the site's time zone. An unchanged date keeps its exact moment."""
        field, zone = self.fields["published_at"], timezone.get_default_timezone()
        field.show_as(zone=zone, is_day=False)
        if self.instance.published_at:
            self.initial["published_at"] = field.remember(
                self.instance.published_at, zone=zone, is_day=False
            )

    def limit_companions(self) -> None:
        """Offer the entries that this user may read, and those that are already companions."""
        choosable = Q(pk__in=visible_to(self.user).values("pk"))
        if self.instance.pk:
            choosable |= Q(pk__in=self.instance.companions.values("pk"))
        self.fields["companions"].queryset = Entry.objects.filter(choosable)

    @property
    def offers_anyway(self) -> bool:
        """Whether the user is about to publish and may do so despite the findings."""
        blocked = any(finding.blocks for finding in self.findings)
        return self.is_bound and not self.is_check and bool(self.findings) and not blocked

    @property
    def related(self) -> Related:
        """What the entry would be published with if this form were saved."""
        topics = self.cleaned_data.get("topics") or []
        return Related(
            roles=count_roles(self.cleaned_data.get("people", [])),
            topic_count=len(topics),
            fields=self.set_by_services,
        )

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_body(self) -> str:
        # Browsers send CRLF. Otherwise, every line of an imported text would differ.
        body = self.cleaned_data["body"].replace("\r\n", "\n")
        if body != self.initial.get("body"):
            check_length(body)
        return body

    def clean_summary(self) -> str:
        summary = self.cleaned_data["summary"].replace("\r\n", "\n")
        if summary != self.initial.get("summary"):
            check_length(summary, maximum=MAXIMUM_SUMMARY_CHARACTERS)
        return summary

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug != self.initial.get("slug") or not slug:
            # Lock, so that a slug that's free now is still free when this is saved.
            take_lock("addresses of entries")
        title = self.cleaned_data.get("title") or f"untitled {timezone.localdate():%Y %m %d}"
        # The form's script proposes a slug, but only the site knows which ones are free.
        proposed = self.instance._state.adding and slug == slugify(title, allow_unicode=True)
        if not slug or proposed:
            kept = kept_slugs(self.instance.address_space)
            return propose_slug(
                title, model=type(self.instance), except_for=self.instance, kept=kept
            )
        if is_reserved(slug, kind=self.instance.registered_kind):
            raise ValidationError(
                f"The site itself uses “{slug}” as an address. Choose another one."
            )
        same_space = Entry.objects.filter(address_space=self.instance.address_space, slug=slug)
        taken = same_space.exclude(pk=self.instance.pk).first()
        if taken:
            may_read = visible_to(self.user).filter(pk=taken.pk).exists()
            what = f"“{taken}”" if may_read else "Someone else’s draft"
            raise ValidationError(f"{what} already has this address. Choose another one.")
        if slug != self.initial.get("slug"):
            refuse_kept_slug(self.instance.address_space, slug, user=self.user)
        return slug

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.was_overtaken:
            return
        self.check_pending()
        wants_public = self.cleaned_data.get("status") == Status.PUBLISHED
        goes_public = wants_public and not self.was_published
        if not (self.is_check or goes_public):
            if wants_public:
                self.refuse_damage()
            return
        self.findings = run_check(self.instance, self.related)
        blocked = any(finding.blocks for finding in self.findings)
        if self.is_check:
            self.add_error(None, "This was only a check. Nothing is saved yet.")
        elif blocked:
            self.add_error(None, "It can’t be published yet. See the list below.")
        elif self.findings and "publish_anyway" not in self.data:
            self.add_error(None, "It isn’t published yet. See what the check found.")

    def refuse_damage(self) -> None:
        """Refuse changes to a published entry that would block its publication."""
        self.findings = find_blocks(self.instance)
        if self.findings:
            # An imported entry that never had a title doesn't need one.
            before = find_blocks(type(self.instance).objects.get(pk=self.instance.pk))
            self.findings = [finding for finding in self.findings if finding not in before]
        if self.findings:
            self.add_error(None, "A published entry can’t be saved like this. See the list below.")


def refuse_kept_slug(address_space: str, slug: str, *, user: User) -> None:
    """Refuse the address of an entry that can still be restored."""
    deleted = find_keeping(address_space=address_space, slug=slug)
    if deleted:
        may_restore = deleted_entries(user).filter(pk=deleted.pk).exists()
        what = f"“{deleted.heading}” had this address and was deleted."
        raise ValidationError(
            f"{what if may_restore else 'A deleted entry had this address.'} The address is kept "
            f"for it until {format_day(kept_until(deleted))}. Choose another one."
        )
