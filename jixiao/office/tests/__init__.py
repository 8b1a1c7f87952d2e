"""Proof of the office: each format read and written, each hostile file refused."""
