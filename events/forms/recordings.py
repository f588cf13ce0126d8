from django import forms

from events.chapters import read_chapters
from events.exceptions import TranscriptRefused
from events.models import Recording
from events.transcripts import read_transcript
from events.webvtt import read_text

READERS = {"chapters": read_chapters, "transcript": read_transcript}


class RecordingForm(forms.ModelForm):
    """A recording as the staff prepares it; a file goes before what stands in its field."""

    chapters = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="WebVTT: a time and a title for each chapter.",
    )
    chapters_file = forms.FileField(label="Chapters from a file", required=False)
    transcript = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text="WebVTT, as meeting and video services export it. The page shows it as text, and "
        "search finds the minute.",
    )
    transcript_file = forms.FileField(label="Transcript from a file", required=False)
    slides_file = forms.FileField(label="Slides, as PDF", required=False)
    removes_slides = forms.BooleanField(label="Take the slides away", required=False)
    field_order = [
        "video_url",
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
        self.initial["chapters"] = self.instance.chapters_vtt
        self.initial["transcript"] = self.instance.transcript_vtt
        if self.instance.slides_id is None:
            del self.fields["removes_slides"]

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, read in READERS.items():
            self.take_file(cleaned, name)
            if cleaned.get(name, "").strip():
                try:
                    read(cleaned[name])
                except TranscriptRefused as error:
                    self.add_error(name, str(error))
        return cleaned

    def take_file(self, cleaned: dict, name: str) -> None:
        """Put what a file says into its field, where it can be looked at and mended."""
        upload = cleaned.get(f"{name}_file")
        if upload is None:
            return
        try:
            cleaned[name] = read_text(upload.read())
        except TranscriptRefused as error:
            self.add_error(f"{name}_file", str(error))
            return
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = cleaned[name]
