"""Bytes of an untrusted file -> sheets of cells. See ``docs/untrusted-files.md``."""
