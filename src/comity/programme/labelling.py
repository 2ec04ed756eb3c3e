"""Labels in the tables: each kept once, with its tokens for the filter."""

from __future__ import annotations

from functools import lru_cache

from comity.programme.models.labels import Label as Row
from comity.programme.models.labels import LabelToken
from comity.programme.state.rows import create
from comity.safeguards.labels import Label

PUBLIC_LABEL = Label.public()


def keep(label: Label) -> str:
    """Keep a label and return its key; where it is kept already, nothing changes."""
    key = label.key
    if not Row.objects.filter(key=key).exists():
        create(Row, key=key, text=label.text, level=int(label.level))
        axes = (
            (LabelToken.Axis.RELEASABLE, label.releasable_to),
            (LabelToken.Axis.REQUIRED, label.required),
        )
        LabelToken.objects.bulk_create(
            LabelToken(label_id=key, axis=axis, token=token)
            for axis, tokens in axes
            for token in sorted(tokens)
        )
    return key


@lru_cache(maxsize=4096)
def read_label(text: str) -> Label:
    """The label of a kept text."""
    return Label.parse(text)


def kept(key: str) -> Label:
    """The label that is kept under a key."""
    return read_label(Row.objects.values_list("text", flat=True).get(key=key))
