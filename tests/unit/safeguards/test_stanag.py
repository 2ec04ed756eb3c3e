"""Labels as XML: what is written is read back, and what is not understood is refused."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from label_worlds import ACTIVITY, labels

from comity.base.errors import InputError
from comity.safeguards.labels import Label, Level
from comity.safeguards.stanag import NAMESPACE, LabelDocument, from_xml, to_xml
from comity.safeguards.strict_xml import MAX_BYTES

CREATED = dt.datetime(2026, 4, 29, 6, 0, tzinfo=dt.UTC)
LABEL = Label.of(
    Level.NATO_UNCLASSIFIED, ["nation:JPN", "group:NATO"], ["role:release-officer"], ["cite"]
)
WRITTEN = f"""<?xml version='1.0' encoding='UTF-8'?>
<slab:originatorConfidentialityLabel xmlns:slab="{NAMESPACE}" ReviewDateTime="2031-04-29T06:00:00Z">
  <slab:ConfidentialityInformation>
    <slab:PolicyIdentifier>NATO</slab:PolicyIdentifier>
    <slab:Classification>NATO UNCLASSIFIED</slab:Classification>
    <slab:Category Type="PERMISSIVE" TagName="Releasable To">
      <slab:GenericValue>group:NATO</slab:GenericValue>
      <slab:GenericValue>nation:JPN</slab:GenericValue>
    </slab:Category>
    <slab:Category Type="RESTRICTIVE" TagName="Required">
      <slab:GenericValue>role:release-officer</slab:GenericValue>
    </slab:Category>
    <slab:Category Type="INFORMATIVE" TagName="Handling">
      <slab:GenericValue>cite</slab:GenericValue>
    </slab:Category>
  </slab:ConfidentialityInformation>
  <slab:CreationDateTime>2026-04-29T06:00:00Z</slab:CreationDateTime>
</slab:originatorConfidentialityLabel>"""
DOCUMENT = LabelDocument(LABEL, CREATED, review=dt.datetime(2031, 4, 29, 6, 0, tzinfo=dt.UTC))
times = st.datetimes(dt.datetime(1949, 4, 4), dt.datetime(2200, 1, 1), timezones=st.just(dt.UTC))
documents = st.builds(
    LabelDocument,
    labels(),
    times,
    st.sampled_from(["content", "metadata"]),
    st.one_of(st.none(), times),
)


def changed(old: str, new: str, count: int = 1) -> str:
    assert WRITTEN.count(old) >= 1, old
    return WRITTEN.replace(old, new, count)


def refusal(data: bytes | str) -> str:
    with pytest.raises(InputError) as refused:
        from_xml(data)
    line = str(refused.value)
    assert len(line.splitlines()) == 1
    assert len(line) < 400
    return line


def test_the_element_form_is_the_one_of_the_standard() -> None:
    compact = re.sub(r">\s+<", "><", WRITTEN)
    assert re.sub(r">\s+<", "><", to_xml(DOCUMENT).decode()) == compact
    assert from_xml(WRITTEN) == DOCUMENT
    assert from_xml(WRITTEN.encode()) == DOCUMENT


def test_another_prefix_is_the_same_document() -> None:
    bare = WRITTEN.replace("slab:", "").replace("xmlns:slab", "xmlns")
    assert from_xml(bare.replace("originator", "originator")) == DOCUMENT


@given(documents)
def test_what_is_written_is_read_back(document: LabelDocument) -> None:
    data = to_xml(document)
    assert from_xml(data) == document
    assert from_xml(data.decode()) == document
    assert to_xml(from_xml(data)) == data


def test_nobody_and_everybody_are_written_out() -> None:
    nobody = to_xml(LabelDocument(Label.of(Level.PUBLIC), CREATED)).decode()
    assert "<slab:GenericValue>NOBODY</slab:GenericValue>" in nobody
    assert from_xml(nobody).label.releasable_to == frozenset()
    everybody = to_xml(LabelDocument(Label.public(), CREATED)).decode()
    assert "<slab:GenericValue>ALL</slab:GenericValue>" in everybody


def test_a_time_in_another_zone_is_the_same_time() -> None:
    text = changed("2026-04-29T06:00:00Z", "2026-04-29T15:00:00+09:00")
    assert from_xml(text) == DOCUMENT
    tokyo = dt.timezone(dt.timedelta(hours=9))
    assert LabelDocument(LABEL, dt.datetime(2026, 4, 29, 15, tzinfo=tokyo)).created == CREATED
    with pytest.raises(InputError, match="has no zone"):
        LabelDocument(LABEL, dt.datetime(2026, 4, 29))


PERMISSIVE = re.search(r'<slab:Category Type="PERM.*?</slab:Category>', WRITTEN, re.S)[0]
REQUIRED = re.search(r'<slab:Category Type="RESTR.*?</slab:Category>', WRITTEN, re.S)[0]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        # Elements
        ("<slab:PolicyIdentifier>NATO</slab:PolicyIdentifier>", "", "PolicyIdentifier stands 0"),
        (
            "<slab:PolicyIdentifier>NATO</slab:PolicyIdentifier>",
            "<slab:PolicyIdentifier>NATO</slab:PolicyIdentifier>" * 2,
            "PolicyIdentifier stands 2",
        ),
        ("  <slab:CreationDateTime>2026-04-29T06:00:00Z</slab:CreationDateTime>\n", "", "stands 0"),
        ("<slab:CreationDateTime>", "<slab:PrivacyMark>x</slab:PrivacyMark><slab:CreationDateTime>",
         "PrivacyMark"),
        ("<slab:Classification>", "<slab:PrivacyMark>x</slab:PrivacyMark><slab:Classification>",
         "PrivacyMark"),
        ("<slab:Classification>", "<Other xmlns='urn:x'/><slab:Classification>", "urn:x"),
        ("<slab:GenericValue>cite",
         "<slab:IntegerValue>1</slab:IntegerValue><slab:GenericValue>cite", "IntegerValue"),
        ("NATO</slab:PolicyIdentifier>", "NATO<slab:X/></slab:PolicyIdentifier>", "write a text"),
        ("<slab:CreationDateTime>2026-04-29T06:00:00Z</slab:CreationDateTime>",
         "<CreationDateTime xmlns='urn:x'>2026-04-29T06:00:00Z</CreationDateTime>",
         "holds 'CreationDateTime' of 'urn:x'"),
        (PERMISSIVE, "", "does not say to whom it is released"),
        (PERMISSIVE, PERMISSIVE * 2, "two categories are of Type PERMISSIVE"),
        (REQUIRED, REQUIRED * 2, "two categories are of Type RESTRICTIVE"),
        (
            "<slab:GenericValue>cite</slab:GenericValue>",
            "",
            "INFORMATIVE has no GenericValue",
        ),
        ("<slab:GenericValue>cite<", "<slab:GenericValue> <", "GenericValue is empty"),
        ("<slab:Classification>", "loose<slab:Classification>", "holds the text"),
        ("</slab:ConfidentialityInformation>", "</slab:ConfidentialityInformation>loose",
         "holds the text"),
        # Attributes
        (' ReviewDateTime="', ' Id="x" ReviewDateTime="', "attribute 'Id'"),
        (' ReviewDateTime="', ' ReviewDate="', "attribute 'ReviewDate'"),
        ("<slab:PolicyIdentifier>", "<slab:PolicyIdentifier URI='urn:oid:1'>", "attribute 'URI'"),
        ('Type="PERMISSIVE" ', 'Type="PERMISSIVE" URI="urn:x" ', "attribute 'URI'"),
        ("<slab:GenericValue>cite", "<slab:GenericValue URI='x'>cite", "attribute 'URI'"),
        ("<slab:ConfidentialityInformation>", "<slab:ConfidentialityInformation a='1'>",
         "attribute 'a'"),
        ("<slab:Classification>", "<slab:Classification xml:lang='en'>", "attribute"),
        (' ReviewDateTime="', ' slab:ReviewDateTime="', "attribute"),
        # Types and policies
        ('Type="PERMISSIVE"', 'Type="COI"', "Type of Category is 'COI'; known: PERMISSIVE"),
        ('Type="PERMISSIVE" ', "", "a Category has no Type"),
        ('Type="RESTRICTIVE"', 'Type="PERMISSIVE"', "the TagName of a Category of Type PERMISSIVE"),
        (' TagName="Required"', "", "the TagName of a Category of Type RESTRICTIVE is None"),
        ('TagName="Releasable To"', 'TagName="Only"', "known: Releasable To"),
        ("NATO</slab:Pol", "ACME</slab:Pol", "the policy 'ACME' is not known here; a person must"),
        ("NATO</slab:Pol", "NATO/EAPC</slab:Pol", "is not known here"),
        # Values
        ("NATO UNCLASSIFIED", "UNCLASSIFIED", "is no level"),
        ("nation:JPN", "JPN", "is no token"),
        ("nation:JPN", "group:NATO", "has a GenericValue twice"),
        ("nation:JPN", "ALL", "name no others beside it"),
        ("nation:JPN", "NOBODY", "is no token"),
        ("role:release-officer", "ALL", "asks for nothing"),
        ("role:release-officer", "NOBODY", "is no token"),
        (">cite<", ">print<", "is no handling"),
        (">cite<", ">publish<", "may be published"),
        ("2026-04-29T06:00:00Z", "2026-04-29", "is no time; write it as"),
        ("2026-04-29T06:00:00Z", "2026-04-29T06:00:00", "is no time"),
        ("2026-04-29T06:00:00Z", "2026-02-30T06:00:00Z", "is no time"),
        ("2026-04-29T06:00:00Z", "0001-01-01T00:00:00+14:00", "is no time"),
        ("2026-04-29T06:00:00Z", "２026-04-29T06:00:00Z", "is no time"),
        ("2031-04-29T06:00:00Z", "later", "is no time"),
        ("2031-04-29T06:00:00Z", "", "is no time"),
    ],
)  # fmt: skip
def test_what_the_profile_does_not_know_is_refused(old: str, new: str, why: str) -> None:
    assert why in refusal(changed(old, new))


def test_only_the_three_parts_of_the_namespace_are_a_label() -> None:
    for name in ("ConfidentialityLabel", "alternativeConfidentialityLabel", "note"):
        text = WRITTEN.replace("originatorConfidentialityLabel", name)
        assert "write originatorConfidentialityLabel or metadata" in refusal(text)
    assert "in the namespace" in refusal(WRITTEN.replace(NAMESPACE, NAMESPACE + ":1"))
    assert "in the namespace" in refusal(WRITTEN.replace("slab:", "").replace("xmlns:slab", "x"))


def test_everybody_above_public_is_refused_from_outside_too() -> None:
    text = re.sub(r"<slab:GenericValue>group:NATO</slab:GenericValue>\s*", "", WRITTEN)
    assert "NATO UNCLASSIFIED is not public" in refusal(text.replace("nation:JPN", "ALL"))


DOCTYPES = {
    "a file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
    "an address": '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/e">]>',
    "a DTD": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "an entity within": '<!DOCTYPE x [<!ENTITY e "nation:JPN">]>',
    "laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;">]>',
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
def test_no_entity_is_expanded_or_fetched(doctype: str) -> None:
    body = changed("nation:JPN", "&e;")
    for text in (body.replace("?>\n", f"?>\n{doctype}\n", 1), doctype + body.split("?>\n")[1]):
        assert refusal(text).startswith("the XML has a DOCTYPE")
    # Without the DOCTYPE the entity is not known.
    assert "not well-formed" in refusal(body)


@pytest.mark.parametrize(
    "inserted",
    ["<!-- x -->", "<![CDATA[x]]>", "<?php x?>", "<?xml version='1.0'?>", "<!X>"],
)
def test_a_text_cannot_be_split_in_two(inserted: str) -> None:
    assert refusal(changed("nation:JPN", f"nation:J{inserted}PN")).startswith("the XML has a ")
    assert refusal(inserted + WRITTEN).startswith("the XML has a ")
    assert refusal(WRITTEN + inserted).startswith("the XML has a ")


@pytest.mark.parametrize(
    "data",
    ["", " ", "label", "<a", "<a/><b/>", WRITTEN[:-3], "\x00", WRITTEN + "\x00",
     "<a>" * 5000, WRITTEN.replace('Type="PERMISSIVE"', 'Type="PERMISSIVE" Type="PERMISSIVE"')],
)  # fmt: skip
def test_what_is_no_xml_is_refused(data: str) -> None:
    assert "not well-formed" in refusal(data)
    assert "not well-formed" in refusal(data.encode())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le"])
def test_another_encoding_is_refused(encoding: str) -> None:
    line = refusal(WRITTEN.replace("UTF-8", encoding.upper()).encode(encoding))
    assert "UTF-8" in line or "not well-formed" in line


def test_what_the_declaration_says_of_the_encoding_is_overruled() -> None:
    # In UTF-7 this is an element that opens a category; in UTF-8 it is a text out of place.
    hidden = "+ADw-slab:Category/+AD4-"
    text = changed("<slab:Classification>", hidden + "<slab:Classification>")
    assert f"holds the text '{hidden}'" in refusal(text.replace("UTF-8", "UTF-7").encode())
    assert from_xml(WRITTEN.replace("UTF-8", "ISO-8859-1").encode()) == DOCUMENT
    assert from_xml(b"\xef\xbb\xbf" + WRITTEN.encode()) == DOCUMENT
    assert "UTF-8" in refusal("\ud800")


def test_the_size_is_bounded_on_both_sides() -> None:
    filled = WRITTEN + " " * (MAX_BYTES - len(WRITTEN))
    assert from_xml(filled) == DOCUMENT
    assert (
        refusal(filled + " ") == f"the XML has {MAX_BYTES + 1} bytes; at most {MAX_BYTES} are read"
    )
    many = [f"{ACTIVITY[:-4]}{number:04x}" for number in range(1000)]
    wide = Label.of(Level.PUBLIC, many)
    with pytest.raises(InputError, match=r"takes \d+ bytes of XML, more than the 65536 that are"):
        to_xml(LabelDocument(wide, CREATED))
    nations = [f"nation:{a}{b}{c}" for a in "ABC" for b in "ABCDEFGHIJ" for c in "ABCDEFGHI"]
    narrow = LabelDocument(Label.of(Level.PUBLIC, nations), CREATED)
    assert from_xml(to_xml(narrow)) == narrow


def test_an_unknown_policy_is_not_written() -> None:
    foreign = Label.of(Level.PUBLIC, ["nation:JPN"], policy="ACME")
    with pytest.raises(InputError, match="the policy 'ACME' is not known here"):
        to_xml(LabelDocument(foreign, CREATED))


PIECES = st.sampled_from(
    ["<", ">", "&", '"', "/", "!", "?", "slab:", " ", "]]>", "ALL", "NOBODY", "&#x4A;", "\x00", "é"]
)


@given(st.lists(st.tuples(st.integers(0, len(WRITTEN)), st.integers(0, 60), PIECES), max_size=4))
@settings(max_examples=200)
def test_a_damaged_document_is_refused_or_understood(cuts: list[tuple[int, int, str]]) -> None:
    text = WRITTEN
    for at, length, piece in cuts:
        text = text[:at] + piece + text[at + length :]
    try:
        found = from_xml(text)
    except InputError:
        assert refusal(text)
    else:
        assert from_xml(to_xml(found)) == found


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_one_line(data: bytes) -> None:
    assert refusal(data)


def test_the_module_claims_no_accreditation() -> None:
    import comity.safeguards.stanag as module

    assert "claims neither conformance nor accreditation" in (module.__doc__ or "")
