"""Axes of a chart."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Rectangle

from gapkit.plots.canvas import Drawing, place


def test_the_background_is_where_matplotlibs_own_would_be():
    figure = Drawing(figsize=(4, 3))
    axes = place(figure, 0.5, 0.25, 3, 2)
    plain = Rectangle((0, 0), 1, 1, transform=axes.transAxes)
    axes.add_artist(plain)
    for size in ((4, 3), (7, 2)):
        figure.set_size_inches(size)
        corners = [
            patch.get_transform().transform(patch.get_path().vertices)
            for patch in (axes.patch, plain)
        ]
        np.testing.assert_array_equal(*corners)
    assert corners[0].max() > 100  # the figure's points, not the unit square
