"""The card says in plain Chinese what an edition can do and where it fails (模型说明)."""

from classifier.registry import CARD


def test_the_card_tells_figures_promises_and_limits(trained, model):
    told = (trained / model.edition / CARD).read_text(encoding="utf-8")
    for heading in ("# 模型说明：", "## 用什么训练", "## 有多准", "## 自动派单阈值", "## 不能做什么"):
        assert heading in told
    assert "HOTLINE_AUTO_ACCURACY" in told
    assert f"{len(model.outcomes.answers)} 条从未参加训练的文本" in told
    assert told.count("| 9") >= 3
