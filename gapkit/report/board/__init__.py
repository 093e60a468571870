"""The page for the board: one sheet of A4, of everybody in the last wave."""

from gapkit.report.board.render import BoardSection, board_page, board_section, write_board

__all__ = ["BoardSection", "board_page", "board_section", "write_board"]
