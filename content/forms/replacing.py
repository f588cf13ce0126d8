from django import forms


class ReplacingForm(forms.Form):
    # The service reads and checks the file.
    file = forms.FileField(
        label="New file",
        allow_empty_file=True,
        error_messages={"required": "Choose the new file."},
    )

    def __init__(self, *args, accepted: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = accepted
