"""Labels in the tables: each kept once, with its tokens for the filter."""

from __future__ import annotations

from functools import lru_cache

from comity.programme.models.labels import Label as Row
from comity.programme.models.labels import LabelToken
from comity.programme.state.rows import create
from comity.safeguards.labels import POLICIES, Label, Level

PUBLIC_LABEL = Label.public()


def keep(label: Label) -> str:
    """Keep a label and return its key; where it is kept already, nothing changes."""
    key = label.key
    if not Row.objects.filter(key=key).exists():
        create(Row, key=key, text=label.text, level=int(label.level))
        LabelToken.objects.bulk_create(token_rows(label))
    return key


def token_rows(label: Label) -> list[LabelToken]:
    """The rows of a label's tokens, not yet in the table."""
    plain = label.policy in POLICIES and label.level == Level.PUBLIC and not label.required
    axes = (
        (LabelToken.Axis.RELEASABLE, label.releasable_to),
        (LabelToken.Axis.REQUIRED, label.required),
    )
    return [
        LabelToken(label_id=label.key, axis=axis, token=token, plain=plain)
        for axis, tokens in axes
        for token in sorted(tokens)
    ]


@lru_cache(maxsize=4096)
def read_label(text: str) -> Label:
    """The label of a kept text."""
    return Label.parse(text)


def kept(key: str) -> Label:
    """The label that is kept under a key."""
    return read_label(Row.objects.values_list("text", flat=True).get(key=key))
