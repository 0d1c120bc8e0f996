"""Names that would run, be read as markup or as fields, or not fit, if they were taken as code."""

LONG = "ก" * 40_000
HOSTILE = (
    '=HYPERLINK("http://example.com")',
    "@x",
    "+1ก",
    "-1ก",
    "<b>ก</b>&amp;",
    "{{outstanding}}",
    "#REF!",
    "ก\x0bข",
    LONG,
)
