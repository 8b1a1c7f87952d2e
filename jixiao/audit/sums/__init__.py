"""Arithmetic of the chain: walking it, and signatures under checkpoints."""

from __future__ import annotations

from .signatures import key_id, pem, publics, sign, signed
from .walk import CHECKPOINT, Walk

__all__ = ["CHECKPOINT", "Walk", "key_id", "pem", "publics", "sign", "signed"]
