"""What a filter asks for, in words: the same object selects the rows and writes the sentence."""

from collections.abc import Mapping

from itasdash.i18n import translator
from itasdash.laos import LaoFilter
from itasdash.reference import Named, all_provinces, lao_types, regions
from itasdash.schema import OUTSTANDING_STATES


def filter_words(wanted: LaoFilter, language: str) -> list[str]:
    """Return the active choices as short words, for a file name; empty where all are asked for."""
    t = translator(language)
    words = [_short(regions(), code, language) for code in wanted.regions]
    words += [all_provinces()[code].name(language) for code in wanted.province_codes]
    words += wanted.districts
    words += [_short(lao_types(), code, language) for code in wanted.lao_types]
    if set(wanted.states) != set(OUTSTANDING_STATES):
        words += [t(f"state.{state}") for state in wanted.states]
    return [*words, wanted.search] if wanted.search else words


def filter_sentence(wanted: LaoFilter, language: str) -> str:
    """Return the filter as the sentence that stands above and in whatever it selects."""
    t = translator(language)
    province_names = [all_provinces()[code].name(language) for code in wanted.province_codes]
    region_names = [_short(regions(), code, language) for code in wanted.regions]
    type_names = [_short(lao_types(), code, language) for code in wanted.lao_types]
    parts = []
    if region_names or not province_names:
        parts.append(_said(t("filter.in_region"), region_names, t("filter.all_regions")))
    if province_names:
        parts.append(_said(t("filter.in_province"), province_names, ""))
    if wanted.districts:
        parts.append(_said(t("filter.in_district"), list(wanted.districts), ""))
    parts.append(_said(t("filter.of_type"), type_names, t("filter.all_types")))
    if set(wanted.states) != set(OUTSTANDING_STATES):
        states = [t(f"state.{state}") for state in wanted.states]
        parts.append(_said(t("filter.in_state"), states, t("filter.all_states")))
    if wanted.search:
        parts.append(t("filter.with_text", text=wanted.search))
    return " · ".join(parts)


def _said(before: str, names: list[str], everything: str) -> str:
    return f"{before} {', '.join(names)}" if names else everything


def _short(named: Mapping[str, Named], code: str, language: str) -> str:
    return named[code].short(language)
