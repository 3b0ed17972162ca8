"""Forms: every mistake at once, by the Chinese name of its field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from hotline.domain.errors import Incomplete
from hotline.domain.vocabulary import Satisfaction
from hotline.web.agents.forms import CallForm, SuggestForm
from hotline.web.forms import CODE, LINE, WRITING, Form
from hotline.web.mengsuban.payloads import FilePayload, RatePayload
from hotline.web.tickets.deeds import DEEDS


class Example(Form):
    """样例。"""

    name: LINE = Field(title="名称", min_length=2)
    code: CODE = Field("", title="编码")
    words: WRITING = Field("", title="文字")
    grade: Satisfaction | None = Field(None, title="满意度")
    pages: int = Field(1, title="页数")


def test_all_mistakes_are_told_at_once_in_chinese() -> None:
    with pytest.raises(Incomplete) as told:
        Example.read({"name": "", "code": "9" * 65, "grade": "9", "pages": "two", "words": "a\x00"})
    assert set(str(told.value).split("；")) == {
        "「名称」不能为空", "「编码」最多 64 个字", "「满意度」不在可选范围内，请重新选择", "「页数」应为整数",
        "「文字」含有无法保存的二进制字符，请粘贴为纯文本",
    }  # fmt: skip


def test_empty_fields_count_as_not_sent_and_unknown_ones_are_passed_over() -> None:
    form = Example.read({"name": " 张三 ", "code": "", "pages": "", "nonsense": "x"})
    assert (form.name, form.code, form.pages, form.grade) == ("张三", "", 1, None)


def test_a_form_that_was_read_is_not_changed() -> None:
    form = Example.read({"name": "张三"})
    with pytest.raises(ValueError, match="frozen"):
        form.name = "李四"


@given(st.dictionaries(st.sampled_from(["name", "code", "words", "grade", "pages"]),
                       st.one_of(st.text(max_size=80), st.integers(), st.none(), st.lists(st.integers(), max_size=2))))  # fmt: skip
def test_whatever_is_sent_is_read_or_refused_by_name(sent: dict[str, object]) -> None:
    try:
        form = Example.read(sent)
    except Incomplete as told:
        assert all(sentence.startswith("「") for sentence in str(told).split("；「")[:1])
        assert any(label in str(told) for label in ("名称", "编码", "文字", "满意度", "页数"))
    else:
        assert "\x00" not in form.name + form.code + form.words and len(form.name) >= 2


@pytest.mark.parametrize(
    "form", [CallForm, SuggestForm, FilePayload, RatePayload, *dict.fromkeys(deed.form for deed in DEEDS.values())]
)
def test_every_field_has_a_chinese_name(form: type[Form]) -> None:
    for name, field in form.model_fields.items():
        assert field.title and any("\u4e00" <= character <= "\u9fff" for character in field.title), name
