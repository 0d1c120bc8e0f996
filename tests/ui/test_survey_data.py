"""What pages ask of surveys is what the metrics say of the same tables."""

from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.metrics.road import road
from itasdash.ui.parts.survey_data import count_answered_unregistered
from tests.kits.frames import NO_SUMMARY, lao, status

COUNT = st.one_of(st.none(), st.integers(0, 3))
ROWS = st.lists(
    st.builds(
        lambda states, quotas, answered, province, matched: lao(
            "ก",
            *states,
            province=province,
            lao_id="" if matched else None,
            iit_quota=quotas[0],
            eit_quota=quotas[1],
            iit_answered=answered[0],
            eit_answered=answered[1],
        ),
        st.sampled_from([(True, True, True), (False, True, False), (False, None, None), (None,)]),
        st.tuples(COUNT, COUNT),
        st.tuples(COUNT, COUNT),
        st.sampled_from(["30", "40", None]),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


def test_who_answers_without_being_registered_by_hand() -> None:
    frame = status(
        lao("ก", False, iit_answered=1),
        lao("ข", False, iit_quota=5, iit_answered=0),
        lao("ค", True, iit_answered=9),
        lao("ง", None, iit_answered=9),
        lao("จ", False, lao_id=None, eit_answered=2),
        lao("ฉ", False, lao_id=None, province=None, eit_answered=2),
    )
    assert count_answered_unregistered(frame) == 2


@given(ROWS)
@settings(max_examples=settings().max_examples // 3, deadline=None)
def test_who_answers_without_being_registered_is_who_the_road_counts(
    rows: list[dict[str, object]],
) -> None:
    frame = status(*rows)
    counted = road(frame, NO_SUMMARY)["answered_unregistered"].sum()
    assert count_answered_unregistered(frame) == counted
