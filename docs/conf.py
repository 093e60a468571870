"""Sphinx configuration; `make docs` builds it."""

import gapkit

project = "gapkit"
author = copyright = "The gapkit authors"  # noqa: A001
version = release = gapkit.__version__
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "gapkit"
exclude_patterns = ["_build"]
nb_execution_mode = "off"
autodoc_typehints = "description"
autodoc_member_order = "bysource"
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing", "myst.header"]
