"""Sheets of cells -> tables: where they stand, what each column is, what each row is for."""
