"""What must be said wherever numbers go: that they are invented, contradictory, or outdated.

One place for it: pages, pictures, tables, slides, HTML edition, letters and file names ask here.
"""

from dataclasses import dataclass

from itasdash.i18n import translator

# Letters and attachments are in Thai, whatever the language of the page.
_OF_LETTERS = "th"


@dataclass(frozen=True)
class Marks:
    """What holds of a snapshot.

    Attributes:
        sample: it is of the sample, in which every status is invented.
        errors: how many of its errors nobody has acknowledged.
        outdated: it has yet to follow a register, a confirmed name or a taught layout.
    """

    sample: bool = False
    errors: int = 0
    outdated: bool = False

    def words(self, language: str) -> list[str]:
        """Return what holds, a sentence each, the sample first; none where nothing does."""
        t = translator(language)
        marks = [t("mark.sample")] if self.sample else []
        marks += [t("mark.errors", count=self.errors)] if self.errors else []
        return [*marks, *([t("mark.outdated")] if self.outdated else [])]

    def subject(self, subject: str, language: str) -> str:
        """Return what a file is about, behind what holds in a word each.

        In front, because a long name is shortened at its end.
        """
        t = translator(language)
        names = {
            "sample_name": self.sample,
            "errors_name": bool(self.errors),
            "outdated_name": self.outdated,
        }
        return "_".join([*(t(f"mark.{name}") for name, holds in names.items() if holds), subject])


NO_MARKS = Marks()


def letter_mark() -> str:
    """Return what stands above letters and attachments of the sample."""
    return translator(_OF_LETTERS)("mark.letter")
