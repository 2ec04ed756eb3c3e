"""The framework's settings of the programme: tables, sign-in, passwords, sessions.

Sign-in is the framework's and django-allauth's; here it is told what this house allows: accounts
are opened by an administrator, never by signing up; a password alone opens nothing.
"""

from __future__ import annotations

from typing import Any

APPS = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "comity.programme",
    "comity.programme.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
)
# Behind whatever the site puts in front.
MIDDLEWARE = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
)
_HOURS = 3600


def installed(database: dict[str, Any]) -> dict[str, Any]:
    """What tables and sign-in need, wherever the programme is opened."""
    return {
        "INSTALLED_APPS": list(APPS),
        "DATABASES": {"default": database},
        "MIDDLEWARE": list(MIDDLEWARE),
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "USE_TZ": True,
        "AUTH_USER_MODEL": "accounts.Account",
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
            for name, options in (
                ("MinimumLengthValidator", {"min_length": 12}),
                ("CommonPasswordValidator", {}),
                ("NumericPasswordValidator", {}),
            )
        ],
        # A link that sets a password is for three days.
        "PASSWORD_RESET_TIMEOUT": 72 * _HOURS,
        # Wrong tries are counted where all processes see them.
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": "accounts_tries",
            }
        },
        **_SIGN_IN,
    }


_SIGN_IN: dict[str, Any] = {
    "ACCOUNT_ADAPTER": "comity.programme.accounts.adapters.Accounts",
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_USER_MODEL_EMAIL_FIELD": None,
    # Whether an address has an account is not told: no letter says that it has none.
    "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
    "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
    "ACCOUNT_PREVENT_ENUMERATION": True,
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": True,
    "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
    "ACCOUNT_RATE_LIMITS": {
        "login": "30/m/ip", "login_failed": "10/m/ip,5/15m/key",
        "reset_password": "20/m/ip,5/h/key",
        "reauthenticate": "10/m/user", "reset_password_from_key": "20/m/ip",
        "change_password": "5/m/user",
    },
    "MFA_ADAPTER": "comity.programme.accounts.adapters.SecondFactors",
    "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
    "MFA_TOTP_ISSUER": "Comity",
    "SOCIALACCOUNT_ADAPTER": "comity.programme.accounts.adapters.Providers",
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
    "SOCIALACCOUNT_STORE_TOKENS": False,
    "LOGIN_URL": "/accounts/login/",
    "LOGIN_REDIRECT_URL": "/programme",
    "SESSION_COOKIE_NAME": "comity_session",
    "SESSION_COOKIE_AGE": 8 * _HOURS,
    "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_SAMESITE": "Lax",
}  # fmt: skip
