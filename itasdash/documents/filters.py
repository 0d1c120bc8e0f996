"""What a filter asks for, in words: the same object selects the rows and writes the sentence."""

from collections.abc import Mapping, Sequence

from itasdash.i18n import translator
from itasdash.metrics.provinces import ProvinceFilter
from itasdash.metrics.selection import LaoFilter
from itasdash.reference import Named, all_provinces, lao_types, regions
from itasdash.schema import OUTSTANDING_STATES

# So many choices stand in a title by name.
_NAMED = 2


def list_subject(wanted: LaoFilter, language: str) -> str:
    """Return what a list is about, for its title and its file name.

    Only all that is outstanding is called "not registered": an import takes what is called so
    for a list, and whoever is not on it for registered.
    """
    t = translator(language)
    if wanted.all_outstanding:
        return t("document.outstanding")
    return t("document.some_outstanding" if wanted.only_outstanding else "document.laos")


def filter_words(wanted: LaoFilter, language: str) -> list[str]:
    """Return the active choices as short words, for a file name; empty where all are asked for."""
    t = translator(language)
    words = [_short(regions(), code, language) for code in wanted.regions]
    words += [t("filter.inspection_is", number=code) for code in wanted.inspection_regions]
    words += [t("filter.nacc_is", number=code) for code in wanted.nacc_regions]
    words += [all_provinces()[code].name(language) for code in wanted.province_codes]
    words += wanted.districts
    words += [_short(lao_types(), code, language) for code in wanted.lao_types]
    if wanted.states and set(wanted.states) != set(OUTSTANDING_STATES):
        words += [t(f"filter.short_{state}") for state in wanted.states]
    words += [t(f"filter.short_{name}") for name in _flags(wanted)]
    if wanted.min_days:
        words.append(t("filter.short_days", count=wanted.min_days))
    if wanted.follow_up:
        words.append(t(f"follow_up.{wanted.follow_up}"))
    return [*words, wanted.search] if wanted.search else words


def province_filter_words(wanted: ProvinceFilter, language: str) -> list[str]:
    """Return the active choices as short words, empty where all provinces are asked for."""
    t = translator(language)
    return [
        *(regions()[code].name(language) for code in wanted.regions),
        *(t("filter.nacc_is", number=number) for number in wanted.nacc_regions),
        *(t("filter.inspection_is", number=number) for number in wanted.inspection_regions),
    ]


def choice_name(words: Sequence[str], provinces: int, language: str) -> str:
    """Return what the provinces that are chosen are called in a title, empty where all are.

    Args:
        words: the active choices in short words.
        provinces: how many provinces they choose.
        language: ``th`` or ``en``.
    """
    if len(words) > _NAMED:
        return translator(language)("filter.chosen_provinces", count=provinces)
    return ", ".join(words)


def filter_sentence(wanted: LaoFilter, language: str) -> str:
    """Return the filter as the sentence that stands above and in whatever it selects."""
    t = translator(language)
    province_names = [all_provinces()[code].name(language) for code in wanted.province_codes]
    region_names = [_short(regions(), code, language) for code in wanted.regions]
    type_names = [_short(lao_types(), code, language) for code in wanted.lao_types]
    parts = []
    if wanted.inspection_regions:
        parts.append(t("filter.inspection_is", number=_all(wanted.inspection_regions)))
    if wanted.nacc_regions:
        parts.append(t("filter.nacc_is", number=_all(wanted.nacc_regions)))
    if region_names or not (province_names or parts):
        parts.insert(0, _part(t("filter.in_region"), region_names, t("filter.all_regions")))
    if province_names:
        parts.append(_part(t("filter.in_province"), province_names, ""))
    if wanted.districts:
        parts.append(_part(t("filter.in_district"), list(wanted.districts), ""))
    parts.append(_part(t("filter.of_type"), type_names, t("filter.all_types")))
    if set(wanted.states) != set(OUTSTANDING_STATES):
        states = [t(f"state.{state}") for state in wanted.states]
        parts.append(_part(t("filter.in_state"), states, t("filter.all_states")))
    parts += [t(f"filter.{name}") for name in _flags(wanted)]
    if wanted.min_days:
        parts.append(t("filter.min_days", count=wanted.min_days))
    if wanted.follow_up:
        parts.append(t(f"follow_up.{wanted.follow_up}"))
    if wanted.search:
        parts.append(t("filter.with_text", text=wanted.search))
    return " · ".join(parts)


def _flags(wanted: LaoFilter) -> list[str]:
    return [n for n in ("is_new", "since_first", "regressed") if getattr(wanted, n)]


def _all(numbers: tuple[str, ...]) -> str:
    return ", ".join(numbers)


def _part(before: str, names: list[str], everything: str) -> str:
    return f"{before} {', '.join(names)}" if names else everything


def _short(named: Mapping[str, Named], code: str, language: str) -> str:
    return named[code].short(language)
