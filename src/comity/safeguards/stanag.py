"""Labels as XML in the element form of STANAG 4774, out and in.

This is a profile written after public implementations of ADatP-4774, whose text is not public. It
claims neither conformance nor accreditation by anybody.

| label             | XML                                                                       |
|-------------------|---------------------------------------------------------------------------|
| content, metadata | root `originatorConfidentialityLabel`, `metadataConfidentialityLabel`     |
| `policy`          | `PolicyIdentifier`, without URI                                           |
| `level`           | `Classification`, as the level is written (`NATO UNCLASSIFIED`)           |
| `releasable_to`   | one `Category` of Type PERMISSIVE, TagName `Releasable To`, always there  |
| `required`        | `Category` of Type RESTRICTIVE, TagName `Required`; left out where none   |
| `handling`        | `Category` of Type INFORMATIVE, TagName `Handling`; left out where none   |

Elsewhere a label without a permissive category is open to all who hold the level; here an empty
list is nobody. So nobody is written out as NOBODY, everybody as ALL, and a label that says neither
is refused rather than guessed at. So is whatever else the profile does not know: a label of which
a part was not understood is no label.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from comity.base.errors import InputError
from comity.safeguards.labels import POLICIES, Label, Level
from comity.safeguards.strict_xml import (
    MAX_BYTES,
    check_attributes,
    children,
    leaf,
    only,
    parse_strictly,
)
from comity.safeguards.tokens import shown

NAMESPACE = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0"
NOBODY = "NOBODY"
About = Literal["content", "metadata"]
_ROOTS: dict[About, str] = {
    "content": "originatorConfidentialityLabel",
    "metadata": "metadataConfidentialityLabel",
}
_TAG_NAMES = {"PERMISSIVE": "Releasable To", "RESTRICTIVE": "Required", "INFORMATIVE": "Handling"}
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)


@dataclass(frozen=True, slots=True)
class LabelDocument:
    """What one XML document says: a label, of what, since when, and when to look at it again.

    Times are aware and kept in UTC.

    Raises:
        InputError: a time has no zone.
    """

    label: Label
    created: dt.datetime
    about: About = "content"
    review: dt.datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "created", _utc(self.created))
        if self.review is not None:
            object.__setattr__(self, "review", _utc(self.review))


def to_xml(document: LabelDocument) -> bytes:
    """The document as UTF-8 XML, the same bytes for the same document.

    Raises:
        InputError: the policy is not known here, or the label is too long for ``from_xml``.
    """
    label = document.label
    _check_policy(label.policy)
    root = etree.Element(_name(_ROOTS[document.about]), nsmap={"slab": NAMESPACE})
    if document.review is not None:
        root.set("ReviewDateTime", _time_text(document.review))
    information = etree.SubElement(root, _name("ConfidentialityInformation"))
    etree.SubElement(information, _name("PolicyIdentifier")).text = label.policy
    etree.SubElement(information, _name("Classification")).text = label.level.text
    values = (label.releasable_to or {NOBODY}, label.required, label.handling)
    for (kind, tag_name), listed in zip(_TAG_NAMES.items(), values, strict=True):
        if listed:
            category = etree.SubElement(information, _name("Category"))
            category.set("Type", kind)
            category.set("TagName", tag_name)
            for value in sorted(listed):
                etree.SubElement(category, _name("GenericValue")).text = value
    etree.SubElement(root, _name("CreationDateTime")).text = _time_text(document.created)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    if len(data) > MAX_BYTES:
        raise InputError(
            f"the label takes {len(data)} bytes of XML, more than the {MAX_BYTES} that are read; "
            "release it to groups rather than to each by name"
        )
    return data


def from_xml(data: bytes | str) -> LabelDocument:
    """What a document says, wholly understood. The caller holds the level against the ceiling.

    Raises:
        InputError: it is too long, no XML, asks for entities, or has anything the profile does not.
    """
    root = parse_strictly(data)
    about = next((about for about, name in _ROOTS.items() if root.tag == _name(name)), None)
    if about is None:
        raise InputError(
            f"the document is {shown(str(root.tag))}; write "
            f"{' or '.join(_ROOTS.values())} in the namespace {NAMESPACE}"
        )
    check_attributes(root, {"ReviewDateTime": None})
    found = children(root, NAMESPACE, ("ConfidentialityInformation", "CreationDateTime"))
    review = root.get("ReviewDateTime")
    return LabelDocument(
        _label(only(found, "ConfidentialityInformation")),
        _time(leaf(only(found, "CreationDateTime"))),
        about,
        None if review is None else _time(review),
    )


def _label(information: etree._Element) -> Label:
    check_attributes(information, {})
    found = children(information, NAMESPACE, ("PolicyIdentifier", "Classification", "Category"))
    policy = leaf(only(found, "PolicyIdentifier"))
    _check_policy(policy)
    level = Level.read(leaf(only(found, "Classification")))
    values: dict[str, list[str]] = {}
    for category in found["Category"]:
        kind, listed = _category(category)
        if kind in values:
            raise InputError(f"two categories are of Type {kind}; write one with all the values")
        values[kind] = listed
    if "PERMISSIVE" not in values:
        raise InputError(
            "the label does not say to whom it is released; add a Category of Type PERMISSIVE and "
            f"TagName 'Releasable To' with tokens such as nation:JPN, with ALL or with {NOBODY}"
        )
    released = values["PERMISSIVE"]
    return Label.of(
        level,
        () if released == [NOBODY] else released,
        values.get("RESTRICTIVE", ()),
        values.get("INFORMATIVE", ()),
        policy,
    )


def _category(category: etree._Element) -> tuple[str, list[str]]:
    check_attributes(category, {"Type": _TAG_NAMES, "TagName": None})
    kind = category.get("Type", "")
    if kind not in _TAG_NAMES:
        raise InputError(f"a Category has no Type; write one of {', '.join(_TAG_NAMES)}")
    if category.get("TagName") != _TAG_NAMES[kind]:
        raise InputError(
            f"the TagName of a Category of Type {kind} is {shown(category.get('TagName'))}; "
            f"known: {_TAG_NAMES[kind]}"
        )
    values = [leaf(one) for one in children(category, NAMESPACE, ("GenericValue",))["GenericValue"]]
    if not values:
        raise InputError(f"the Category of Type {kind} has no GenericValue; write at least one")
    if len(set(values)) < len(values):
        raise InputError(f"the Category of Type {kind} has a GenericValue twice; write each once")
    return kind, values


def _check_policy(policy: str) -> None:
    if policy not in POLICIES:
        raise InputError(
            f"the policy {shown(policy)} is not known here; a person must map the label to "
            f"{', '.join(sorted(POLICIES))}"
        )


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _utc(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:
        raise InputError(f"the time {moment.isoformat()} has no zone; give it in UTC")
    return moment.astimezone(dt.UTC)


def _time_text(moment: dt.datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _time(text: str) -> dt.datetime:
    try:
        if _TIME.fullmatch(text):
            return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        pass
    raise InputError(f"{shown(text)} is no time; write it as 2026-04-29T06:00:00Z")
