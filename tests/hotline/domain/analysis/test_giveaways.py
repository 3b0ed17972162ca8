"""A public sentence that points to somebody is found out; an innocent one is let through."""

import pytest

from hotline.domain.analysis.giveaways import giveaways


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请拨打13947112233咨询", "电话号码"), ("电话 0471-6601234", "电话号码"), ("电话１３９４７１１２２３３", "电话号码"),
        ("139 4711 2233", "电话号码"), ("139-4711-2233", "电话号码"), ("请找王经理办理", "姓名或称呼"), ("张建国先生已获答复", "姓名或称呼"),
        ("内蒙古蓝天供热有限公司已整改", "企业名称"), ("代码91150100MA0MXQ8T8N", "统一社会信用代码"),
        ("身份证150102199003078515", "身份证号"), ("见工单202611230000010", "工单编号"), ("来信 a.b@example.com", "电子邮箱"),
        ("详见 https://example.com", "网址"), ("蒙A12345的车主", "车牌"), ("本人王小明，反映供热", "姓名"),
    ],
)  # fmt: skip
def test_what_points_to_somebody_is_named(text, kind):
    (found,) = giveaways(text)
    assert kind in found


@pytest.mark.parametrize(
    "text",
    [
        "", "本周供热类诉求较上周增加，各盟市已安排专班办理。", "自2026-11-16至2026-11-22受理，12345 热线全天受理。",
        "2025-2026年供暖季政策已公布，最高补贴3000元。", "2026年11月16日起执行，覆盖12个盟市、103个旗县市区。",
    ],
)  # fmt: skip
def test_an_innocent_sentence_is_let_through(text):
    assert giveaways(text) == []
