"""Cards: a page of A4 for each branch, or each value of any column, set against all of them."""

from gapkit.report.cards.write import check_column, columns_of, write_cards

__all__ = ["check_column", "columns_of", "write_cards"]
