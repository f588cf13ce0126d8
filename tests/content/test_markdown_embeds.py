import pytest

from content.markdown import render

YOUTUBE = "https://www.youtube-nocookie.com/embed/"


@pytest.mark.parametrize(
    ("address", "page", "player"),
    [
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            f"{YOUTUBE}dQw4w9WgXcQ",
        ),
        (
            "http://youtu.be/dQw4w9WgXcQ?t=1m5s",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&amp;t=65s",
            f"{YOUTUBE}dQw4w9WgXcQ?start=65",
        ),
        (
            "<https://m.youtube.com/shorts/dQw4w9WgXcQ>",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            f"{YOUTUBE}dQw4w9WgXcQ",
        ),
        (
            "https://vimeo.com/76979871",
            "https://vimeo.com/76979871",
            "https://player.vimeo.com/video/76979871?dnt=1",
        ),
        (
            "https://vimeo.com/76979871/8272103f6e",
            "https://vimeo.com/76979871/8272103f6e",
            "https://player.vimeo.com/video/76979871?dnt=1&amp;h=8272103f6e",
        ),
        (
            "<http://www.youtube.com/v/dQw4w9WgXcQ&hl=en&fs=1>",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            f"{YOUTUBE}dQw4w9WgXcQ",
        ),
        (
            "<http://vimeo.com/moogaloop.swf?clip_id=76979871&server=vimeo.com>",
            "https://vimeo.com/76979871",
            "https://player.vimeo.com/video/76979871?dnt=1",
        ),
    ],
)
def test_video_in_own_paragraph_loads_on_click(address, page, player):
    host = "Vimeo" if "vimeo" in page else "YouTube"

    assert render(address).html == (
        f'<p class="embed"><a href="{page}" data-embed="{player}" rel="noopener">'
        f"Watch the video on {host}</a>\n</p>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "See https://youtu.be/dQw4w9WgXcQ there.",
        "[words](https://youtu.be/dQw4w9WgXcQ)",
        "https://youtu.be.other.example/dQw4w9WgXcQ",
        "https://www.youtube.com/@channel",
        "https://youtu.be/too-short",
        "https://youtu.be/dQw4w9WgXcQ/../evil",
        "https://vimeo.com/about",
        "https://[broken/dQw4w9WgXcQ",
        "    https://youtu.be/dQw4w9WgXcQ",
    ],
)
def test_other_links_are_not_videos(text):
    assert "data-embed" not in render(text).html


def test_video_iframe_becomes_link_with_title():
    text = '<iframe src="//www.youtube.com/embed/dQw4w9WgXcQ?rel=0" title="A talk" width="9"/>'

    assert render(text).html == (
        '<div class="embed"><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"'
        f' data-embed="{YOUTUBE}dQw4w9WgXcQ" rel="noopener">'
        "Watch on YouTube: A talk</a></div>"
    )


def test_other_iframe_becomes_plain_link():
    assert render('<iframe src="https://other.example/form"></iframe>').html == (
        '<a href="https://other.example/form" rel="noopener">'
        "Embedded page: https://other.example/form</a>"
    )


def test_iframe_is_moved_out_of_link():
    text = '<a href="/x/">a <iframe src="https://other.example/"></iframe> b</a> c'

    assert render(text).html == (
        '<p><a href="/x/">a  b</a><a href="https://other.example/" rel="noopener">'
        "Embedded page: https://other.example/</a> c</p>"
    )
