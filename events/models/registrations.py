import uuid
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from content.models.fields import EmailLineField, LineField, LinesField
from events.models.events import Event
from events.querysets import RegistrationQuerySet

TOKEN_SALT = "events.registration"  # noqa: S105 (a name, not a secret)
# For as long as someone may look at the page after sending the form.
RECEIPT_LIFETIME = timedelta(hours=1)


def signer() -> Signer:
    # Tokens signed with earlier keys stay valid as long as SECRET_KEY_FALLBACKS lists those keys.
    return Signer(salt=TOKEN_SALT, sep=".")


def receipt_signer() -> TimestampSigner:
    return TimestampSigner(salt="events.registration-receipt", sep=".")


class ConsentText(models.Model):
    """What people agree to when they register. A version that someone agreed to never changes."""

    version = models.PositiveIntegerField(unique=True, editable=False)
    text = LinesField(
        help_text="In plain words: what we store, why, and for how long. “{months}” is replaced "
        "with the number of months after which personal details are deleted."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"Version {self.version}"

    @property
    def as_text(self) -> str:
        return self.text.replace("{months}", str(settings.REGISTRATION_MONTHS))


class Registration(models.Model):
    """Someone’s seat at an event, or their place on its waiting list. No account is needed."""

    class State(models.TextChoices):
        REGISTERED = "registered", "Registered"
        WAITING = "waiting", "On the waiting list"
        CANCELED = "canceled", "Canceled"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = EmailLineField(null=True, help_text="In lower case; null once it is erased.")
    name = LineField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.REGISTERED)
    answers = models.JSONField(
        default=dict,
        help_text="{key of a question: text, an option, or a list of options}",
    )
    consent = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    consented_at = models.DateTimeField(null=True, editable=False)
    is_presenter = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="They present at the event, so they take no seat from anyone.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    seated_at = models.DateTimeField(null=True, editable=False)
    waiting_since = models.DateTimeField(null=True, editable=False)
    held_until = models.DateTimeField(
        null=True,
        editable=False,
        help_text="Until when the seat is held for someone who has not confirmed it. It stays on a "
        "registration that was canceled because no one did.",
    )
    canceled_at = models.DateTimeField(null=True, editable=False)
    attended_at = models.DateTimeField(
        null=True, editable=False, help_text="When they joined or checked in."
    )
    erased_at = models.DateTimeField(null=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"],
                name="registration_email_once",
                violation_error_message="This address is already registered.",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, email__isnull=False)
                | Q(erased_at__isnull=False, email__isnull=True, name=""),
                name="registration_erased_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(state="registered", seated_at__isnull=False)
                | Q(state="waiting", waiting_since__isnull=False)
                | Q(state="canceled", canceled_at__isnull=False),
                name="registration_state_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], include=["event"], name="registrations_by_time"),
            models.Index(
                fields=["event", "waiting_since", "id"],
                condition=Q(state="waiting"),
                name="registration_waiting",
            ),
            models.Index(
                fields=["held_until"],
                condition=Q(state="registered", held_until__isnull=False),
                name="registration_held",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Someone whose details were erased"

    @property
    def token(self) -> str:
        """The secret part of this registration’s link: its public ID, signed by the site."""
        return signer().sign(self.public_id.hex)

    @staticmethod
    def read_token(token: str) -> uuid.UUID | None:
        """Return the public ID in a token, or None if we didn’t sign it."""
        try:
            return uuid.UUID(signer().unsign(token))
        except (BadSignature, ValueError):
            return None

    @property
    def receipt(self) -> str:
        """What lets the page after the form name the email address, and nothing else.

        It goes to the person who sent the form, who may not own the address. It is the same for an
        address that was already registered.
        """
        return receipt_signer().sign(self.public_id.hex)

    @staticmethod
    def read_receipt(receipt: str) -> uuid.UUID | None:
        """Return the public ID in a receipt, or None if we didn’t sign it, or long ago."""
        try:
            return uuid.UUID(receipt_signer().unsign(receipt, max_age=RECEIPT_LIFETIME))
        except (BadSignature, ValueError):
            return None

    def secret_path(self) -> str:
        return reverse("events:registration-detail", args=[self.token])

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def has_seat(self) -> bool:
        return self.state == self.State.REGISTERED

    @property
    def is_held(self) -> bool:
        """Whether the seat is still to be confirmed."""
        return self.has_seat and self.held_until is not None

    @property
    def was_not_confirmed(self) -> bool:
        """Whether this was canceled because no one confirmed the seat in time."""
        return self.is_canceled and self.held_until is not None

    @property
    def takes_seat(self) -> bool:
        """Whether this is one of the seats that the event counts."""
        return self.has_seat and not self.is_presenter

    @property
    def standing_word(self) -> str:
        """What staff read as the status."""
        if self.is_held:
            return "Not confirmed yet"
        if self.was_not_confirmed:
            return "Not confirmed in time"
        presents = self.has_seat and self.is_presenter
        return "Presenter" if presents else self.get_state_display()

    @property
    def is_canceled(self) -> bool:
        return self.state == self.State.CANCELED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING
