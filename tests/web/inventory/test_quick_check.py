"""The quick check as a story: start, one question a screen, stop, go on elsewhere, ask a colleague, finish."""

import re

import pytest
from django.db import connections
from django.db.models import Q
from django.utils import timezone

from fahrwasser.core.inventory.question_file import shipped_quick_check
from fahrwasser.web.accounts.models import Membership
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.inventory.models import Answer, Capability, Check, Errand, Figure, Service
from fahrwasser.web.tenants.context import working_for
from filled import fills, form_on
from towns import browser, make_member, make_town

QUESTIONS = shipped_quick_check()
BASE = "/lindenau/erfassen/schnell-check/"


def sensible(question_id: str) -> dict[str, object]:
    """A possible answer to each shipped question, as a browser sends it."""
    question = QUESTIONS.question(question_id)
    if question.type == "number":
        return {"answer": {"hours_per_week": "4,5", "posts": "14", "retirements": "3"}.get(question_id, "1")}
    if question.type in ("single", "multi"):
        return {"answer": question.options[0].value}
    return {"answer": "yes"} if question.type == "evidence" else {"answer": "Altes Programm"}


def question_in(address: str) -> str:
    found = re.search(r"/frage/([^/]+)/", address)
    assert found, address
    return found[1]


def main_of(response) -> str:
    """What can be read; tokens and marks are chance and may contain any number."""
    assert response.status_code == 200
    return re.sub(r'<input type="hidden"[^>]*>', "", form_of(response))


def form_of(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main")[0]


def answer_all(client, address: str) -> str:
    """Goes on until there is no question left; returns where it ends."""
    for _screen in range(40):
        if "/frage/" not in address:
            return address
        response = client.post(address, sensible(question_in(address)))
        assert response.status_code == 302, response.content.decode()
        address = response["Location"]
    raise AssertionError("the quick check never ends")


@pytest.fixture
def town(database):
    return make_town("lindenau")


@pytest.fixture
def navigator(town):
    user, _member = make_member(town, Role.NAVIGATOR)
    return browser(user)


def test_navigator_gets_from_the_start_to_the_first_picture_in_few_screens(navigator, town):
    screens = 1
    address = navigator.post(BASE)["Location"]
    while "/frage/" in address:
        page = navigator.get(address)
        screens += 1
        assert page.status_code == 200
        assert "weiß ich nicht" in page.content.decode().lower()
        address = navigator.post(address, sensible(question_in(address)))["Location"]
    page = navigator.get(address)
    assert address.endswith("/ergebnis/")
    assert page.status_code == 200
    assert screens + 1 <= 14
    with working_for(town):
        check = Check.objects.get()
        assert check.finished_at is not None
        assert check.picture["services"]


def test_every_question_accepts_i_do_not_know(navigator, town):
    address = navigator.post(BASE)["Location"]
    while "/frage/" in address:
        address = navigator.post(address, {"answer": "", "unknown": "1"})["Location"]
    assert navigator.get(address).status_code == 200
    with working_for(town):
        assert set(Answer.objects.values_list("value", flat=True)) == {None}


def test_what_was_answered_goes_on_at_another_device(town, navigator):
    first = navigator.post(BASE)["Location"]
    second = navigator.post(first, sensible(question_in(first)))["Location"]
    stopped = navigator.post(second, {"answer": "", "later": "1"})
    assert stopped["Location"] == BASE
    head, _member = make_member(town, Role.HEAD)
    elsewhere = browser(head)
    assert elsewhere.post(BASE)["Location"] == second
    assert "1 von" in elsewhere.get(BASE).content.decode()


def test_stopping_with_an_answer_on_the_screen_keeps_it(town, navigator):
    first = navigator.post(BASE)["Location"]
    navigator.post(first, {**sensible(question_in(first)), "later": "1"})
    with working_for(town):
        assert Answer.objects.count() == 1


def test_an_earlier_answer_can_be_changed_and_the_last_one_counts(town, navigator):
    first = navigator.post(BASE)["Location"]
    question = question_in(first)
    options = [option.value for option in QUESTIONS.question(question).options]
    for value in (options[0], options[1], options[1]):
        fills(navigator, first, {"answer": value})
    page = navigator.get(first).content.decode()
    assert re.search(rf'value="{options[1]}"[^>]* checked', page)
    with working_for(town):
        assert [answer.value for answer in Answer.objects.order_by("number")] == [options[0], options[1]]


def test_a_refused_answer_is_not_lost_and_says_what_to_do(navigator, town):
    navigator.post(BASE)
    response = navigator.post(f"{BASE}frage/posts/", {"answer": "vierzehn"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="vierzehn"' in page
    assert 'role="alert"' in page
    assert "<title>Fehler:" in page
    assert "Zahl" in page
    with working_for(town):
        assert not Answer.objects.exists()


def test_made_up_answers_are_refused(navigator, town):
    navigator.post(BASE)
    assert navigator.post(f"{BASE}frage/navigator/", {"answer": "drop table"}).status_code == 422
    assert navigator.post(f"{BASE}frage/components/", {"answer": ["eakte", "moon"]}).status_code == 422
    assert navigator.post(f"{BASE}frage/posts/", {"answer": "9" * 400}).status_code == 422


def test_a_question_that_does_not_apply_is_not_asked(navigator, town):
    navigator.post(BASE)
    navigator.post(f"{BASE}frage/retirements/", {"answer": "0"})
    response = navigator.get(f"{BASE}frage/without_successor/")
    assert response.status_code == 302
    assert "without_successor" not in response["Location"]


def test_answers_become_figures_capabilities_and_services(navigator, town):
    address = navigator.post(BASE)["Location"]
    answers = {"components": ["eakte", "kdn"], "own_tasks": ["residents"], "posts": "14,5", "hours_per_week": "4"}
    while "/frage/" in address:
        question = question_in(address)
        sent = {"answer": answers[question]} if question in answers else sensible(question)
        address = navigator.post(address, sent)["Location"]
    with working_for(town):
        states = dict(Capability.objects.values_list("key", "state"))
        assert states["eakte"] == "live"
        assert states["epayment"] == "none"
        assert states["file_plan"] == "unknown"
        posts = Figure.objects.current(town, Q()).get(subject="town", key="posts")
        assert float(posts.value) == 14.5
        assert posts.origin == "counted"
        assert Figure.objects.history(town, "town", "posts").count() == 2  # the estimate from the population stays
        offered = dict(Service.objects.values_list("key", "is_offered"))
        assert offered["residence"] is True


def test_a_reading_role_sees_but_cannot_answer(town, navigator):
    navigator.post(BASE)
    lotse, _member = make_member(town, Role.LOTSE)
    clerk, _member = make_member(town, Role.CLERK)
    assert browser(lotse).get(BASE).status_code == 200
    assert browser(lotse).post(f"{BASE}frage/posts/", {"answer": "3"}).status_code == 403
    assert browser(lotse).post(BASE).status_code == 403
    assert browser(clerk).get(BASE).status_code == 403
    assert browser().get(BASE).status_code == 302


def test_how_many_retire_is_seen_by_who_answers_and_the_head_only(town, navigator):
    first = navigator.post(BASE)["Location"]
    while "/frage/" in first:
        answer = {"retirements": {"answer": "37"}, "without_successor": {"answer": "29"}}
        question = question_in(first)
        first = navigator.post(first, answer.get(question, sensible(question)))["Location"]
    pages = (BASE, f"{BASE}ergebnis/", "/lindenau/erfassen/")
    for role in (Role.LOTSE, Role.MULTIPLIKATOR):
        reader = browser(make_member(town, role)[0])
        for page in pages:
            text = main_of(reader.get(page))
            assert "Ruhestand" not in text, (role, page)
            assert not re.search(r"\b(37|29) (Personen|davon)", text), (role, page)
    head = browser(make_member(town, Role.HEAD)[0])
    assert "gehen 37 Personen in den Ruhestand; bei 29 davon" in main_of(head.get(f"{BASE}ergebnis/"))
    assert "Ruhestand in den nächsten" in main_of(head.get("/lindenau/erfassen/"))
    assert "Ruhestand in den nächsten" not in main_of(navigator.get("/lindenau/erfassen/"))
    assert "37 Personen" in main_of(navigator.get(BASE))
    assert navigator.get("/lindenau/erfassen/werte/retirements/")["Location"] == BASE
    assert head.get("/lindenau/erfassen/werte/retirements/").status_code == 200


def test_a_coach_who_edits_the_record_reads_no_number_of_retirements(town, navigator):
    navigator.post(BASE)
    navigator.post(f"{BASE}frage/retirements/", {"answer": "37"})
    lotse, _member = make_member(town, Role.LOTSE)
    with working_for(town):
        Membership.objects.filter(user=lotse).update(may_edit=[Right.RECORD, Right.PLAN])
    coach = browser(lotse)
    assert "37" not in main_of(coach.get(f"{BASE}frage/retirements/"))
    assert "37" not in main_of(coach.get(BASE))
    assert 'value="37"' in main_of(navigator.get(f"{BASE}frage/retirements/"))


def test_nobody_finds_out_a_hidden_number_by_trying(town, navigator):
    navigator.post(BASE)
    navigator.post(f"{BASE}frage/posts/", {"answer": "2"})
    question = f"{BASE}frage/retirements/"
    marks, answers = {}, set()
    for number in ("1", "2"):
        navigator.post(question, {"answer": number})
        marks[number] = form_on(form_of(navigator.get(question)), "seen")[1]["seen"]
        for guess in ("1", "2"):
            late = navigator.post(question, {"answer": guess, "seen": "of another page"})
            answers.add((late.status_code, "beantwortet, seit Sie" in late.content.decode()))
    assert marks["1"] == marks["2"], "a mark tells what its reader saw, and no more"
    assert form_on(form_of(navigator.get(f"{BASE}frage/posts/")), "seen")[1]["seen"] not in marks.values()
    assert answers == {(422, True)}, "right or wrong, the page says the same"


def test_the_comparison_of_two_rounds_hides_how_many_retire_from_readers(town, navigator):
    answer_all(navigator, navigator.post(BASE)["Location"])
    navigator.post(BASE)
    navigator.post(f"{BASE}frage/retirements/", {"answer": "37"})
    navigator.post(f"{BASE}fertig/")
    lotse = browser(make_member(town, Role.LOTSE)[0])
    assert "37" in main_of(navigator.get(f"{BASE}ergebnis/")).partition("Vergleich")[2]
    shown = main_of(lotse.get(f"{BASE}ergebnis/"))
    assert "Vergleich" in shown
    assert "Ruhestand" not in shown


def test_an_unreadable_character_in_an_address_is_no_fault_of_the_server(navigator):
    for path in ("leistungen/?q=%00", "leistungen/?area=%00&unit=%00", "leistungen/neu/?q=ab%00c"):
        assert 400 <= navigator.get(f"/lindenau/erfassen/{path}").status_code < 500, path
    for path in ("/gemeinde/%00/", "/gemeinde/14999123%00/", "/lindenau/konto/team/?q=%00"):
        assert 400 <= navigator.get(path).status_code < 500, path


def test_get_writes_nothing(navigator, town):
    navigator.post(BASE)
    before = _rows()
    for path in ("", "frage/posts/", "weitergeben/", "ergebnis/"):
        navigator.get(BASE + path)
    for path in ("", "leistungen/", "systeme/", "grundlagen/", "ohne-vertretung/"):
        assert navigator.get(f"/lindenau/erfassen/{path}").status_code == 200
    assert _rows() == before


def test_next_year_starts_with_last_years_answers_as_suggestions(navigator, town):
    answer_all(navigator, navigator.post(BASE)["Location"])
    address = navigator.post(BASE)["Location"]
    assert question_in(address) == QUESTIONS.questions[0].id
    page = navigator.get(f"{BASE}frage/posts/").content.decode()
    assert 'value="14"' in page
    with working_for(town):
        assert Check.objects.count() == 2
        assert Answer.objects.filter(check_round__finished_at=None).count() == 0
    navigator.post(f"{BASE}frage/navigator/", {"answer": "nobody"})
    end = answer_all(navigator, navigator.post(BASE)["Location"])
    page = navigator.get(end).content.decode()
    assert "Vergleich" in page
    with working_for(town):
        assert Check.objects.exclude(picture=None).count() == 2


def test_the_picture_of_a_finished_round_follows_a_changed_answer(navigator, town):
    answer_all(navigator, navigator.post(BASE)["Location"])
    response = fills(navigator, f"{BASE}frage/posts/", {"answer": "20"})
    assert response["Location"].endswith("/ergebnis/")
    with working_for(town):
        assert float(Figure.objects.current(town, Q()).get(subject="town", key="posts").value) == 20


def test_the_picture_can_be_seen_before_all_questions_are_answered(navigator, town):
    navigator.post(BASE)
    response = navigator.post(f"{BASE}fertig/")
    assert response["Location"].endswith("/ergebnis/")
    assert navigator.get(response["Location"]).status_code == 200


class TestErrand:
    """Part of the check goes to a colleague by link."""

    def send(self, navigator, *questions: str, **more: str) -> str:
        navigator.post(BASE)
        sent = {"questions": questions or ("posts", "retirements"), "office": "Personalstelle", **more}
        page = navigator.post(f"{BASE}weitergeben/", sent, follow=True).content.decode()
        found = re.search(r'href="http://testserver(/lindenau/aufgabe/[^"]+/)"', page)
        assert found, page
        return found[1]

    def test_colleague_answers_without_login_and_sees_nothing_else(self, navigator, town):
        link = self.send(navigator)
        colleague = browser()
        first = colleague.get(link)
        assert first.status_code == 302
        page = colleague.get(first["Location"]).content.decode()
        assert "Wie viele Stellen" in page
        assert "Hauptmenü" not in page
        second = colleague.post(first["Location"], {"answer": "14"})["Location"]
        end = colleague.post(second, {"answer": "0"})["Location"]
        assert end.endswith("/aufgabe/danke/")
        assert "Danke" in colleague.get(end).content.decode()
        for path in ("erfassen/", "erfassen/schnell-check/", "erfassen/leistungen/", "erfassen/stellen/"):
            assert colleague.get(f"/lindenau/{path}").status_code == 302
        with working_for(town):
            answers = Answer.objects.exclude(errand=None)
            assert {answer.author for answer in answers} == {None}
            assert {answer.question: answer.value for answer in answers} == {"posts": 14, "retirements": 0}

    def test_link_shows_only_its_questions_and_nobody_elses_answers(self, navigator, town):
        navigator.post(BASE)
        navigator.post(f"{BASE}frage/posts/", {"answer": "4711"})
        link = self.send(navigator, "posts")
        colleague = browser()
        page = colleague.get(link, follow=True).content.decode()
        assert "4711" not in page
        assert colleague.get(f"{link}2/")["Location"] == f"{link}1/"
        assert colleague.post(f"{link}7/", {"answer": "1"})["Location"] == f"{link}1/"

    def test_used_wrong_expired_and_revoked_links_look_the_same(self, navigator, town):
        used = self.send(navigator, "posts")
        browser().post(f"{used}1/", {"answer": "14"})
        expired = self.send(navigator, "retirements")
        with working_for(town):
            Errand.objects.filter(done_at=None).update(expires_at=timezone.now())
        revoked = self.send(navigator, "invoices")
        with working_for(town):
            key = Errand.objects.get(done_at=None, expires_at__gt=timezone.now()).pk
        navigator.post(f"{BASE}weitergeben/{key}/")
        pages = [browser().get(link) for link in (used, expired, revoked, "/lindenau/aufgabe/erraten/")]
        assert {page.status_code for page in pages} == {404}
        bodies = {re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages}
        assert len(bodies) == 1

    def test_link_of_one_town_is_nothing_in_another(self, navigator, town):
        make_town("gruenhain")
        link = self.send(navigator)
        assert browser().get(link.replace("/lindenau/", "/gruenhain/")).status_code == 404
        assert browser().get(link.removeprefix("/lindenau")).status_code == 404

    def test_only_a_hash_of_the_token_is_kept(self, navigator, town):
        token = self.send(navigator).rstrip("/").rpartition("/")[2]
        with working_for(town):
            errand = Errand.objects.get()
        assert token not in str(errand.__dict__)
        assert len(errand.token_hash) == 64
        assert len(token) >= 43

    def test_mail_is_sent_when_there_is_an_address(self, navigator, town):
        link = self.send(navigator, email="kasse@lindenau.example", note="Danke Ihnen!")
        with connections["owner"].cursor() as cursor:
            cursor.execute('SELECT "to", body FROM jobs_mail')
            ((to, body),) = cursor.fetchall()
        assert to == "kasse@lindenau.example"
        assert link in body
        assert "Danke Ihnen!" in body

    def test_navigator_is_not_asked_what_lies_with_a_colleague(self, navigator, town):
        self.send(navigator, "navigator")
        assert question_in(navigator.post(BASE)["Location"]) != "navigator"
        assert "bei einer Kollegin" in navigator.get(BASE).content.decode()

    def test_late_answers_still_reach_the_picture(self, navigator, town):
        link = self.send(navigator, "posts")
        answer_all(navigator, navigator.post(BASE)["Location"])
        browser().post(f"{link}1/", {"answer": "17"})
        with working_for(town):
            posts = Figure.objects.current(town, Q()).get(subject="town", key="posts")
            assert float(posts.value) == 17
            assert posts.author is None
            assert "Personalstelle" in posts.source
        assert "per Link: Personalstelle" in navigator.get(BASE).content.decode()


def _rows() -> dict[str, int]:
    with connections["owner"].cursor() as cursor:
        tables = ("figure", "answer", "check", "errand", "service", "capability", "assessment", "system", "solotask")
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM inventory_{table}")
            counts[table] = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM tenants_act")
        return {**counts, "act": cursor.fetchone()[0]}
