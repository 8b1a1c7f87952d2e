"""For tests of any room: ask for ``chain_is_whole``, and the log must verify when the test is over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jixiao.audit import queries


@pytest.fixture
def chain_is_whole(db: None) -> Iterator[None]:
    """Verify the whole log after the test, whatever it did: ``from jixiao.audit.tests.chain import chain_is_whole``."""
    yield
    broken = queries.verify()
    assert broken is None, str(broken)
