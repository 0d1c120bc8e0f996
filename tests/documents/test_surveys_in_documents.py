"""Surveys and the whole road in slides, in the HTML edition, in words and as charts."""

import io
import json
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation

from itasdash.charts import Look
from itasdash.charts.road import road_bars
from itasdash.charts.surveys import survey_bars, survey_lines, survey_map, survey_push
from itasdash.documents.edition import Edition
from itasdash.documents.slides.presentation import make_slides
from itasdash.documents.slides.surveys import SurveySlideInputs
from itasdash.documents.survey_tables import furthest_laos, listed_laos, survey_table
from itasdash.documents.surveys import road_sentence, survey_sentence
from itasdash.metrics.road import ROAD, road
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.metrics.surveys import survey_trend, surveys
from itasdash.schema import INSTRUMENTS, Snapshot
from itasdash.store import Store
from tests.kits.frames import NO_SUMMARY, lao, status
from tests.kits.slide_inputs import from_store
from tests.kits.survey_office import survey_office

PARTLY, SUMMARY = -2, -3


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return survey_office(tmp_path_factory.mktemp("surveys") / "store")


def snapshot(store: Store, place: int) -> Snapshot:
    return store.read(store.snapshots()[place].as_of)


def frame(of: Snapshot, instrument: str, by: str, language: str = "th") -> pd.DataFrame:
    return surveys(of.status, of.province_summary, instrument, by, language)


def stages(of: Snapshot, by: str, language: str = "th") -> pd.DataFrame:
    return road(of.status, of.province_summary, by, language)


def test_slides_hold_the_road_and_each_survey(store: Store) -> None:
    now = snapshot(store, PARTLY)
    inputs = replace(
        from_store(store, PARTLY),
        surveys=SurveySlideInputs(
            {by: stages(now, by) for by in ("country", "region", "province")},
            {each: frame(now, each, "country") for each in INSTRUMENTS},
            {each: frame(now, each, "province") for each in INSTRUMENTS},
        ),
    )
    data = make_slides(inputs)
    assert make_slides(inputs) == data
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(io.BytesIO(data)).slides]
    told = [title for title in titles if "แบบวัด" in title or "IIT" in title or "EIT" in title]
    assert len(told) == 5
    assert len(make_slides(replace(inputs, surveys=None))) < len(data)


def test_a_province_has_a_slide_of_each_survey(store: Store) -> None:
    now = snapshot(store, PARTLY)
    own = Snapshot(
        now.info,
        now.status[now.status["province_code"] == "50"],
        now.province_summary[now.province_summary["province_code"] == "50"],
    )
    inputs = from_store(store, PARTLY, chosen=["50"])
    [province] = inputs.chosen
    asked = {
        each: (frame(own, each, "country"), frame(own, each, "district")) for each in INSTRUMENTS
    }
    data = make_slides(replace(inputs, chosen=[replace(province, surveys=asked)]))
    slides = Presentation(io.BytesIO(data)).slides
    titles = [slide.shapes.title.text_frame.text.replace("\u00a0", " ") for slide in slides]
    [iit] = [title for title in titles if "IIT" in title]
    assert iit.startswith("เชียงใหม่")
    [charts] = [
        [shape.chart for shape in slide.shapes if shape.has_chart]
        for slide, title in zip(slides, titles, strict=True)
        if "EIT" in title
    ]
    # Districts that lack respondents, and not provinces.
    assert "จอมทอง" in str([list(plot.categories) for chart in charts for plot in chart.plots])


def test_the_summary_has_a_sentence_of_the_road(store: Store) -> None:
    country = stages(snapshot(store, PARTLY), "country")
    assert road_sentence(country, Look("en")) == (
        "Of 10 LAOs 7 are registered; of these 3 have no answers yet and 4 are answering; 1 have "
        "answers although they are not registered"
    )


# Every two of place, width and language meet; all three in the long run.
CHARTS = [
    pytest.param(
        place,
        narrow,
        language,
        marks=() if (number + narrow + (language == "en")) % 2 else pytest.mark.slow,
    )
    for number, place in enumerate((PARTLY, SUMMARY, -1, 1))
    for narrow in (False, True)
    for language in ("th", "en")
]


@pytest.mark.parametrize(("place", "narrow", "language"), CHARTS)
def test_every_chart_of_every_kind_of_snapshot(
    store: Store, place: int, narrow: bool, language: str
) -> None:
    now, look = snapshot(store, place), Look("en" if language == "en" else "th", "light", narrow)
    told = frame(now, "iit", "province", language)
    trend = survey_trend({now.info.as_of: frame(now, "iit", "country", language)}, "country")
    charts = [
        survey_map(told, look, "iit", wide=False),
        survey_map(told, look, "iit", "outstanding", wide=True),
        survey_push(told, look, "iit", 2),
        survey_bars(told, look, "iit", "province_code"),
        survey_lines({"iit": trend}, look),
        road_bars(
            stages(now, "region", language), look, "region", stages(now, "country", language)
        ),
    ]
    for chart in charts:
        assert chart.title
        json.loads(chart.figure.to_json())
        assert "{" not in chart.title + chart.subtitle + chart.alt


def test_the_map_says_what_is_known_of_a_province(store: Store) -> None:
    told = frame(snapshot(store, PARTLY), "iit", "province")
    chart = survey_map(told, Look("th"), "iit", wide=False)
    (points,) = chart.figure.data
    said = dict(zip((data[0] for data in points.customdata), points.hovertext, strict=True))
    assert "ตอบแล้ว 90 คน จากเป้าหมาย 190 คน" in said["50"]
    assert "กรุงเทพ" in said["10"]


def test_a_map_on_which_all_are_alike_names_no_lowest_and_highest(store: Store) -> None:
    told = frame(snapshot(store, 1), "iit", "province")
    assert set(told["attainment"]) == {0.0}
    subtitle = survey_map(told, Look("th"), "iit", wide=False).subtitle
    assert "ต่ำสุด" not in subtitle
    partly = frame(snapshot(store, PARTLY), "iit", "province")
    assert "ต่ำสุด" in survey_map(partly, Look("th"), "iit", wide=False).subtitle


def test_a_summary_alone_does_not_say_that_laos_lack_a_quota(store: Store) -> None:
    table = survey_table(
        {"iit": frame(snapshot(store, SUMMARY), "iit", "province")}, "province", "th"
    )
    assert [name for name in table if "มีข้อมูล" in name or "มีเป้าหมาย" in name] == []
    table = survey_table(
        {"iit": frame(snapshot(store, PARTLY), "iit", "province")}, "province", "th"
    )
    assert [name for name in table if "มีข้อมูล" in name or "มีเป้าหมาย" in name] != []


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("place", [PARTLY, SUMMARY, -1])
def test_every_line_of_the_key_of_the_road_is_within_the_picture(
    store: Store, place: int, narrow: bool
) -> None:
    now = snapshot(store, place)
    whole = stages(now, "country")
    layout = road_bars(
        stages(now, "region"), Look("th", narrow=narrow), "region", whole
    ).figure.layout
    keys = [note for note in layout.annotations if "■" in note.text]
    named = " ".join(note.text for note in keys)
    assert named.count("■") == sum(1 for stage in ROAD if whole[stage].iloc[0])
    for note in keys:
        assert note.yshift >= 0
        assert note.yshift + 21 <= layout.margin.t
    assert len({note.yshift for note in keys}) == len(keys)


def test_the_parts_of_a_bar_are_the_whole(store: Store) -> None:
    chart = road_bars(stages(snapshot(store, PARTLY), "region"), Look("th"), "region")
    sums = [sum(trace.x[row] for trace in chart.figure.data) for row in range(3)]
    assert sums == pytest.approx([1.0, 1.0, 1.0])


def test_a_sentence_for_every_state_of_a_survey() -> None:
    look, nobody = Look("th"), pd.DataFrame({"missing": []})

    def said(*rows: dict[str, object]) -> str:
        country = surveys(status(*rows), NO_SUMMARY, "iit")
        return survey_sentence(country, nobody, "iit", look).replace("\u00a0", " ")

    assert said(lao("ก", True)) == "ข้อมูลชุดนี้ไม่มีการตอบแบบวัด IIT"
    assert said(lao("ก", True, iit_answered=5)) == "IIT ตอบแล้ว 5 คน ไฟล์ไม่ให้เป้าหมาย"
    assert said(lao("ก", True, iit_quota=50, iit_answered=0)) == (
        "ยังไม่มีผู้ตอบแบบวัด IIT จากเป้าหมาย 50 คน"
    )
    assert said(lao("ก", True, iit_quota=50, iit_answered=60)) == ("IIT ครบตามเป้าหมายทั้ง 1 แห่ง")
    assert said(lao("ก", True, iit_quota=50, iit_answered=10)) == (
        "IIT ตอบแล้ว 20.0 % ของเป้าหมาย ขาดอีก 40 คน"
    )


def test_a_table_leaves_out_what_nobody_tells(store: Store) -> None:
    now = snapshot(store, SUMMARY)
    shown = survey_table({"iit": frame(now, "iit", "province")}, "province", "th")
    assert "IIT ร้อยละของเป้าหมาย" not in shown
    assert list(shown["IIT ตอบแล้ว"]) == [0, 30, 60]


def test_editions_are_made_of_snapshots_with_surveys(store: Store) -> None:
    edition = Edition(store.snapshots()[: PARTLY + 1])
    html = edition.to_html(lambda each: store.read(each.as_of)).decode()
    assert "แบบวัดการรับรู้ รายจังหวัด" in html
    assert "เส้นทางทั้งหมด" in html


@pytest.mark.parametrize(("missing", "said"), [([50] * 76, "13.2"), ([900] + [1] * 75, "80")])
def test_a_concentration_is_claimed_only_where_there_is_one(
    store: Store, missing: list[int], said: str
) -> None:
    """Eighty per cent in 61 of 76 provinces is what anything evenly spread has."""
    country = frame(snapshot(store, -1), "iit", "country", "en")
    own = frame(snapshot(store, -1), "iit", "province", "en").iloc[[0] * 76]
    codes = [f"{number:02}" for number in range(10, 86)]
    provinces = own.assign(province_code=codes, missing=missing).reset_index(drop=True)
    look = Look("en")
    title = survey_push(provinces, look, "iit", 15).title
    sentence = survey_sentence(country, provinces, "iit", look)
    spread = said != "80"
    assert title.startswith("The first 10 provinces" if spread else "80 % of the missing")
    assert said in title
    assert said in sentence
    assert ("80 % of" in sentence) is not spread


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("furthest", "คขกงจ"),
        ("lowest", "คกขงจ"),
        ("highest", "งขกคจ"),
        ("place", "กขคงจ"),
    ],
)
def test_a_list_in_the_order_that_is_asked_for(order: str, names: str) -> None:
    counts = {"ก": (10, 1), "ข": (100, 50), "ค": (100, 0), "ง": (10, 10), "จ": (None, 5)}
    rows = status(
        *(
            lao(name, True, iit_quota=quota, iit_answered=answered)
            for name, (quota, answered) in counts.items()
        )
    )
    found = listed_laos(rows, ["iit"], (), order)
    assert list(found["name_th"]) == list(names)
    assert list(found) == list(listed_laos(rows, ["iit"], (), "furthest"))
    answered = listed_laos(rows, ["iit"], ("met", "partly"), order)
    assert list(answered["name_th"]) == [name for name in names if name in "กขง"]


def test_of_two_surveys_the_lower_one_orders_a_list() -> None:
    rows = status(
        lao("ก", True, iit_quota=10, iit_answered=10, eit_quota=10, eit_answered=2),
        lao("ข", True, iit_quota=10, iit_answered=3, eit_quota=10, eit_answered=10),
        lao("ค", True, iit_quota=10, iit_answered=1),
    )
    assert list(listed_laos(rows, INSTRUMENTS, (), "lowest")["name_th"]) == ["ค", "ก", "ข"]


COUNT = st.one_of(st.none(), st.integers(0, 4))


@given(
    st.lists(st.tuples(COUNT, COUNT, COUNT, COUNT), min_size=1, max_size=12),
    st.integers(1, 6),
    st.sampled_from([("iit",), ("eit",), INSTRUMENTS]),
)
@settings(max_examples=settings().max_examples // 2, deadline=None)
def test_the_first_of_a_list_are_those_of_the_whole_list(
    counts: list[tuple[int | None, ...]], most: int, instruments: tuple[str, ...]
) -> None:
    names = ("iit_quota", "iit_answered", "eit_quota", "eit_answered")
    rows = status(
        *(
            lao("ขกค"[number % 3], True, **dict(zip(names, each, strict=True)))
            for number, each in enumerate(counts)
        )
    )

    def listed(of: pd.DataFrame) -> pd.DataFrame:
        return listed_laos(select_laos(of, LaoFilter()), instruments, (), "furthest").head(most)

    pd.testing.assert_frame_equal(listed(furthest_laos(rows, instruments, most)), listed(rows))
