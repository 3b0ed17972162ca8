"""Words of enterprise demands (涉企用语): how large, what sum, and where it is stuck."""

from hotline.domain.vocabulary import Term


class Scale(Term):
    """How large an enterprise is (企业规模), as 统计上大中小微型企业划分办法（2017） has it; the self-employed apart."""

    LARGE = "large", "大型"
    MEDIUM = "medium", "中型"
    SMALL = "small", "小型"
    MICRO = "micro", "微型"
    SELF_EMPLOYED = "self_employed", "个体工商户"


class AmountKind(Term):
    """What a sum of money is (金额种类)."""

    CLAIMED = "claimed", "涉及金额"
    RECOVERED = "recovered", "挽回金额"


class Bottleneck(Term):
    """Where an enterprise's matter is stuck (堵点环节); the first six as ../shared/domain/practice.md §2.4, 账款 as the 委 found most."""

    AWARENESS = "awareness", "政策知晓"
    APPLICATION = "application", "申报"
    FULFILMENT = "fulfilment", "兑现"
    APPROVAL = "approval", "审批"
    ENFORCEMENT = "enforcement", "执法"
    FACTORS = "factors", "要素"
    PAYMENT = "payment", "账款"
    OTHER = "other", "其他"


# fmt: off
BOTTLENECK_HINTS: dict[Bottleneck, str] = {
    Bottleneck.AWARENESS:   "不知道有政策，或看不懂条件",
    Bottleneck.APPLICATION: "知道政策，申报材料、渠道、时间上受阻",
    Bottleneck.FULFILMENT:  "已符合条件或已承诺，奖补、退税等迟迟不到位",
    Bottleneck.APPROVAL:    "许可、备案、验收等办不下来或超时",
    Bottleneck.ENFORCEMENT: "检查频繁、处罚过重、执法不公",
    Bottleneck.FACTORS:     "用地、用电、用水、用气、用工、融资、物流",
    Bottleneck.PAYMENT:     "机关、事业单位、大型企业拖欠账款",
    Bottleneck.OTHER:       "以上都不是，请在金额备注或流转意见中写明",
}
BOTTLENECK_BASIS = (
    "涉企诉求堵点环节（政策知晓、申报、兑现、审批、执法、要素）据本项目办理规范第2.4节（D）；"
    "“账款”据国家发展改革委民营经济诉求分类与《保障中小企业款项支付条例》（C），须由人核对"
)
# fmt: on
