"""Originals as they are given back."""

from itasdash.ingest.files.kind import named_by_kind


def name_to_give_back(name: str, data: bytes) -> str:
    """Return the name under which an original is offered: one that ends as what it is."""
    return named_by_kind(name, data)
