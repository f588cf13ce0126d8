from django import forms
from django.core.exceptions import ValidationError


class CommentForm(forms.Form):
    name = forms.CharField(max_length=200, help_text="Shown above your comment.")
    email = forms.EmailField(
        help_text="Never shown. An editor may write to you about your comment."
    )
    text = forms.CharField(
        label="Your comment",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="An editor reads every comment before it appears.",
    )
    # People do not see this field; programs fill it in.
    website = forms.CharField(required=False, label="Leave this empty")

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError("Leave this field empty.")
        return ""
