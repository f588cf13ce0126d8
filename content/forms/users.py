from django import forms

from content.models import User


class InvitationForm(forms.ModelForm):
    """Creates an account without a password. The user chooses one through the invitation link."""

    class Meta:
        model = User
        fields = ["name", "email", "person", "groups"]

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)
