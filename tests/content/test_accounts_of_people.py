"""Editors and administrators say which account is whose; no one says it of themselves."""

import pytest
from lxml.html import fromstring

from content.models import Activity, Person, User
from tests.factories import EventFactory, PersonFactory, PostFactory, UserFactory
from tests.support.signing_in import sign_in
from tests.support.staff_pages import texts

pytestmark = pytest.mark.django_db


def url(person: Person) -> str:
    return f"/admin/content/person/{person.pk}/change/"


def fields_of(person: Person, **fields) -> dict:
    return {"name": person.name, "slug": person.slug, **fields}


def activities() -> list[str]:
    found = Activity.objects.filter(kind=Activity.Matter.ACCOUNT).order_by("pk")
    return list(found.values_list("sentence", flat=True))


def accounts_offered(client, person: Person) -> tuple[list[str], str]:
    """Return the accounts to choose from, and what the form says of them."""
    page = fromstring(client.get(url(person)).content.decode())
    options = texts(page.xpath("//select[@name='account']/option"))
    return options, " ".join(texts(page.xpath("//*[@id='id_account_helptext']")))


def test_editor_chooses_the_account_that_has_the_same_name(client):
    sign_in(client, "Editors", name="Ruth", email="ruth@example.org")
    ana = UserFactory(name="Ana Ruiz", email="ana@example.org")
    UserFactory(name="Taken", person=PersonFactory())
    UserFactory(name="Gone", is_active=False)
    person = PersonFactory(name="Ruiz, Ána")

    offered, said = accounts_offered(client, person)
    client.post(url(person), fields_of(person, account=ana.pk))

    assert offered == ["No account", "Ana Ruiz (ana@example.org)", "Ruth (ruth@example.org)"]
    assert said.startswith("Ana Ruiz (ana@example.org) has the same name.")
    assert Person.objects.get(user=ana) == person
    assert activities() == ["User “Ana Ruiz”: Is the person Ruiz, Ána now"]


def test_account_moves_to_another_and_is_removed(client):
    sign_in(client, "Editors", name="Ruth")
    person = PersonFactory(name="Ana Ruiz")
    first = UserFactory(name="Ana", person=person)
    second = UserFactory(name="A. Ruiz")

    client.post(url(person), fields_of(person, account=second.pk))
    after = User.objects.get(person=person)
    client.post(url(person), fields_of(person, account=""))

    assert after == second
    assert User.objects.filter(person=person).first() is None
    assert activities() == [
        "User “Ana”: No longer the person Ana Ruiz",
        "User “A. Ruiz”: Is the person Ana Ruiz now",
        "User “A. Ruiz”: No longer the person Ana Ruiz",
    ]
    assert first.pk != second.pk


def test_account_of_another_person_cannot_be_taken(client):
    sign_in(client, "Editors")
    other = PersonFactory()
    ana = UserFactory(person=other)
    person = PersonFactory()

    response = client.post(url(person), fields_of(person, account=ana.pk))

    assert response.status_code == 200
    assert Person.objects.get(user=ana) == other


def test_writer_cannot_become_a_person(client):
    writer = sign_in(client, "Writers", name="Wren")
    person = PersonFactory(name="Ana Ruiz")
    PostFactory(authors=[person])

    client.post(url(person), fields_of(person, account=writer.pk))
    page = client.get("/admin/content/person/add/").content.decode()
    client.post("/admin/content/person/add/", {"name": "W", "slug": "w", "account": writer.pk})
    client.post(
        f"/admin/content/user/{writer.pk}/change/",
        {"name": "Wren", "email": writer.email, "person": person.pk},
    )

    writer.refresh_from_db()
    assert (writer.person, Person.objects.filter(slug="w").exists()) == (None, True)
    assert "account" not in [each.get("name") for each in fromstring(page).iter("select")]


def test_event_manager_describes_a_presenter_and_sets_no_account(client):
    manager = sign_in(client, "Event managers")
    person = PersonFactory(name="Ana Ruiz")
    EventFactory(presenters=[person])

    offered, _ = accounts_offered(client, person)
    client.post(url(person), fields_of(person, job_title="Coach", account=manager.pk))

    person.refresh_from_db()
    manager.refresh_from_db()
    assert (offered, person.job_title, manager.person) == ([], "Coach", None)


def test_administrator_is_told_of_the_person_with_the_same_name(client):
    client.force_login(User.objects.create_superuser("admin@example.org", name="Ada"))
    ana = UserFactory(name="Ana Ruiz", email="ana@example.org")
    person = PersonFactory(name="Ana Ruiz")
    address = f"/admin/content/user/{ana.pk}/change/"

    before, after = [], []
    for said in (before, after):
        page = fromstring(client.get(address).content.decode())
        said += texts(page.xpath("//p[contains(., 'same name')]"))
        client.post(
            address,
            {"name": ana.name, "email": ana.email, "person": person.pk, "is_active": 1,
             "is_staff": 1},
        )  # fmt: skip

    assert (len(before), after) == (1, [])
    assert activities().count("User “Ana Ruiz”: Is the person Ana Ruiz now") == 1
