"""Where a port leads is set in the browser with all that its adapter needs; a key is written and never shown."""

import pytest
from django.conf import settings
from django.db import connection

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.catalogue import actions
from fahrwasser.web.catalogue.connections import opened
from fahrwasser.web.catalogue.models import Binding
from fahrwasser.web.ports.payments import provider_of
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member, make_town
from web.portal.citizen import Citizen
from web.ports.other_side import serving
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")
KEY = "geheim-4711"
PAYMENT = {
    "adapter": "xbezahldienste", "xbezahldienste_url": "https://bezahlen.example.org/api/",
    "xbezahldienste_originator": "lindenau", "xbezahldienste_end_point": "probe", "xbezahldienste_token": KEY,
}  # fmt: skip


class Office(Citizen):
    """A navigator with the parking permit taken over."""

    def __init__(self) -> None:
        town = make_town()
        user, self.member = make_member(town, Role.NAVIGATOR)
        super().__init__(town, browser(user))
        self.adoption = adopted(town, by=self.member)

    def place(self, port: str) -> str:
        return f"katalog/{self.adoption.pk}/anschluss/{port}/"

    def binding(self, port: str) -> Binding:
        with working_for(self.town):
            return Binding.objects.of(self.town).get(port=port)


@pytest.fixture
def office(database) -> Office:
    return Office()


def test_a_payment_service_is_bound_in_the_browser_with_all_that_it_needs(office: Office) -> None:
    assert office.post(office.place("payment"), PAYMENT).status_code == 302

    with working_for(office.town):
        provider = provider_of(office.town, office.adoption.pk)
    assert provider is not None
    assert (provider.url, provider.originator) == ("https://bezahlen.example.org/api", "lindenau")
    assert (provider.end_point, provider.token) == ("probe", KEY)


def test_without_a_needed_setting_nothing_is_bound(office: Office) -> None:
    page = office.post(office.place("payment"), {**PAYMENT, "xbezahldienste_originator": ""})

    assert page.status_code == 422
    with working_for(office.town):
        assert not Binding.objects.filter(port="payment").exists()


def test_a_new_key_is_not_lost_unsaid_when_something_else_is_wrong(office: Office) -> None:
    office.post(office.place("payment"), PAYMENT)
    changed = {**PAYMENT, "xbezahldienste_token": "neu-0815"}

    page = office.post(office.place("payment"), {**changed, "xbezahldienste_originator": ""}).content.decode()

    assert "geben Sie den Schlüssel noch einmal ein" in page
    assert "neu-0815" not in page
    assert office.post(office.place("payment"), changed).status_code == 302
    assert opened(office.binding("payment").settings)["token"] == "neu-0815"


def test_a_key_is_never_shown_and_lies_sealed(office: Office) -> None:
    office.post(office.place("payment"), PAYMENT)

    page = office.get(office.place("payment")).content.decode()

    assert KEY not in page
    assert "Gesetzt am" in page
    with working_for(office.town), connection.cursor() as cursor:
        cursor.execute("SELECT settings::text FROM catalogue_binding")
        assert KEY not in "".join(row[0] for row in cursor.fetchall())


def test_saving_again_loses_neither_the_key_nor_what_the_page_does_not_show(office: Office) -> None:
    office.post(office.place("payment"), PAYMENT)
    with working_for(office.town):
        kept = {**Binding.objects.get(port="payment").settings, "tiefer": {"liegt": 1}}
        Binding.objects.filter(port="payment").update(settings=kept)

    office.fills(office.place("payment"), {**PAYMENT, "xbezahldienste_end_point": "echt", "xbezahldienste_token": ""})

    found = opened(office.binding("payment").settings)
    assert (found["token"], found["end_point"], found["tiefer"]) == (KEY, "echt", {"liegt": 1})


def test_a_key_goes_to_no_other_server_than_the_one_it_was_typed_for(office: Office) -> None:
    office.post(office.place("payment"), PAYMENT)

    elsewhere = {**PAYMENT, "xbezahldienste_url": "https://fremd.example.net/", "xbezahldienste_token": ""}
    page = office.post(office.place("payment"), elsewhere)

    assert page.status_code == 422
    assert office.binding("payment").settings["url"].startswith("https://bezahlen.example.org")


def test_sealed_with_another_key_of_the_server_it_is_as_if_not_set(office: Office, monkeypatch) -> None:
    office.post(office.place("payment"), PAYMENT)
    stored = office.binding("payment").settings

    monkeypatch.setattr(settings, "SECRET_KEY", "another key of another server, just as long as it has to be")

    assert opened(stored)["token"] == ""


def test_the_format_of_files_can_be_chosen(office: Office) -> None:
    office.fills(office.place("finanz"), {"adapter": "file", "file_format": "xml", "rest_url": "", "rest_token": ""})

    assert office.binding("finanz").settings == {"format": "xml"}


def test_bound_anew_it_is_the_same_row_for_whoever_binds_at_the_same_time(office: Office) -> None:
    before = office.binding("finanz").pk

    with working_for(office.town):
        actions.bind(office.member, office.adoption, "finanz", "rest", {"url": "https://a.example.org"})

    assert office.binding("finanz").pk == before


@pytest.mark.parametrize(
    ("status", "said"), [(404, "Die Gegenseite antwortet."), (401, "nimmt aber den Schlüssel nicht an")]
)
def test_a_saved_connection_can_be_tried(office: Office, monkeypatch, status: int, said: str) -> None:
    monkeypatch.setattr(settings, "PORT_HOSTS", {"127.0.0.1"})

    with serving(lambda method, path, body: (status, {})) as url:
        office.fills(office.place("finanz"), {"adapter": "rest", "rest_url": url})
        office.post(f"{office.place('finanz')}probe/")
        page = office.get(office.place("finanz")).content.decode()

    assert said in page


def test_what_does_not_answer_is_said_so(office: Office) -> None:
    office.fills(office.place("finanz"), {"adapter": "rest", "rest_url": "https://127.0.0.1:9"})
    office.post(f"{office.place('finanz')}probe/")

    assert "antwortet unter dieser Adresse nicht" in office.get(office.place("finanz")).content.decode()


def test_files_cannot_be_tried(office: Office) -> None:
    assert office.post(f"{office.place('finanz')}probe/").status_code == 404
