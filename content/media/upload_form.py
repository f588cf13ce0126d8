from django import forms


class ImageUploadForm(forms.Form):
    """What the editor sends with a picture that was pasted or dropped into a text."""

    # Pillow's opinion of the file is asked for once, by the service.
    file = forms.FileField(
        allow_empty_file=True, error_messages={"required": "No picture was sent: choose one."}
    )
    alt = forms.CharField(
        max_length=500,
        required=False,
        error_messages={"max_length": "Describe the picture in at most 500 letters."},
    )
    decorative = forms.BooleanField(required=False)
    credit = forms.CharField(max_length=300, required=False)
    license = forms.CharField(max_length=100, required=False)
