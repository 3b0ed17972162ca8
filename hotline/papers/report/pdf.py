"""A report as a PDF (周报等的 PDF 版): set by typst from the same pieces as the Word file; searchable, tagged, with its fonts."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typst
from pylopdf_fonts_zh_cn import serif_path

from hotline.papers.layout import TYPE_AREA, closed_up, printable, width_of
from hotline.papers.report.composing import Piece
from hotline.papers.report.manuscript import Manuscript

TEMPLATE = Path(__file__).parent / "report.typ"
LARGEST, SMALLEST = 42, 24  # 磅；红头


def pdf_of(manuscript: Manuscript, pieces: Sequence[Piece]) -> bytes:
    """The report as a PDF."""
    at = int(manuscript.moment.timestamp())
    with laid_out(manuscript, pieces) as compiler:
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=at)
    if not isinstance(made, bytes):
        raise TypeError("typst gives one PDF as bytes")
    return made


@contextmanager
def laid_out(manuscript: Manuscript, pieces: Sequence[Piece]) -> Iterator[typst.Compiler]:
    """The report before typst, with its pictures beside it, until it has been set.

    Words are given beside the template, never inside of it: nothing that people wrote is read as markup.
    """
    with tempfile.TemporaryDirectory(prefix="hotline-report-") as name:
        folder = Path(name)
        (folder / "main.typ").write_bytes(TEMPLATE.read_bytes())
        (folder / "data.json").write_text(json.dumps(_data(manuscript, pieces, folder), ensure_ascii=False), "utf-8")
        yield typst.Compiler(
            str(folder / "main.typ"), root=str(folder), font_paths=[str(serif_path().parent)], ignore_system_fonts=True
        )


def _data(manuscript: Manuscript, pieces: Sequence[Piece], folder: Path) -> dict[str, object]:
    """Everything that the template sets; pictures become files beside it."""
    figures = manuscript.figures
    told = []
    for at, piece in enumerate(pieces):
        kept = {name: value for name, value in piece.items() if name != "png"}
        if drawn := piece.get("png"):
            kept["file"] = f"{at}.png"
            (folder / f"{at}.png").write_bytes(drawn)
        told.append(kept)
    size = TYPE_AREA.pt / (width_of(figures["title"]) + 0.5)
    return {
        "head": printable(figures["title"]), "head_size": max(SMALLEST, min(LARGEST, int(size))),
        "issue": closed_up(figures["issue"]), "day": printable(manuscript.day), "title": printable(manuscript.heading),
        "standing": printable(manuscript.standing), "pieces": told,
    }  # fmt: skip
