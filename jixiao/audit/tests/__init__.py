"""Proofs of the room."""
