from allauth.mfa.base import forms as allauth_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.core.exceptions import ValidationError

from content.exceptions import TooManyAttempts
from content.models import User
from content.sign_ins import count_code, use_code_once
from cworks.sign_in import describe_wait


def refuse_used_code(user: User, code: str) -> None:
    """Raises ValidationError."""
    try:
        use_code_once(user, code)
    except TooManyAttempts as error:
        raise ValidationError("This code was used already. Wait for the next one.") from error


class CountedCodeForm(allauth_forms.BaseAuthenticateForm):
    """Count every attempt, in all processes together, and accept each code once."""

    def clean_code(self) -> str:
        try:
            attempt = count_code(self.user)
        except TooManyAttempts as error:
            raise ValidationError(describe_wait(error.seconds, "code"), code="too-many") from error
        code = super().clean_code()
        refuse_used_code(self.user, code)
        attempt.delete()
        return code


class CodeForm(CountedCodeForm, allauth_forms.AuthenticateForm):
    code = forms.CharField(
        label="Code",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
        help_text="Six digits from your app, or one of your recovery codes.",
    )


class AddAppForm(totp_forms.ActivateTOTPForm):
    def clean_code(self) -> str:
        code = super().clean_code()
        refuse_used_code(self.user, code)
        return code


class ConfirmingCodeForm(CountedCodeForm, allauth_forms.ReauthenticateForm):
    code = CodeForm.base_fields["code"]


class ForgottenPasswordForm(forms.Form):
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
