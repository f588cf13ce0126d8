from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError

from content.form_fields import LineFormField
from events.chapters import read_chapters
from events.exceptions import InvalidTranscript
from events.models import Recording
from events.subrip import to_webvtt
from events.times import clock, read_clock
from events.transcripts import read_transcript
from events.webvtt import LONGEST, read_text, tidy

READERS = {"chapters": read_chapters, "transcript": read_transcript}
CHANGED_SINCE = (
    "Someone else saved this recording after you opened it. What you entered is still here. Check "
    "their changes in another window, then save again to replace them with yours."
)
CAPTION_FILE = forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt,application/x-subrip"})


class RecordingForm(forms.ModelForm):
    """The form for preparing a recording. An uploaded file replaces the text in its field."""

    length = LineFormField(
        required=False,
        max_length=9,
        help_text="Such as 52:10 or 1:02:03. If you leave it empty, it’s taken from the end of the "
        "transcript or of the last chapter.",
    )
    removes_file = forms.BooleanField(
        label="Remove the file",
        required=False,
        help_text="The recording’s own file, which was brought over from the old site.",
    )
    slides_file = forms.FileField(
        label="Slides", required=False, help_text="Preferably a PDF, which everyone can open."
    )
    removes_slides = forms.BooleanField(label="Remove the slides", required=False)
    chapters_file = forms.FileField(
        label="Chapters from a file",
        required=False,
        widget=CAPTION_FILE,
        help_text="WebVTT or SRT.",
    )
    chapters = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="One per line, with a time and a title, such as 12:34 Questions and answers. Or "
        "WebVTT.",
    )
    transcript_file = forms.FileField(
        label="Transcript from a file",
        required=False,
        widget=CAPTION_FILE,
        help_text="WebVTT or SRT, as exported by meeting and video services. It replaces the text "
        "below; SRT becomes WebVTT.",
    )
    transcript = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text="Please proofread it: automatic captions get names and terms wrong. The page "
        "shows it as text, and search finds the exact passage.",
    )
    # A fingerprint of the recording when the form was opened.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = [
        "video_url",
        "length",
        "removes_file",
        "slides_file",
        "removes_slides",
        "chapters_file",
        "chapters",
        "transcript_file",
        "transcript",
    ]

    class Meta:
        model = Recording
        fields = ["video_url"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        seconds = self.instance.seconds
        self.initial["length"] = "" if seconds is None else clock(seconds)
        self.initial["chapters"] = self.instance.chapters_vtt
        self.initial["transcript"] = self.instance.transcript_vtt
        # Taken now, because cleaning the form changes its instance.
        self.stored = self.initial["seen"] = fingerprint(self.instance)
        if self.instance.file_id is None:
            del self.fields["removes_file"]
        if self.instance.slides_id is None:
            del self.fields["removes_slides"]

    def clean_length(self) -> int | None:
        text = self.cleaned_data["length"]
        seconds = read_clock(text) if text else None
        if text and not seconds:
            raise ValidationError(f"“{text}” is not a length. Enter one such as 52:10 or 1:02:03.")
        return seconds

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in READERS:
            self.read_part(cleaned, name)
        if cleaned.get("seen") and cleaned["seen"] != self.stored:
            self.add_error(None, CHANGED_SINCE)
            self.show("seen", self.stored)
        if self.errors and cleaned.get("slides_file"):
            self.add_error(
                "slides_file", "Please choose this file again after fixing the other errors."
            )
        return cleaned

    def read_part(self, cleaned: dict, name: str) -> None:
        upload = cleaned.get(f"{name}_file")
        if upload is not None:
            self.read_file(cleaned, name, upload)
        elif cleaned.get(name, "").strip():
            try:
                text = to_webvtt(cleaned[name])
                READERS[name](text)
            except InvalidTranscript as error:
                self.add_error(name, str(error))
            else:
                cleaned[name] = text

    def read_file(self, cleaned: dict, name: str, upload) -> None:
        """Put a file’s text into its field, where it can be checked and corrected."""
        file_name = f"{name}_file"
        try:
            text = read_text(upload.read(LONGEST + 1))
        except InvalidTranscript as error:
            self.add_error(file_name, str(error))
            return
        try:
            converted = to_webvtt(text, name=upload.name)
            READERS[name](converted)
        except InvalidTranscript as error:
            if self.is_typed(name):
                # An invalid file must not replace what was typed.
                self.add_error(file_name, str(error))
            else:
                self.show(name, text)
                self.add_error(name, str(error))
            return
        cleaned[name] = converted
        self.show(name, converted)

    def is_typed(self, name: str) -> bool:
        """Whether the text in a field was changed."""
        return tidy(self.data.get(name, "")).strip() != tidy(self.initial[name]).strip()

    def show(self, name: str, text: str) -> None:
        self.data = self.data.copy()
        self.data[name] = text


def fingerprint(recording: Recording) -> str:
    parts = [
        recording.video_url,
        recording.seconds,
        recording.file_id,
        recording.slides_id,
        recording.chapters_vtt,
        recording.transcript_vtt,
    ]
    return sha256(repr(parts).encode()).hexdigest()[:16]
