"""Open an account for a person, and close it; a link sets its password."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.db import transaction

from comity.base.errors import InputError
from comity.programme.accounts.models import Account
from comity.programme.accounts.tokens import end_all_tokens
from comity.programme.models import Person
from comity.programme.persons.store import values_of
from comity.programme.services.acting import acting, administers, coordinates, refuse, seen_person
from comity.programme.services.guard import NOT_THERE, Refusal

if TYPE_CHECKING:
    from comity.programme.programme import Programme
    from comity.programme.reading.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Invitation:
    """The address that an account signs in by, and the path of the page that sets its password."""

    address: str
    path: str = field(repr=False)


class TakenError(InputError):
    """An address that another account signs in by."""


def open_account(programme: Programme, person: UUID) -> Account:
    """The account of a person, made where there is none; without a password nobody signs in.

    Raises:
        TakenError: the address belongs to another account.
        InputError: she has no address.
    """
    if not Person.objects.filter(id=person, erased=False).exists():
        raise InputError("there is no such person: give the identifier of one who is registered.")
    found = values_of(programme, [person])[person].get("email")
    if found is None:
        raise InputError("the person has no e-mail address: she signs in by it; set one first.")
    address = found.value.lower()
    with transaction.atomic():
        account = Account.objects.filter(person=person).first()
        if account is None:
            account = Account(person=person)
            account.set_unusable_password()
            account.save()
        held = EmailAddress.objects.filter(email__iexact=address).exclude(user=account)
        if held.exists():
            raise TakenError("the e-mail address belongs to another account: give another.")
        EmailAddress.objects.filter(user=account).exclude(email=address).delete()
        # Her password is set by a link that is sent there: who signs in has proved the address.
        EmailAddress.objects.update_or_create(
            user=account, email=address, defaults={"verified": True, "primary": True}
        )
    return account


def invite(programme: Programme, viewer: Viewer, person: UUID) -> Invitation | Refusal:
    """Open an account and make the link that sets its password: by an administrator, or by the
    coordinator of the person's nation.

    Of an address that another account has a coordinator is not told, for it may be of somebody whom
    she does not see: she gets a link that opens nothing.

    Raises:
        InputError: see :func:`open_account`; that an address is taken is told administrators only.
    """
    who = acting(programme, viewer)
    if isinstance(who, Refusal):
        return who
    row = seen_person(who, person)
    if row is None:
        return NOT_THERE
    if not (administers(who) or coordinates(who, row.nation)):
        sentence = "an account is opened by an administrator or the nation's coordinator."
        return refuse("open-account", who.day, sentence)
    held = Account.objects.filter(person=person).first()
    if held is not None and held.has_usable_password() and not administers(who):
        # A second link would hand the account to whoever made it.
        sentence = (
            "she has an account: she asks for a new password where one signs in, or an "
            "administrator makes her a link."
        )
        return refuse("open-account", who.day, sentence)
    try:
        return invitation(programme, person)
    except TakenError:
        if administers(who):
            raise
    address = values_of(programme, [person])[person]["email"].value.lower()
    return Invitation(address, _path(Account(person=person)))


def invitation(programme: Programme, person: UUID) -> Invitation:
    """The link for a person, made by who has the right to it or the machine.

    Raises:
        InputError: see :func:`open_account`.
    """
    account = open_account(programme, person)
    address = EmailAddress.objects.get(user=account, primary=True).email
    return Invitation(address, _path(account))


def _path(account: Account) -> str:
    key = f"{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}"
    return f"/accounts/password/reset/key/{key}/"


def set_password(programme: Programme, person: UUID, password: str) -> None:
    """Set a password from the machine's own command line.

    Raises:
        InputError: see :func:`open_account`; or the password is too weak.
    """
    from django.contrib.auth.password_validation import validate_password

    account = open_account(programme, person)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise InputError(" ".join(error.messages)) from error
    account.set_password(password)
    account.save()
    end_all_tokens(person)
