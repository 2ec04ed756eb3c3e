"""What tests of release, letters and the glass share."""

from __future__ import annotations

import pytest
from databases import BOTH
from written import only

on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)
BELGIANS = only("nation:BEL")


def ask(case, by=None, nation="KOR", **given):
    from comity.programme.services.release import ask as asked

    who = case.write.viewer(by or case.kim)
    document = given.pop("document", case.document)
    return asked(case.programme, who, document, nation, "the agreement of 2025", **given)


def decide(case, by, request, decision, **given):
    from comity.programme.services.release import decide as decided

    who = case.write.viewer(by)
    return decided(case.programme, who, request, decision, "it is needed", **given)


def reads(case, person, document=None):
    from comity.programme.reading.objects import content

    return content(case.write.viewer(person), document or case.document)


def request_of(case, person, request):
    from comity.programme.reading.objects import one

    return one(case.write.viewer(person), "release-request", request)


def inbox(case, person):
    from comity.programme.reading.notices import waiting

    return [(one.kind, one.object.id) for one in waiting(case.write.viewer(person))]
