"""Accounts, beside the chain: a password is no history; what an account does is, by its person."""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Account(AbstractBaseUser):
    """A person's account; her address for sign-in is with the framework's addresses."""

    # Random: a number that counts up tells how many there are, in links and in keys' lists.
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.UUIDField(unique=True)
    is_active = models.BooleanField(default=True)
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "person"


class ApiToken(models.Model):
    """A key by which a program acts for an account: kept as a hash, for some days."""

    # The first half of the digest: it tells nothing of other keys.
    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    words = models.CharField(max_length=60)
    until = models.DateTimeField()
    objects: models.Manager[ApiToken] = models.Manager()
