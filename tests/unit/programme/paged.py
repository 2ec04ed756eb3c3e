"""What tests of the programme's pages share: a small world, and what a page says to a person."""

from __future__ import annotations

import re
from types import SimpleNamespace
from uuid import UUID, uuid4

from written import only

ALLIES, JAPANESE = only("group:NATO"), only("nation:JPN")
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')


def body(response):
    """The bytes of a page without the one token of its forms that differs each time."""
    return _TOKEN.sub(rb"\1", response.content)


def text(response):
    """The words of a page, on one line."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(plain.split())


def world(programme, write, coordinator, office, team):
    """An open activity of IST led by Belgium, in which Japan could take part, and one hidden."""
    tokyo, brussels, seoul = coordinator("JPN"), coordinator("BEL"), coordinator("KOR")
    opened = team("status:sto-enhanced-partner")
    lead, member = write.person("BEL", ALLIES), write.person("JPN", only("nation:JPN"))
    write.role(lead, "lead", ALLIES, nation="BEL", activity=opened)
    part = write.part(opened, "BEL", part="lead")
    document = write.document(
        opened, lead, title="=Plan of work", content=only("nation:BEL"), data=b"whole"
    )
    output = write.output(opened, metadata=ALLIES)
    hidden = write.activity("SET-900", "Quantum eyes", metadata=only("nation:BEL"))
    write.part(hidden, "JPN", metadata=only("nation:BEL"))
    unseen = write.document(hidden, lead, title="Lenses", metadata=only("nation:BEL"))
    return SimpleNamespace(
        programme=programme, write=write, office=office.person, tokyo=tokyo.person,
        brussels=brussels.person, seoul=seoul.person, lead=lead, member=member,
        other=write.person("SGP", only("nation:SGP")), open=opened, part=part, document=document,
        output=output, hidden=hidden, unseen=unseen,
    )  # fmt: skip


def made(response, plural):
    """The identifier of what a form led to."""
    assert response.status_code == 303, text(response)
    found = re.fullmatch(rf"/programme/{plural}/([0-9a-f-]{{36}})(\?.*)?", response["Location"])
    assert found, response["Location"]
    return UUID(found[1])


def alike(client, path, hidden, method="get", **form):
    """That a hidden object and one that does not exist are one answer, and it is 404."""
    told = [
        getattr(client, method)(path.format(key), *([form] if form else []))
        for key in (hidden, uuid4())
    ]
    assert [one.status_code for one in told] == [404, 404]
    assert body(told[0]) == body(told[1])
