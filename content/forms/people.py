from typing import cast

from django import forms
from django.db.models import Q

from content.editing.accounts import find_account_named_as
from content.models import Person, User

HELP = (
    "The member of staff who is this person. What names this person as an author is theirs: they "
    "edit it while it’s a draft, propose changes once it’s published, and see its numbers."
)


class AccountField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({obj.email})"


class PersonPageForm(forms.ModelForm):
    """The form of those who may say which account is whose."""

    account = AccountField(
        queryset=User.objects.none(),
        required=False,
        empty_label="No account",
        help_text=HELP,
    )

    class Meta:
        model = Person
        fields: list[str] = []  # PersonAdmin names them.

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = cast(AccountField, self.fields["account"])
        own = User.objects.filter(person=self.instance).first() if self.instance.pk else None
        free = Q(person=None, is_active=True) | Q(pk=own and own.pk)
        field.queryset = User.objects.filter(free).order_by("name", "pk")
        self.initial["account"] = own and own.pk
        suggested = None if own or not self.instance.pk else find_account_named_as(self.instance)
        if suggested:
            field.help_text = f"{suggested} ({suggested.email}) has the same name. {HELP}"
