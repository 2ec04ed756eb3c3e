"""Small XML documents read strictly: nothing is fetched or expanded, nothing unknown is skipped."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lxml import etree

from comity.base.errors import InputError
from comity.safeguards.tokens import shown

# A label released to every nation takes a fifth of it.
MAX_BYTES = 65_536
_DECLARATION = "<?xml"


def parse_strictly(data: bytes | str) -> etree._Element:
    """The root of a UTF-8 document without DOCTYPE, comment, CDATA or processing instruction.

    What could hold an entity, or split a text so that two readers see two values, is refused
    before the parser sees it; the parser itself loads no DTD and opens no address.

    Raises:
        InputError: the document is too long, has one of these, or is not XML.
    """
    text = _decoded(data)
    body = text.removeprefix("\ufeff")
    rest = body[len(_DECLARATION) :] if body.startswith(_DECLARATION) else body
    if "<!" in rest or "<?" in rest:
        raise InputError(
            "the XML has a DOCTYPE, comment, CDATA or processing instruction; leave it out"
        )
    # What the declaration says of the encoding is overruled: the text was read as UTF-8.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
    )
    try:
        return etree.fromstring(body.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else "no element"
        raise InputError(f"this is not well-formed XML: {first}") from error


def _decoded(data: bytes | str) -> str:
    try:
        raw = data.encode("utf-8") if isinstance(data, str) else data
        if len(raw) > MAX_BYTES:
            raise InputError(f"the XML has {len(raw)} bytes; at most {MAX_BYTES} are read")
        return raw.decode("utf-8")
    except UnicodeError as error:
        raise InputError("the XML is not in UTF-8; write it so") from error


def check_attributes(element: etree._Element, known: Mapping[str, Collection[str] | None]) -> None:
    """Refuse an attribute that is not known, or a value that is not among those allowed.

    Args:
        element: whose attributes are looked at.
        known: the names, each with its values, or None where the value is read elsewhere.

    Raises:
        InputError: naming the attribute and what is known.
    """
    for key, value in element.attrib.items():
        name = str(key)
        if name not in known:
            listed = ", ".join(known) or "none"
            raise InputError(f"{local(element)} has the attribute {shown(name)}; known: {listed}")
        values = known[name]
        if values is not None and value not in values:
            listed = ", ".join(values)
            raise InputError(f"{name} of {local(element)} is {shown(value)}; known: {listed}")


def children(
    element: etree._Element, namespace: str, known: Collection[str]
) -> dict[str, list[etree._Element]]:
    """The children by name, of an element that holds only elements.

    Raises:
        InputError: a child is not known or of another namespace, or text stands between.
    """
    found: dict[str, list[etree._Element]] = {name: [] for name in known}
    if loose := (element.text or "").strip():
        raise InputError(f"{local(element)} holds the text {shown(loose)}; remove it")
    for child in element:
        name = etree.QName(child)
        if name.namespace != namespace or name.localname not in found:
            listed = ", ".join(known)
            theirs = "" if name.namespace == namespace else f" of {shown(name.namespace)}"
            raise InputError(
                f"{local(element)} holds {shown(name.localname)}{theirs}; known: {listed}"
            )
        if loose := (child.tail or "").strip():
            raise InputError(f"{local(element)} holds the text {shown(loose)}; remove it")
        found[name.localname].append(child)
    return found


def only(found: dict[str, list[etree._Element]], name: str) -> etree._Element:
    """The one child of a name.

    Raises:
        InputError: there is none, or more than one.
    """
    if len(found[name]) != 1:
        raise InputError(f"{name} stands {len(found[name])} times; write it once")
    return found[name][0]


def leaf(element: etree._Element) -> str:
    """The text of an element that has neither attributes nor children.

    Raises:
        InputError: it has one, or no text.
    """
    check_attributes(element, {})
    if len(element):
        raise InputError(f"{local(element)} holds {shown(local(element[0]))}; write a text alone")
    text = (element.text or "").strip(" \t\r\n")
    if not text:
        raise InputError(f"{local(element)} is empty; write its value")
    return text


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname
