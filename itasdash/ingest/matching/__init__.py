"""Written names -> LAOs of the register, by the rules of ``docs/matching.md`` and no others."""
