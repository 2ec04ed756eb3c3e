"""What is searched: words of rows, folded, by the row."""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """Words of one row, of its metadata and of its content; who may read them, its labels say."""

    object = models.UUIDField(primary_key=True)
    words = models.TextField()
    content_words = models.TextField(blank=True)
    objects: models.Manager[SearchEntry] = models.Manager()
