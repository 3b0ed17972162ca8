"""The headings of every rule table (表头): what a spreadsheet must have, and which cells may not be empty."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """One rule table: its file, its Chinese name, its headings, and those that must be filled in.

    Args:
        unique: the heading whose cells must all differ, or an empty text.
        several: the headings whose cells may hold several parts, joined by 「、」.
    """

    file: str
    name: str
    headings: tuple[str, ...]
    required: tuple[str, ...]
    unique: str = ""
    several: tuple[str, ...] = ()


# fmt: off
CATEGORIES = Table("categories.csv", "事项分类表",
    ("分类编码", "上级编码", "分类名称", "自治区指导单位", "常见承办单位", "来源", "基层可办"),
    ("分类编码", "分类名称"), "分类编码")
REGIONS = Table("regions.csv", "区划表",
    ("区划代码", "区划名称", "上级代码", "层级", "类型", "区号"), ("区划代码", "区划名称", "层级", "类型"), "区划代码")
FUNCTIONS = Table("functions.csv", "职能表",
    ("职能代码", "职能名称", "自治区单位", "盟市单位", "旗县单位", "兜底职能", "依据等级", "说明"),
    ("职能代码", "职能名称", "依据等级"), "职能代码")
AGENCIES = Table("agencies.csv", "单位名录",
    ("单位代码", "单位名称", "单位类型", "职能代码", "区划代码", "生效日期", "失效日期", "承接自", "依据等级", "依据"),
    ("单位代码", "单位名称", "单位类型", "职能代码", "区划代码", "依据等级"), "单位代码", ("承接自",))
RESPONSIBILITY = Table("responsibility.csv", "权责清单",
    ("规则编号", "事项分类", "行政区划", "诉求主体", "主办职能", "主办层级", "协办职能", "时限", "依据", "依据等级", "生效日期", "失效日期"),
    ("规则编号", "主办职能", "主办层级", "依据", "依据等级"), "规则编号", ("事项分类", "行政区划", "诉求主体", "协办职能"))
EXCEPTIONS = Table("exceptions.csv", "例外表",
    ("例外编号", "优先级", "事项分类", "行政区划", "地名", "承办单位", "协办单位", "依据", "依据等级", "生效日期", "失效日期", "例句"),
    ("例外编号", "优先级", "地名", "承办单位", "依据", "依据等级", "例句"), "例外编号", ("事项分类", "行政区划", "地名", "协办单位"))
CROSS_DUTIES = Table("cross_duties.csv", "交叉职责判定表",
    ("判定编号", "判定事项", "优先级", "事项分类", "行政区划", "诉求主体", "情形", "关键词", "排除词",
     "主办职能", "主办层级", "协办职能", "时限", "依据", "依据等级", "例句"),
    ("判定编号", "判定事项", "优先级", "情形", "关键词", "主办职能", "主办层级", "依据", "依据等级", "例句"), "判定编号",
    ("事项分类", "行政区划", "诉求主体", "关键词", "排除词", "协办职能"))
TIME_LIMITS = Table("time_limits.csv", "时限表",
    ("时限编号", "环节", "优先级", "紧急程度", "诉求主体", "诉求类型", "事项分类", "数量", "时钟", "起点", "依据", "依据等级"),
    ("时限编号", "环节", "优先级", "数量", "时钟", "依据", "依据等级"), "时限编号", ("诉求类型", "事项分类"))
REDISPATCH = Table("redispatch.csv", "改派时钟表", ("情形", "处理", "数量", "时钟", "依据", "依据等级"),
    ("情形", "处理", "依据", "依据等级"), "情形")
CLOSING = Table("closing.csv", "办结规范表",
    ("规范编号", "优先级", "诉求主体", "诉求类型", "联系记录", "证据附件", "公开答复", "回访比例", "依据", "依据等级"),
    ("规范编号", "优先级", "联系记录", "证据附件", "公开答复", "回访比例", "依据", "依据等级"), "规范编号", ("诉求类型",))
PHRASES = Table("phrases.csv", "答复用语表", ("词语", "类别", "提示"), ("词语", "类别", "提示"), "词语")
REASONS = Table("reasons.csv", "申请理由表", ("理由编号", "用途", "名称", "说明"), ("理由编号", "用途", "名称"), "理由编号")
TERMS = Table("terms.csv", "办理规范表", ("参数", "数值", "单位", "说明", "依据", "依据等级"), ("参数", "数值", "依据", "依据等级"), "参数")
NOTICES = Table("notices.csv", "告知模板表", ("告知编号", "动作", "结果状态", "对象", "渠道", "文字", "依据", "依据等级"),
    ("告知编号", "动作", "对象", "渠道", "文字", "依据", "依据等级"), "告知编号")
INDICATORS = Table("indicators.csv", "指标口径表",
    ("指标代码", "指标名称", "章", "单位", "方向", "分子", "分母", "口径", "剔除", "剔除批准", "黄线", "红线", "权重", "依据", "依据等级"),
    ("指标代码", "指标名称", "章", "单位", "分子", "口径", "权重", "依据", "依据等级"), "指标代码")
HOLIDAYS = Table("holidays.csv", "工作日历", ("日期", "类型", "名称", "状态", "依据"), ("日期", "类型", "状态"), "日期")
GUIDANCE = Table("guidance.csv", "分类处理指引",
    ("指引编号", "处理方式", "情形", "触发词", "事项分类", "渠道", "话术", "依据", "依据等级"),
    ("指引编号", "处理方式", "情形", "渠道", "话术", "依据等级"), "指引编号", ("触发词", "事项分类"))
# fmt: on

TABLES = (
    CATEGORIES, REGIONS, FUNCTIONS, AGENCIES, RESPONSIBILITY, EXCEPTIONS, CROSS_DUTIES, TIME_LIMITS, REDISPATCH,
    CLOSING, PHRASES, REASONS, TERMS, NOTICES, INDICATORS, HOLIDAYS, GUIDANCE,
)  # fmt: skip

LEVELS = ("自治区", "盟市", "旗县")
LEVEL_LENGTHS = {"自治区": 2, "盟市": 4, "旗县": 6}  # 区划代码的长度即层级
GRADES = ("A", "B", "C", "D")
CLOCKS = ("小时", "自然日", "工作日")
REQUESTERS = ("个人", "企业")
DEMAND_TYPES = ("咨询", "求助", "投诉", "举报", "建议", "表扬", "其他")
URGENCIES = ("普通", "紧急", "特急")
HANDLINGS = ("转紧急热线", "告知途径", "保密处理", "恶意处置", "告知进展")
DAY_KINDS = ("休", "班")
DAY_STANDINGS = ("正式", "暂定")
UNIT_KINDS = ("部门", "政府", "企业", "其他", "苏木乡镇", "街道", "社区")
GRASSROOTS = frozenset({"苏木乡镇", "街道", "社区"})
STAGES = (
    "派单", "签收", "退单", "联系", "阶段答复", "办结", "延期上限", "协办", "吹哨响应", "审批", "审核", "回访", "整改",
)  # fmt: skip
STARTS = ("派单", "签收")
REDISPATCHES = ("退单改派", "裁定指定", "退回重派", "重办", "解除并单", "提级改派")
REDISPATCH_CLOCKS = ("重新起算", "接续", "至少")
NEEDED = ("须", "免")
PHRASE_KINDS = ("空话", "推诿", "套话")
REASON_USES = ("退单", "延期", "挂起", "终止", "会商", "未解决", "剔除", "免联系", "无效")
INDICATOR_CHAPTERS = ("总体", "诉求", "质效", "督办", "知识库", "数据质量")
INDICATOR_UNITS = ("件", "次", "%")
DIRECTIONS = ("高", "低")
TOLD = ("诉求人", "承办人")
TOLD_BY = ("蒙速办", "短信")
