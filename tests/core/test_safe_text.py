"""Text and JSON that a database would refuse are refused before."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from client_portal.core.safe_text import check_document, check_text

documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=20,
)


@given(documents)
def test_a_document_comes_through_whole_or_not_at_all(document: Any) -> None:
    text = json.dumps(document, ensure_ascii=False)
    unsafe = "\\u0000" in json.dumps(document)
    if unsafe:
        with pytest.raises(ValidationError):
            check_document(document)
    else:
        assert json.dumps(check_document(document), ensure_ascii=False) == text


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "x\udfff"])
def test_unsafe_text_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        check_text(text)


def test_depth_is_limited() -> None:
    deep: Any = "x"
    for _level in range(25):
        deep = [deep]
    with pytest.raises(ValidationError, match="deep"):
        check_document(deep)
