"""The figures: one function a chart, a result in, matplotlib `Axes` out.

Each chart lives in a module of its own, which is loaded when a result's ``.plot`` first asks for
it: `profile`, `bars` (the chart ``gaps``), `distribution`, `heatmap`, `zones`, `priorities` and
`dashboard`. Each has a `describe` beside it, which says in words what the chart shows. `export`
turns a figure into SVG for a page, or into PNG.

Nothing here computes a statistic: what is drawn stands in the result's frame. No chart touches
pyplot or matplotlib's global settings; one made without ``ax=`` shows itself in a notebook.
"""
