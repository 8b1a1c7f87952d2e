"""How second factors are kept: encrypted under a key derived from the site's secret, never in the clear in the database."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from jixiao.accounts.queries import User
from jixiao.entrance.sums import vault_key
from jixiao.kernel.refusal import Refused

ISSUER = "绩效"
DAMAGED = "这个账号的第二因素读不出来（服务器的密钥换过），请安全保密员清除后重新设置"


class Vault(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """The library's adapter with our lock on it."""

    def encrypt(self, text: str) -> str:
        """Lock a secret."""
        return Fernet(vault_key(settings.SECRET_KEY)).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Unlock a secret; refuses one locked under another key."""
        try:
            return Fernet(vault_key(settings.SECRET_KEY)).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise Refused(DAMAGED) from None

    def get_totp_label(self, user: User) -> str:
        """Return the name an authenticator app shows."""
        return user.username

    def get_totp_issuer(self) -> str:
        """Return the product's name in an authenticator app."""
        return ISSUER
