"""Transcripts in WebVTT."""

HINT = "A timing looks like 00:01:30.000 --> 00:01:34.500."


def vtt(*cues: str) -> str:
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"
