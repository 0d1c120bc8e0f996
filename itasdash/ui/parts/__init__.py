"""Parts that pages share: cards, charts, tables, filters, downloads, maps, meeting mode, print."""
