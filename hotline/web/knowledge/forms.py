"""The forms of the knowledge base (知识库表单)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from hotline.domain.vocabulary import ArticleState
from hotline.knowledge.wording import Wording
from hotline.web.forms import CODE, LINE, WRITING, Form


class FindForm(Form):
    """检索条件。"""

    words: LINE = Field("", title="关键词")
    category: CODE = Field("", title="事项分类")
    region: CODE = Field("", title="地区")
    state: ArticleState | None = Field(None, title="状态")
    page: int = Field(1, title="页码", ge=1, le=50)


class ArticleForm(Form):
    """条目内容。"""

    title: LINE = Field("", title="标题")
    body: WRITING = Field("", title="答复口径")
    questions: WRITING = Field("", title="问法")
    category: CODE = Field("", title="事项分类")
    region: CODE = Field("", title="适用地区")
    agency: CODE = Field("", title="责任单位")
    unit: LINE = Field("", title="责任单位名称")
    materials: WRITING = Field("", title="所需材料")
    basis: WRITING = Field("", title="依据")
    grade: CODE = Field("D", title="依据等级")
    valid_from: date | None = Field(None, title="生效日期")
    valid_until: date | None = Field(None, title="有效期至")
    title_mn: LINE = Field("", title="蒙古文标题")
    body_mn: WRITING = Field("", title="蒙古文正文")
    version: int | None = Field(None, title="页面版本")

    def wording(self) -> Wording:
        """What the article is to say; questions stand one a line."""
        sent = self.model_dump(exclude={"questions", "agency", "version"})
        written: dict[str, Any] = {
            name: one_line_end(value) if isinstance(value, str) else value for name, value in sent.items()
        }
        asked = tuple(dict.fromkeys(line.strip() for line in self.questions.splitlines() if line.strip()))
        return Wording(**written, questions=asked, agency=self.agency or None)


class DeedForm(Form):
    """处理条目。"""

    version: int | None = Field(None, title="页面版本")
    words: WRITING = Field("", title="说明")
    until: date | None = Field(None, title="新的有效期")


class AnswerForm(Form):
    """答复纠错。"""

    right: bool = Field(title="纠错是否成立")
    words: WRITING = Field("", title="核实情况")


def one_line_end(text: str) -> str:
    """A text whose lines end as they are kept; browsers send them with a carriage return."""
    return text.replace("\r\n", "\n")


def typed_of(wording: Wording, version: int | None) -> Mapping[str, str]:
    """A wording as the fields of the form hold it."""
    fields = {name: getattr(wording, name) for name in ArticleForm.model_fields if name not in ("questions", "version")}
    told = {name: str(value) if value else "" for name, value in fields.items()}
    return {**told, "questions": "\n".join(wording.questions), "version": str(version or "")}
