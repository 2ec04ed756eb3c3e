"""What is searched: words of rows, folded, with the row."""

from __future__ import annotations

from django.db import models

from comity.programme.models.labels import Labelled


class Searched(Labelled):
    """A row that is found by words of its metadata, and of its content by who may read that."""

    words = models.TextField(blank=True)
    content_words = models.TextField(blank=True)

    class Meta:
        abstract = True
