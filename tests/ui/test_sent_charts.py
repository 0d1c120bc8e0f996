"""A chart goes to the browser in the bytes that are kept of it."""

import json

import plotly.io
import plotly.tools

from itasdash.charts import Look, rate_bars
from itasdash.ui.parts.charts import _Ready
from tests.kits.frames import PROVINCES, rates

_WORDS = "a</script><b>\u2028&"


def test_streamlit_sends_a_chart_as_it_is_kept() -> None:
    chart = rate_bars(rates(PROVINCES), Look(), "province_code").with_caption(_WORDS)
    figure = plotly.tools.return_figure_from_figure_or_data(_Ready(chart), validate_figure=True)
    sent = plotly.io.to_json(figure, validate=False)
    assert sent == chart.json().decode()
    assert json.loads(sent) == chart.spec()
    # Nothing in it can end the element of a page that it stands in.
    assert not {"<", ">", "/", "\u2028"} & set(sent)
    assert _WORDS in chart.spec()["layout"]["meta"]["subtitle"]
    assert figure["layout"]["height"] == chart.height
