"""What an article says (知识条目内容): everything that people write of it, and what must be right before it is published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from hotline.domain.errors import Incomplete
from hotline.domain.moments import beijing
from hotline.store.agencies import AgencyRecord, RegionRecord
from hotline.store.knowledge import Article
from hotline.store.work import Work

GRADES = {
    "A": "法律法规或正式文件原文",
    "B": "有出处的文件，未见本地原文",
    "C": "外地或征求意见稿",
    "D": "推定，须由人核对",
}
LONGEST_TITLE, LONGEST_BODY, LONGEST_QUESTION, MOST_QUESTIONS, LONGEST_UNIT = 100, 10_000, 100, 30, 64
DAYS = ("valid_from", "valid_until")
MONGOLIAN = range(0x1800, 0x18B0)


@dataclass(frozen=True)
class Wording:
    """All that people write of an article (知识条目内容).

    Args:
        questions: how requesters ask for it, one sentence each (问法).
        agency: the unit in charge by its code; its name is then the unit's, whatever was written.
        title_mn, body_mn: Mongolian, given by people, never by a machine.
    """

    title: str
    body: str
    category: str
    region: str
    questions: tuple[str, ...] = ()
    agency: str | None = None
    unit: str = ""
    materials: str = ""
    basis: str = ""
    grade: str = "D"
    valid_from: date | None = None
    valid_until: date | None = None
    title_mn: str = ""
    body_mn: str = ""

    @classmethod
    def of(cls, article: Article) -> "Wording":
        """What the article says now."""
        said = {field.name: getattr(article, field.name) for field in fields(cls)}
        return cls(**{**said, "questions": tuple(article.questions)})

    def lay_on(self, article: Article) -> None:
        """Let the article say this."""
        for field in fields(self):
            setattr(article, field.name, getattr(self, field.name))
        article.questions = list(self.questions)

    def kept(self) -> dict[str, Any]:
        """Every part, as it is kept of an earlier text (旧版全文)."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        days = {name: value.isoformat() for name, value in said.items() if isinstance(value, date)}
        return {**said, **days, "questions": list(self.questions)}

    def as_kept(self, kept: Mapping[str, Any]) -> "Wording":
        """An earlier text of the article that says this now; parts that were not kept then are taken for unchanged."""
        known = {field.name for field in fields(self)}
        said = {name: value for name, value in kept.items() if name in known}
        days = {name: date.fromisoformat(said[name]) for name in DAYS if said.get(name)}
        asked = {"questions": tuple(said["questions"])} if "questions" in said else {}
        return replace(self, **{**said, **days, **asked})


def demand_keepable(work: Work, wording: Wording) -> None:
    """What even a draft must have, or it could not be kept or found again (草稿要件); Incomplete with all complaints."""
    _refuse(_unkeepable(work, wording))


def demand_whole(work: Work, wording: Wording) -> None:
    """What must be there before somebody is asked to publish it (送审要件); Incomplete with all complaints."""
    _refuse([*_unkeepable(work, wording), *_unfinished(work, wording)])


def _refuse(wrong: Iterator[str] | list[str]) -> None:
    if found := list(wrong):
        raise Incomplete("；".join(found))


def _unkeepable(work: Work, wording: Wording) -> Iterator[str]:
    if not wording.title:
        yield "「标题」不能为空"
    if wording.category not in work.rules.leaves:
        yield "「事项分类」请选到最末一级"
    if work.session.get(RegionRecord, wording.region) is None:
        yield "「适用地区」不在区划表中，请重新选择"
    if wording.agency and work.session.get(AgencyRecord, wording.agency) is None:
        yield "「责任单位」不在单位名录中，请输入名称后从候选中选择"
    if wording.grade not in GRADES:
        yield "「依据等级」应为 A、B、C、D 之一"
    yield from _too_long(wording)
    if any(text and not _has_mongolian(text) for text in (wording.title_mn, wording.body_mn)):
        yield "「蒙古文」一栏没有蒙古文字，请填写蒙古文，没有译文的留空"


def _too_long(wording: Wording) -> Iterator[str]:
    if len(wording.title) > LONGEST_TITLE:
        yield f"「标题」最多 {LONGEST_TITLE} 个字，细节请写进答复口径"
    if max(len(wording.body), len(wording.body_mn), len(wording.materials)) > LONGEST_BODY:
        yield f"「答复口径」「所需材料」「蒙古文正文」各最多 {LONGEST_BODY} 个字，请分成几条知识"
    if len(wording.questions) > MOST_QUESTIONS or any(len(one) > LONGEST_QUESTION for one in wording.questions):
        yield f"「问法」最多 {MOST_QUESTIONS} 条，每条最多 {LONGEST_QUESTION} 个字"
    if len(wording.unit) > LONGEST_UNIT:
        yield f"「责任单位名称」最多 {LONGEST_UNIT} 个字"


def _unfinished(work: Work, wording: Wording) -> Iterator[str]:
    for label, value in (("答复口径", wording.body), ("依据", wording.basis), ("责任单位", wording.unit)):
        if not value:
            yield f"「{label}」不能为空"
    if not wording.questions:
        yield "「问法」至少写一条，坐席按来电人的问法检索"
    if wording.valid_until and wording.valid_until < beijing(work.now).date():
        yield "「有效期至」已经过去，请核对后改填"
    if wording.valid_from and wording.valid_until and wording.valid_from > wording.valid_until:
        yield "「生效日期」晚于「有效期至」，请核对"


def _has_mongolian(text: str) -> bool:
    return any(ord(character) in MONGOLIAN for character in text)
