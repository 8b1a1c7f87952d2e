"""Ed25519 over checkpoints: the private key signs here, the public one lets anybody check."""

from __future__ import annotations

import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from jixiao.audit.facts import Checkpoint

BLOCK = re.compile(r"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)
SIGNS = 16


def key_id(public: Ed25519PublicKey) -> str:
    """Return the short name of a key: the first signs of its digest."""
    return hashlib.sha256(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:SIGNS]


def pem(public: Ed25519PublicKey) -> str:
    """Write a public key as the text other programs read."""
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def publics(text: str) -> dict[str, Ed25519PublicKey]:
    """Read the public keys of a file by their short names; ValueError where one is none of ours."""
    keys = [load_pem_public_key(block.encode()) for block in BLOCK.findall(text)]
    if not keys or not all(isinstance(key, Ed25519PublicKey) for key in keys):
        msg = "no Ed25519 public key"
        raise ValueError(msg)
    return {key_id(key): key for key in keys if isinstance(key, Ed25519PublicKey)}


def sign(private: Ed25519PrivateKey, text: str) -> str:
    """Return the signature under a text."""
    return private.sign(text.encode()).hex()


def signed(public: Ed25519PublicKey, checkpoint: Checkpoint) -> bool:
    """Say whether the key signed exactly this checkpoint."""
    try:
        public.verify(bytes.fromhex(checkpoint.signature), checkpoint.signed.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
