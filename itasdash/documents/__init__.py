"""Tidy frames -> files to hand out."""
