"""Letters and notices: sent once, and never what may no longer be read."""

from __future__ import annotations

import pytest
from databases import BOTH
from released import ask, inbox, request_of
from written import OPEN, only, sentence

on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)
BELGIANS = only("nation:BEL")


# Letters.


def sending(case, addresses=None, **given):
    from comity.programme.mail import send_waiting

    address = (lambda person: f"p{person.int}@example.org") if addresses is None else addresses.get
    return send_waiting(case.programme, address, "comity@example.org", **given)


@pytest.fixture
def post(framework, settings_of_mail):
    """Letters that were handed over."""
    from django.core import mail

    mail.outbox = []
    yield mail.outbox
    mail.outbox = []


@pytest.fixture
def settings_of_mail(framework):
    from django.test.utils import override_settings

    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield


def test_a_letter_is_sent_once_in_plain_text_with_its_marking(case, post) -> None:
    case.write.event(changed(), case.activity)
    request = ask(case)
    assert request_of(case, case.lead, request) is not None
    said = sending(case)
    letters = {letter.to[0]: letter for letter in post}
    letter = letters[f"p{case.lead.int}@example.org"]
    assert letter.subject == "A request for release waits for your decision"
    assert letter.content_subtype == "plain"
    marked = "PUBLIC Releasable to a named person and role release-officer"
    assert letter.body.startswith(marked)
    assert str(case.kim) not in letter.body
    assert "the agreement" not in letter.body
    assert (said.sent, said.withheld, said.waiting) == (len(post), 0, 0)
    assert sending(case).sent == 0


def changed(title="Trust in teams", status="completed"):
    from comity.programme.events.kinds import ActivityChanged

    return ActivityChanged(status=status, title=title)


def test_what_may_no_longer_be_read_is_not_sent_and_never_will_be(case, post) -> None:
    member = case.write.person("KOR")
    case.write.role(member, "member", activity=case.activity, metadata=BELGIANS)
    case.write.event(changed("A plan"), case.activity)
    case.write.relabelled("activity", case.activity, BELGIANS)
    sending(case)
    to = f"p{member.int}@example.org"
    assert to not in {letter.to[0] for letter in post}
    case.write.relabelled("activity", case.activity, OPEN)
    assert sending(case).sent == 0
    # The notice itself is there again for who signs in.
    assert inbox(case, member) == [("activity-changed", case.activity)]


def test_a_letter_waits_for_an_address_and_for_the_server(case, post, monkeypatch) -> None:
    from django.core.mail.backends.locmem import EmailBackend

    ask(case)
    first = sending(case, {})
    assert (first.sent, first.waiting) == (0, 2)
    with monkeypatch.context() as patched:

        def refuse(self, messages):
            raise ConnectionRefusedError

        patched.setattr(EmailBackend, "send_messages", refuse)
        assert sending(case).waiting == 2
    assert sending(case, most=1).sent == 1
    assert sending(case).sent == 1
    assert len(post) == 2


def test_a_sender_that_is_killed_sends_nothing_twice(case, post, monkeypatch) -> None:
    from django.core.mail.backends.locmem import EmailBackend

    ask(case)
    send = EmailBackend.send_messages

    def killed(self, messages):
        send(self, messages)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", killed)
        with pytest.raises(KeyboardInterrupt):
            sending(case)
    sending(case)
    receivers = [letter.to[0] for letter in post]
    assert len(receivers) == len(set(receivers)) == 2


def test_one_is_done_with_ones_own_notices_only(case) -> None:
    from comity.programme.reading.notices import waiting
    from comity.programme.services.inbox import done

    ask(case)
    lead, kim = case.write.viewer(case.lead), case.write.viewer(case.kim)
    (notice,) = waiting(lead)
    assert "no such object" in sentence(done(case.programme, kim, notice.event))
    assert done(case.programme, lead, notice.event) is None
    assert waiting(lead) == ()
    assert [one.done for one in waiting(lead, done=True)] == [True]
    assert "no such object" in sentence(done(case.programme, lead, notice.event))


def test_a_letter_of_what_one_may_not_read_is_in_no_export_until_it_was_sent(people) -> None:
    from comity.programme.models import Event, Mail
    from comity.programme.services.people import export_own

    other = people.registered({"name": "Other", "email": "other@example.org"}, "BEL")
    event = Event.objects.filter(object=str(other), kind="person-registered").get()
    told = len(export_own(people.programme, people.look(people.tokyo))["letters"])
    letter = Mail.objects.create(
        person_id=people.tokyo, event=event.identifier, created=event.time, sent="", withheld=""
    )
    assert len(export_own(people.programme, people.look(people.tokyo))["letters"]) == told
    Mail.objects.filter(id=letter.id).update(sent=event.time)
    assert len(export_own(people.programme, people.look(people.tokyo))["letters"]) == told + 1
