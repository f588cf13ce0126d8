"""Two people edit one entry at once: the second to save gets both texts and a merge."""

import threading

import pytest
from django.db import connection

from blog.models import Post
from tests.factories import (
    ArticleFactory,
    PageFactory,
    PostFactory,
    PublicationFactory,
    ResourceFactory,
    SeriesFactory,
)
from tests.support.editors import BODY, Editor, open_in_each, reloaded, texts
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


# The text


@pytest.mark.parametrize(
    "factory",
    [
        PostFactory,
        SeriesFactory,
        PageFactory,
        ArticleFactory,
        ResourceFactory,
        PublicationFactory,
    ],
)
def test_changes_to_different_paragraphs_are_merged_in_every_form(factory, ruth, ben):
    entry = open_in_each(factory(body=BODY), ruth, ben)
    assert ruth.save(body=BODY.replace("first", "very first"))

    saved = ben.save(body=BODY.replace("third", "last"))

    both = BODY.replace("first", "very first").replace("third", "last")
    assert (saved, reloaded(entry).body) == (False, BODY.replace("first", "very first"))
    assert ben.value("body") == both

    assert ben.save()
    assert reloaded(entry).body == both


def test_second_save_shows_who_saved_and_both_texts(ruth, ben):
    open_in_each(PostFactory(title="Before", body=BODY), ruth, ben)
    theirs, mine = BODY.replace("first", "very first"), BODY.replace("third", "last")
    ruth.save(body=theirs, title="After")

    ben.save(body=mine)

    assert ben.alerts[0].startswith("Ruth Okonjo-Lind saved this at ")
    assert ben.headings == [
        "What Ruth Okonjo-Lind changed",
        "What you changed",
        "The full text as Ruth Okonjo-Lind saved it",
        "The full text as you wrote it",
    ]
    assert texts(ben.sides[:1], "del") == ["Before"]
    assert texts(ben.sides[:1], "ins") == ["After", "very"]
    assert texts(ben.sides[1:2], "del") == ["third"]
    assert texts(ben.sides[1:2], "ins") == ["last"]
    assert ben.full_texts == [theirs, mine]
    assert ben.value("title") == "After"


@pytest.mark.parametrize(
    ("group", "facts", "button"),
    [
        ("Editors", {}, "Publish changes"),
        ("Editors", {"draft": True}, "Save draft"),
        ("Writers", {}, "Propose changes"),
    ],
)
def test_second_save_names_the_button_that_saves(ruth, ben, group, facts, button):
    ben.user = sign_in(ben.client, group)
    open_in_each(PostFactory(body=BODY, created_by=ben.user, **facts), ruth, ben)
    ruth.save(body=BODY.replace("first", "very first"))

    ben.save(body=BODY.replace("third", "last"), status="proposed" if facts == {} else "draft")

    assert ben.alerts[0].endswith(f"Review it, and press “{button}.”")


def test_conflict_is_not_saved_until_marks_are_removed(ruth, ben):
    post = open_in_each(PostFactory(body=BODY), ruth, ben)
    ruth.save(body=BODY.replace("longer", "shorter"))

    ben.save(body=BODY.replace("longer", "better"))

    assert ben.value("body") == (
        "The first paragraph.\n\n"
        "<<<<<<< Yours\n\nThe second paragraph, which is better.\n\n"
        "======= Ruth Okonjo-Lind’s\n\nThe second paragraph, which is shorter.\n\n"
        ">>>>>>> End of both\n\nThe third one."
    )
    assert ben.errors("body") == [
        "You and Ruth Okonjo-Lind changed the same text in one place: see line 3. Both versions "
        "are there, between markers. Keep the right one, and delete the other and the markers."
    ]

    assert not ben.save(body=ben.value("body").replace("<<<<<<< Yours\n\n", ""))

    assert ben.errors("body") == [
        "Lines 5 and 9 still have a conflict marker. Between the markers are both versions. Keep "
        "the right one, and delete the other and the markers."
    ]
    # Both texts can still be read.
    assert ben.full_texts == [
        BODY.replace("longer", "shorter"),
        BODY.replace("longer", "better"),
    ]

    assert ben.save(body=BODY.replace("longer", "better and shorter"))
    assert reloaded(post).body == BODY.replace("longer", "better and shorter")


def test_text_about_conflict_marks_is_saved_without_merge(ben):
    text = "Git writes:\n\n    <<<<<<< HEAD\n\n<<<<<<< Yours\n\n>>>>>>> End of both"
    post = open_in_each(PostFactory(), ben)

    assert ben.save(body=text)

    assert reloaded(post).body == text


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_one_text_can_be_chosen_and_other_stays_in_history(ruth, ben, choice):
    post = PostFactory(title="Before", body=BODY)
    open_in_each(post, ruth, ben)
    text = {"mine": BODY.replace("longer", "better"), "theirs": BODY.replace("longer", "shorter")}
    ruth.save(body=text["theirs"], title="Hers")
    ben.save(body=text["mine"], summary="My summary.")

    assert ben.save(**{"choice-body": choice})

    post = reloaded(post)
    assert (post.title, post.summary, post.body) == ("Hers", "My summary.", text[choice])
    assert post.revisions.newest_first()[1].body == text["theirs"]


def test_third_save_during_merge_is_merged_too(ruth, ben):
    cleo = Editor("Cleo Adams")
    post = open_in_each(PostFactory(body=BODY), ruth, ben, cleo)
    ruth.save(body=BODY.replace("first", "very first"))
    ben.save(body=BODY.replace("third", "last"))
    cleo.save(body=BODY.replace("second", "next"))
    assert cleo.save()

    assert not ben.save()

    assert ben.alerts[0].startswith("Cleo Adams saved this at ")
    assert ben.save()
    assert reloaded(post).body == (
        BODY.replace("first", "very first").replace("third", "last").replace("second", "next")
    )


def test_alert_names_both_people_who_saved(ruth, ben):
    cleo = Editor("Cleo Adams")
    open_in_each(PostFactory(body=BODY), ruth, ben)
    ruth.save(title="Hers")
    cleo.open(Post.objects.get())
    cleo.save(summary="Cleo’s.")

    ben.save(body="Mine.")

    assert ben.alerts[0].startswith("Cleo Adams and Ruth Okonjo-Lind saved this at ")


def test_save_from_own_second_window_is_merged(ben):
    post = open_in_each(PostFactory(body=BODY), ben)
    other = Editor("Someone else")
    other.client, other.user = ben.client, ben.user
    other.open(post)
    other.save(body=BODY.replace("first", "very first"))

    assert not ben.save(body=BODY.replace("third", "last"))

    assert ben.alerts[0].startswith("Your other window saved this at ")
    assert ben.value("body") == BODY.replace("first", "very first").replace("third", "last")


def test_every_difference_without_base_revision_is_conflict(ruth, ben):
    post = open_in_each(PostFactory(title="Before", body=BODY), ruth, ben)
    ruth.save(body=BODY.replace("first", "very first"), title="Hers")
    post.revisions.newest_first().last().delete()

    ben.save(body=BODY.replace("third", "last"))

    assert ben.value("body").count("======= Ruth Okonjo-Lind’s") == 2
    assert ben.value("title") == "Before"
    assert ben.choices["title"] == ["Yours: Before", "Theirs: Hers"]
    assert ben.headings[0] == "What’s different"


def test_publishing_check_after_other_save_shows_merge(ruth, ben):
    open_in_each(PostFactory(draft=True, body=BODY), ruth, ben)
    ruth.save(title="Hers")

    assert not ben.save(body="Mine.", _check="1")

    assert (ben.value("title"), ben.value("body")) == ("Hers", "Mine.")


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_one_of_two_concurrent_saves_succeeds_and_other_is_merged(ruth, ben):
    post = open_in_each(PostFactory(body=BODY), ruth, ben)
    ruth.write(body=BODY.replace("first", "very first"))
    ben.write(body=BODY.replace("third", "last"))
    start, saved = threading.Barrier(2), {}

    def save(editor: Editor) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            saved[editor] = editor.save()
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[editor]) for editor in (ruth, ben)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(saved.values()) == [False, True]
    (second,) = (editor for editor, succeeded in saved.items() if not succeeded)
    both = BODY.replace("first", "very first").replace("third", "last")
    assert second.value("body") == both
    assert reloaded(post).body != both
    assert second.save()
    assert reloaded(post).body == both
