from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from content.models.fields import EmailLineField, LineField


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        if not email:
            raise ValueError("A user needs an email address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(
            email, password, **{**fields, "is_staff": True, "is_superuser": True}
        )

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone with an account: staff who write, edit, or run events. Readers have none."""

    email = EmailLineField("email address", unique=True, help_text="This user signs in with it.")
    name = LineField(
        max_length=200,
        help_text="Shown to colleagues. If you choose no person below, readers see it in "
        "the history of articles.",
    )
    person = models.OneToOneField(
        "content.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="user",
        help_text="The person that readers see as the author of this user’s work.",
    )
    is_staff = models.BooleanField("can sign in", default=True)
    is_active = models.BooleanField(
        "active", default=True, help_text="Uncheck this instead of deleting the account."
    )
    second_factor_due = models.DateField(
        null=True, editable=False, help_text="The last day without a second factor."
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="There is already an account with this email address.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()
