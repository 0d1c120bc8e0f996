"""What staff do with exports: a batch, an import, names, derived data, checks, the sample."""

from itasdash.ingest.facts import LaoRow, Sample, Unresolved
from itasdash.ingest.normalise import Summary

__all__ = ["LaoRow", "Sample", "Summary", "Unresolved"]
