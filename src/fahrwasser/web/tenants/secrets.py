"""Secrets: addresses of people without an account are kept as keyed hashes, their codes are derived; what another
system wants to be shown again (its key) is kept sealed."""

import base64
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import constant_time_compare, salted_hmac

CODE_DIGITS = 8
WRONG_CODES = 5  # then the link is locked; the office or a new code by mail helps


def new_token() -> str:
    """22 characters for an address, 128 bits."""
    return secrets.token_urlsafe(16)


def derived_token(purpose: str, subject: str) -> str:
    """An address that belongs to this subject for good; can be shown again without being stored."""
    raw = salted_hmac(f"fahrwasser.token.{purpose}", subject, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(raw[:16]).rstrip(b"=").decode()


def derived_code(purpose: str, subject: str) -> str:
    """Eight digits in two groups, to be written down: "4827-1930"; can be shown again without being stored."""
    raw = salted_hmac(f"fahrwasser.code.{purpose}", subject, algorithm="sha256").digest()
    digits = f"{int.from_bytes(raw[:8], 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}d}"
    return f"{digits[:4]}-{digits[4:]}"


def hashed(secret: str) -> str:
    """64 hex digits; worthless without the server's key, so that a stolen database opens nothing."""
    return salted_hmac("fahrwasser.link", secret, algorithm="sha256").hexdigest()


def sealed(secret: str) -> str:
    """Readable again with the server's key only; a stolen database shows nothing."""
    return _seal().encrypt(secret.encode()).decode()


def unsealed(stored: str) -> str:
    """What was sealed; "" when it was sealed with another server key and has to be entered again."""
    try:
        return _seal().decrypt(stored.encode()).decode()
    except InvalidToken:
        return ""


def _seal() -> Fernet:
    key = salted_hmac("fahrwasser.sealed", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def is_code(typed: str, code: str) -> bool:
    """True when the typed digits are the code's; spaces and dashes do not matter."""
    return constant_time_compare(_digits(typed), _digits(code))


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal() and c.isascii())
