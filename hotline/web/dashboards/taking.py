"""A board's block as a file (看板导出): the same figures as on the page, and an audit line of who took what."""

from collections.abc import Mapping
from tempfile import TemporaryFile

from hotline.domain.errors import NotFound
from hotline.domain.moments import beijing
from hotline.papers.boards import picture_of, write_table
from hotline.papers.register import Watermark
from hotline.store.audit import write_down
from hotline.store.work import Work
from hotline.web.dashboards.page import BOARDS, shown
from hotline.web.search.register import MEDIA, TakenOut

PICTURE = "image/png"
PURPOSE = "看板数据，供内部使用"


def taken(work: Work, name: str, block: str, kind: str, asked: Mapping[str, str]) -> TakenOut:
    """The block as PNG, CSV or XLSX; NotFound where there is no such block, or it is no drawing."""
    found = shown(work, name, asked)
    blocks, board = found["blocks"], found["board"]
    if block not in blocks or kind not in ("png", *MEDIA) or (kind == "png" and blocks[block]["kind"] == "table"):
        raise NotFound("没有这张图表")
    at = beijing(work.now)
    called = f"看板{at:%Y%m%d%H%M%S}"
    mark = Watermark(f"{work.person.name}（{work.person.account}）", f"{at:%Y-%m-%d %H:%M}", PURPOSE, called)
    told, notes = blocks[block], [f"统计期：{board.period}", board.told]
    file = TemporaryFile()  # noqa: SIM115 - 送完才关
    count = 1
    if kind == "png":
        file.write(picture_of(told, found["region"], told["title"], [*notes, mark.line]))
    else:
        count = write_table(file, kind, mark, told, told["title"], notes)
    file.seek(0)
    about = {"export": called, "definition": f"{BOARDS[name]}：{told['title']}", "format": kind.upper(), "count": count}
    write_down(work.session, work.now, work.person.account, "export_board", about)
    return TakenOut(file, f"{told['title']}-{at:%Y%m%d%H%M}.{kind}", MEDIA.get(kind, PICTURE))
