"""Results on contacts, made plainly: rates that are there, and months in which nobody wrote them down."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .made import made

MONTHS = [f"2026-{month:02}" for month in range(1, 10)]


def contacts_result(language="en", *, praise=True):
    complaints = np.array([60, 55, 70, 64, np.nan, 71, 58, 80, 62])
    count = np.full(len(MONTHS), 10_000)
    whole = pd.DataFrame({
        "month": MONTHS, "unit": "all", "kind": "all", "contacts": count, "complaints": complaints,
        "complaints_per_1000": complaints / 10,
        "praise": np.arange(30, 39) if praise else np.nan,
        "praise_per_1000": np.arange(30, 39) / 10 if praise else np.nan,
    })  # fmt: skip
    none = whole.assign(unit="North", complaints=np.nan, complaints_per_1000=np.nan, praise=np.nan,
                        praise_per_1000=np.nan)  # fmt: skip
    frame = pd.concat([whole, none, whole.assign(kind="card")], ignore_index=True)
    counts = dict.fromkeys(("contacts", "complaints", "praise"), "Int64")
    return made("contacts", frame.astype(counts), language)


CONTACT_CHARTS = {
    "contacts": lambda language: contacts_result(language).plot.contacts(),
    "contacts, narrow": lambda language: contacts_result(language).plot.contacts(page=4.5),
}
CONTACT_RESULTS = {"contacts": contacts_result}
