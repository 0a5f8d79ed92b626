"""A description as people wrote it: paragraphs, lists, bold words and links, and nothing else.

CKAN reads Markdown. Whatever else a description holds is shown as the text that it is.
"""

import re
from dataclasses import dataclass

from atelier.portal.pages.page import web

ADDRESS = r"https?://[^\s<>\"')\]]+"
PIECE = re.compile(
    rf"\*\*(?P<bold>[^*\n]+)\*\*|\[(?P<text>[^\]\n]+)\]\((?P<to>{ADDRESS})\)|{ADDRESS}"
)
ITEM = re.compile(r"\s*[-*+]\s+")
HEADING = re.compile(r"\s*#{1,6}\s+")


@dataclass(frozen=True)
class Piece:
    """A few words: plain, bold, or a link."""

    text: str
    address: str = ""
    bold: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, as lines, or a list, as items. Each is made of pieces."""

    lines: list[list[Piece]]
    listed: bool = False


def blocks(notes: str) -> list[Block]:
    """Return a description as blocks."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", notes.replace("\r\n", "\n").strip()):
        open_block: Block | None = None
        for line in part.split("\n"):
            listed = ITEM.match(line)
            if open_block is None or open_block.listed != bool(listed):
                open_block = Block([], bool(listed))
                found.append(open_block)
            open_block.lines.append(_pieces(line, listed))
    return [block for block in found if any(map(any, block.lines))]


def _pieces(line: str, listed: re.Match[str] | None) -> list[Piece]:
    if listed:
        line = line[listed.end() :]
    elif heading := HEADING.match(line):
        return [Piece(line[heading.end() :].strip(), bold=True)]
    pieces, last = [], 0
    for match in PIECE.finditer(line):
        end = match.end()
        if match["bold"]:
            piece = Piece(match["bold"], bold=True)
        elif match["to"]:
            piece = Piece(match["text"], web(match["to"]))
        else:
            address = match[0].rstrip(".,;:!?")
            piece, end = Piece(address, web(address)), match.start() + len(address)
        pieces += [Piece(line[last : match.start()]), piece]
        last = end
    return [piece for piece in (*pieces, Piece(line[last:])) if piece.text]
