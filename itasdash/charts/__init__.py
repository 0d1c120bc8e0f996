"""Charts: a tidy frame and a look in, a figure with its words out; pure."""

from itasdash.charts.bars import Order, group_outstanding, outstanding_bars, rate_bars
from itasdash.charts.boundaries import boundary_map
from itasdash.charts.chart import Chart, enlarged
from itasdash.charts.funnel import funnel_explanation, funnel_plot
from itasdash.charts.heat import HeatOrder, heat_map
from itasdash.charts.look import CONFIG, Look, config, escape
from itasdash.charts.movers import movers
from itasdash.charts.picture import picture_script
from itasdash.charts.roles import role_gap, unregistered_roles
from itasdash.charts.sparkline import sparkline
from itasdash.charts.tiles import tile_map
from itasdash.charts.trend import MAX_SERIES, count_trend, rate_trend

__all__ = [
    "CONFIG",
    "MAX_SERIES",
    "Chart",
    "HeatOrder",
    "Look",
    "Order",
    "boundary_map",
    "config",
    "count_trend",
    "enlarged",
    "escape",
    "funnel_explanation",
    "funnel_plot",
    "group_outstanding",
    "heat_map",
    "movers",
    "outstanding_bars",
    "picture_script",
    "rate_bars",
    "rate_trend",
    "role_gap",
    "sparkline",
    "tile_map",
    "unregistered_roles",
]
