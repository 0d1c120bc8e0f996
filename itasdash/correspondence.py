"""What letters are made with: the office's own files of the data folder, else the shipped ones."""

from itasdash.documents.letter import TEMPLATE_FILE, Template
from itasdash.documents.office import OFFICE_FILE, read_office
from itasdash.documents.pack import Desk
from itasdash.store import Store


def office_desk(store: Store, *, thai_digits: bool, sample: bool = False) -> Desk:
    """Return what letters are made with: the office's own entries and template, else the shipped.

    Raises:
        Refusal: the office's files in the data folder cannot be used.
    """
    office = read_office(store.office_file(OFFICE_FILE))
    template = Template(store.office_file(TEMPLATE_FILE), office.font)
    return Desk(office, template, thai_digits, sample)
