"""itasdash: who has registered in ITAS, from messy exports to one clean history."""

__version__ = "0.1.0"
