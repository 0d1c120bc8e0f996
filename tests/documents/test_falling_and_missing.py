"""Falling numbers say so, and who is missing is said in the same words, wherever it is read."""

from pathlib import Path

import pytest

from itasdash.charts import Look, rate_trend
from itasdash.documents.cards import headline_cards, province_cards
from itasdash.documents.headline import headline_sentence
from itasdash.documents.summary import summary_sentences
from itasdash.i18n import translator
from itasdash.store import Store
from tests.kits.frames import trend
from tests.kits.hard_office import hard_office
from tests.kits.slide_inputs import from_store

TH, EN = Look("th"), Look("en")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    root: Path = tmp_path_factory.mktemp("falling") / "store"
    return hard_office(root)


def test_a_fall_is_called_one_and_never_an_increase(store: Store) -> None:
    inputs = from_store(store, 2)
    day = inputs.info.as_of.date()
    own = inputs.provinces[inputs.provinces["province_code"] == "50"].iloc[0]
    said = [
        headline_sentence(inputs.headline, "th", day, None),
        *(card.label for card in headline_cards(inputs.headline, TH)),
        *(c.label for c in province_cards(own, inputs.country.iloc[0], inputs.provinces, TH)),
        *summary_sentences(
            inputs.headline, inputs.provinces, TH, inputs.info.as_of, inputs.before, None
        ),
        rate_trend(inputs.trend, TH).title,
    ]
    assert not any("เพิ่มขึ้น" in text for text in said)
    assert sum("ลดลง" in text for text in said) == 6


@pytest.mark.parametrize(("look", "word"), [(TH, "ลดลงจากครั้งก่อน 30.0"), (EN, "30.0")])
def test_a_rate_that_is_level_over_all_and_has_just_fallen_says_so(look: Look, word: str) -> None:
    times = ("2021-12-24T09:00", "2022-01-07T13:00", "2022-01-31T16:30")
    fallen = trend(*zip(times, (40, 70, 40), (0, 0, 0), strict=True))
    assert word in rate_trend(fallen, look).title.replace("\u00a0", " ")
    level = trend(*zip(times, (40, 40, 40), (0, 0, 0), strict=True))
    assert word not in rate_trend(level, look).title


@pytest.mark.parametrize("language", ["th", "en"])
def test_who_is_missing_is_said_in_one_set_of_words(language: str) -> None:
    t = translator(language)
    for state in ("admin_only", "executive_only", "none", "incomplete"):
        words = t(f"brief.missing_{state}")
        assert words in t(f"card.missing_{state}", count=2)
        if language == "th":
            assert words in t(f"column.count_{state}")
            summed = "not_told" if state == "incomplete" else state
            assert words in t(f"summary.missing_{summed}", count=2)
