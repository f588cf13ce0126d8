"""What the admin says before it deletes something: what goes with it, or what is in the way."""

from io import BytesIO

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.urls import reverse
from lxml import html

from content.media.documents import add_document
from content.media.images import add_image
from tests.factories import CommentFactory, PersonFactory, PostFactory, TopicFactory, UserFactory
from tests.support.pdfs import pdf
from tests.support.pictures import picture
from tests.support.public_site import publish_site
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def words_on(response) -> str:
    page = html.fromstring(response.text)
    return " ".join(page.get_element_by_id("content").text_content().split())


def address_of(row: Model, page: str) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}"
    return reverse(name, args=[] if page == "changelist" else [row.pk])


def links_on(response) -> dict[str, str]:
    links = html.fromstring(response.text).xpath("//*[@id='deleted-objects']//a")
    return {link.text_content(): link.get("href") for link in links}


def test_every_model_of_the_site_says_what_a_row_is():
    own = [
        model
        for model in apps.get_models()
        if "site-packages" not in str(model._meta.app_config.path)
    ]

    assert [model.__name__ for model in own if model.__str__ is Model.__str__] == []


def test_no_deletion_page_shows_rows_that_only_link_others(client):
    publish_site()
    post = PostFactory(topics=[TopicFactory()], tags=["A tag"], authors=[PersonFactory()])
    CommentFactory(post=post)
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    asked, unclear = 0, {}
    for model, model_admin in admin.site._registry.items():
        row = model._default_manager.order_by("pk").last()
        if row is None or not model_admin.get_urls():
            continue
        pages = [client.get(address_of(row, "delete"))]
        if model_admin.actions is not None:
            chosen = {"action": "delete_selected", "_selected_action": [row.pk]}
            pages.append(client.post(address_of(row, "changelist"), chosen))
        for response in pages:
            if response.status_code != 200:
                continue
            asked += 1
            text = words_on(response)
            if "object (" in text or "relationship" in text or "permission" in text:
                unclear[model.__name__] = text

    assert unclear == {}
    assert asked > 25


def test_deleting_a_post_counts_what_goes_with_it(client):
    sign_in(client, "Editors")
    post = PostFactory(title="The post", topics=[TopicFactory()], tags=["A tag"])
    CommentFactory.create_batch(2, post=post)
    chosen = {"action": "delete_selected", "_selected_action": [post.pk]}

    one = client.get(address_of(post, "delete"))
    several = client.post(address_of(post, "changelist"), chosen)

    assert "Delete the post “The post”? It stays" in words_on(one)
    assert "This will be deleted: Posts: 1Comments: 2" in words_on(one)
    assert "Delete these? Post “The post” This will be deleted: Posts: 1Comments: 2" in words_on(
        several
    )


def test_image_in_use_says_where_with_links(client):
    sign_in(client, "Editors")
    image = add_image(file=picture(), name="class.png", alt="A class")
    led = PostFactory(title="Led", lead_image=image)
    shown = PostFactory(title="Shown", body=f"![]({image.url})")
    person = PersonFactory(name="Ada", portrait=image)

    response = client.get(address_of(image, "delete"))

    assert "because it’s in use. Remove it here first:" in words_on(response)
    assert links_on(response) == {
        "Post “Led”": address_of(led, "change"),
        "Post “Shown”": address_of(shown, "change"),
        "The portrait of Ada": address_of(person, "change"),
    }


def test_document_person_and_topic_in_use_say_where_with_links(client):
    sign_in(client, "Editors")
    document = add_document(file=BytesIO(pdf("A page")), name="a.pdf", title="A document")
    person = PersonFactory()
    outer = TopicFactory()
    inner = TopicFactory(name="Inner", parent=outer)
    post = PostFactory(title="The post", body=f"[The file]({document.file.url})", authors=[person])

    found = [links_on(client.get(address_of(row, "delete"))) for row in (document, person, outer)]

    in_post = {"Post “The post”": address_of(post, "change")}
    assert found == [in_post, in_post, {"Topic “Inner”": address_of(inner, "change")}]
