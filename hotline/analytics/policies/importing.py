"""Policies from a table that an official keeps (导入政策): each row taken as a draft, or refused with its line and why."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hotline.analytics.policies.library import PolicyText, draft
from hotline.domain.analysis.enterprises import Scale
from hotline.domain.errors import Incomplete
from hotline.domain.permissions import Permission, demand_permission
from hotline.store.audit import write_down
from hotline.store.work import Work

NEEDED = ("政策名称", "文号", "发文机关", "内容摘要", "生效日期")
HEADINGS = (*NEEDED, "有效期至", "网址", "事项分类", "行业", "规模", "适用地区")
MOST_ROWS = 1000
TOLD = 50


@dataclass(frozen=True)
class PolicyRefusal:
    """A row that was not taken, and why (未收的行)."""

    line: int
    why: str


@dataclass(frozen=True)
class PolicyIntake:
    """What came of an import (导入结果)."""

    taken: int
    refused: tuple[PolicyRefusal, ...]


def template() -> bytes:
    """The headings alone, as spreadsheets open them (导入模板)."""
    return ("\ufeff" + ",".join(HEADINGS) + "\r\n").encode()


def take_in(work: Work, content: bytes) -> PolicyIntake:
    """Enter the rows of a CSV as drafts (导入政策).

    Raises Incomplete if it is no such table; a row that is wrong is refused alone.
    """
    demand_permission(work.person.role, Permission.WRITE_POLICIES)
    rows = _rows(content)
    taken, refused = 0, []
    for line, row in rows:
        try:
            with work.attempt():
                draft(work, _text(work, row))
            taken += 1
        except Incomplete as error:
            refused.append(PolicyRefusal(line, str(error)))
    about = {"count": taken, "refused": len(refused)}
    write_down(work.session, work.now, work.person.account, "import_policies", about)
    return PolicyIntake(taken, tuple(refused))


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    try:
        headings = [one.strip() for one in next(reader, [])]
        if missing := [one for one in NEEDED if one not in headings]:
            raise Incomplete(f"第 1 行缺少列「{'」「'.join(missing)}」，请下载导入模板填写")
        if len(set(headings)) < len(headings):
            raise Incomplete("第 1 行有重复的列名，请删去多余的一列")
        found = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = dict(zip(headings, (cell.strip() for cell in cells), strict=False))
                found.append((reader.line_num, row))
            if len(found) > MOST_ROWS:
                raise Incomplete(f"一次最多导入 {MOST_ROWS} 行，请分几个文件")
    except csv.Error:
        raise Incomplete(f"第 {reader.line_num} 行不是完整的 CSV，请检查引号后再传") from None
    if not found:
        raise Incomplete("文件里没有数据行，请从第 2 行起一行写一条政策")
    return found


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Incomplete("文件不是 CSV 文本，请在表格软件里另存为 CSV（UTF-8）再传")


def _text(work: Work, row: Mapping[str, str]) -> PolicyText:
    leaves = {one.name: code for code, one in work.rules.categories.items()}
    places = {one.name: code for code, one in work.rules.directory.regions.items()}
    scales = {one.label: one.value for one in Scale}
    return PolicyText(
        title=row.get("政策名称", ""),
        document_number=row.get("文号", ""),
        issuer=row.get("发文机关", ""),
        summary=row.get("内容摘要", ""),
        valid_from=_day("生效日期", row.get("生效日期", "")),
        valid_until=_day("有效期至", row.get("有效期至", "")),
        url=row.get("网址", ""),
        matters=codes_in(row.get("事项分类", ""), leaves),
        industries=codes_in(row.get("行业", "").upper(), {}),
        scales=codes_in(row.get("规模", ""), scales),
        regions=codes_in(row.get("适用地区", ""), places),
    )


def codes_in(said: str, named: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of a cell, several apart by 、 or a blank, written as codes or by their names; each once."""
    words = [one for one in re.split(r"[、,，;；\s]+", said) if one]
    return tuple(dict.fromkeys(named.get(one, one) for one in words))


def _day(name: str, said: str) -> date | None:
    plain = re.sub(r"[年月/.]", "-", said).removesuffix("日")
    try:
        return date(*(int(part) for part in plain.split("-"))) if plain else None
    except (ValueError, TypeError):
        raise Incomplete(f"「{name}」的 {said[:20]} 不是日期，写成 2026-01-01 这样") from None
