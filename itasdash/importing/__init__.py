"""What staff do with exports: a batch, an import, names, derived data, checks, the sample."""

from itasdash.ingest.normalise import Summary
from itasdash.ingest.said import LaoRow, Sample, Unresolved

__all__ = ["LaoRow", "Sample", "Summary", "Unresolved"]
