"""Jobs that make files (制作文件): a report as Word, PDF and Excel, so that no request has to wait for them."""

import os
from pathlib import Path

from hotline.analytics.report import printing
from hotline.equipment import Equipment
from hotline.jobs.due import Due
from hotline.papers.report.composing import compose
from hotline.papers.report.pdf import pdf_of
from hotline.papers.report.word import word_of
from hotline.papers.report.workbook import workbook_of
from hotline.store.analysis.reports import Report


def report_papers(equipment: Equipment, due: Due) -> None:
    """Make the files of one report (制作报告文件): once for each state and wording; what is out of date goes."""
    with equipment.work() as work:
        found = work.session.get(Report, int(due.about["report"]))
        if found is None or not printing.has_chapters(found):
            return
        paths = {kind: printing.path_of(equipment.settings.state, found, kind) for kind in printing.MEDIA}
        manuscript = printing.manuscript_of(found)
    if all(path.exists() for path in paths.values()):
        return
    pieces = compose(manuscript)  # 事务已结束：画图排版不占着数据库
    _put(paths["docx"], word_of(manuscript, pieces))
    _put(paths["pdf"], pdf_of(manuscript, pieces))
    _put(paths["xlsx"], workbook_of(manuscript))
    for path in paths["pdf"].parent.iterdir():
        if path not in paths.values():
            path.unlink(missing_ok=True)


def _put(path: Path, data: bytes) -> None:
    """The whole file or none: it is written beside its place and then moved there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(path)
