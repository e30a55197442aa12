"""Who a login name belongs to. allauth's own copy of addresses is never asked: it may be out of date."""

from allauth.account.auth_backends import AuthenticationBackend

from alliance.core.accounts.identities import find_account


class LoginBackend(AuthenticationBackend):
    """E-mail or mobile number, and password. A name that nobody has costs the same hashing as a wrong password."""

    def _authenticate(self, request, **credentials):
        login = credentials.get("login")
        return self._check_password(find_account(login), credentials["password"]) if login else None
