"""Drawings: plotly's JSON without plotly's checks, and where a slip is told all the same."""

import pytest

from itasdash.charts import Look
from itasdash.charts.chart import make_chart
from itasdash.charts.drawing import Drawing, trace


def test_groups_of_properties_are_changed_by_name():
    drawing = Drawing(trace("bar", x=[1], marker={"color": "red", "size": 3}))
    drawing.update_traces(marker={"color": "blue"}, text=None)
    drawing.update_layout(margin={"l": 1, "t": 2}, height=10)
    drawing.update_layout(margin={"t": 3})
    drawing.grow(5)
    assert drawing.data == [{"type": "bar", "x": [1], "marker": {"color": "blue", "size": 3}}]
    assert drawing.layout == {"margin": {"l": 1, "t": 8}, "height": 15}


def test_what_is_given_stays_as_it_was():
    font = {"size": 3}
    drawing = Drawing()
    drawing.update_xaxes(tickfont=font)
    drawing.update_yaxes(tickfont=font)
    drawing.update_xaxes(tickfont={"size": 4})
    assert (font, drawing.layout["yaxis"]) == ({"size": 3}, {"tickfont": {"size": 3}})


def test_a_property_that_plotly_does_not_know_is_told_by_the_figure():
    drawing = Drawing(trace("bar", x=[1]))
    drawing.update_layout(heigth=3)
    with pytest.raises(ValueError, match="heigth"):
        _ = make_chart(drawing, Look(), "", "", "").figure
