"""Pure statistics of counts and moments, vectorised over rows; callers import from the modules.

The one shape that distributions come in is `gapkit.stats.frequencies.Frequencies`. Every function
takes arrays with one entry a row (a row is one estimate: a group's item, a dimension, ...) and
gives a frozen record of arrays of the same length, NaN where a figure is undefined.
"""
