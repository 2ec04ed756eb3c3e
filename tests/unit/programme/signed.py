"""A site that serves a test's programme, and clients that have signed in as some person."""

from __future__ import annotations

import time

PASSWORD = "a long enough word"


class Door:
    """The site of a programme; makes clients of it."""

    def __init__(self, programme):
        """Serve a programme from now on."""
        from comity.web.application import make_application
        from comity.web.settings import WebSettings
        from comity.web.site import current

        make_application(programme.workspace, WebSettings(hosts=("testserver",), rate=0))
        current().programme = programme
        self.programme = programme

    def anybody(self, **more):
        """A client that nobody has signed in with."""
        from django.test import Client

        return Client(raise_request_exception=False, **more)

    def signed_in(self, person, *, factor=True, lasting=0.0, **more):
        """A client with a session of a person, by a second factor unless said otherwise.

        The person needs an address: see ``account``.
        """
        client = self.anybody(**more)
        account = self.account(person)
        client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
        if factor:
            session = client.session
            session["account_authentication_methods"] = [
                {"method": "mfa", "at": time.time() + lasting, "type": "totp"}
            ]
            session["account_authentication_methods_user"] = str(account.pk)
            session.save()
        return client

    def account(self, person):
        """The account of a person, opened where there is none; without an address, too."""
        from comity.programme.accounts.models import Account

        found, _ = Account.objects.get_or_create(person=person)
        return found

    def password(self, person):
        """Give an account the password of all tests."""
        from comity.programme.accounts.opening import open_account, set_password

        set_password(self.programme, person, PASSWORD)
        return open_account(self.programme, person)
