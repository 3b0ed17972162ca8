"""Shared fixtures: the shipped tables, and a small set of tables that a test may break."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

import pytest

from routing_rules import FOLDER, RuleBook, RuleTableError, load, load_folder, texts_in
from routing_rules.calendar import BEIJING
from routing_rules.columns import REDISPATCHES
from routing_rules.practice import CHOICES, NUMBERS, TEXTS

TODAY = date(2026, 3, 2)
SMALL = {
    "categories.csv": """分类编码,上级编码,分类名称,自治区指导单位,常见承办单位,来源,基层可办
01,,城乡建设,,,,
0101,01,道路,,,,
0102,01,路灯,,,,
02,,住房,,,,
0201,02,物业,,,,是
""",
    "regions.csv": """区划代码,区划名称,上级代码,层级,类型,区号
15,内蒙古自治区,,自治区,行政区,
1501,呼和浩特市,15,盟市,行政区,0471
150105,赛罕区,1501,旗县,行政区,0471
150172,开发区,1501,旗县,功能区,0471
1504,赤峰市,15,盟市,行政区,0476
150402,红山区,1504,旗县,行政区,0476
""",
    "functions.csv": """职能代码,职能名称,自治区单位,盟市单位,旗县单位,兜底职能,依据等级,说明
ZJ,住建,自治区住建厅,{名}住建局,{名}住建局,,D,
CG,城管,自治区住建厅,{名}城管局,{名}城管局,,D,
GD,供电,,,,,D,
XZ,苏木乡镇,,,,,D,
""",
    "agencies.csv": """单位代码,单位名称,单位类型,职能代码,区划代码,生效日期,失效日期,承接自,依据等级,依据
GD-1501,呼和浩特供电公司,企业,GD,1501,2024-01-01,,,D,推定
XZ-1,巧报镇人民政府,苏木乡镇,XZ,150105,2024-01-01,,,D,样例
""",
    "responsibility.csv": """规则编号,事项分类,行政区划,诉求主体,主办职能,主办层级,协办职能,时限,依据,依据等级,生效日期,失效日期
R1,01,,,ZJ,旗县,,,甲,D,,
R2,0101,,,CG,旗县,ZJ,,乙,D,,
R3,0101,1501,,ZJ,盟市,CG,,丙,D,,
R4,02,,,ZJ,旗县,,,丁,D,,
""",
    "exceptions.csv": """例外编号,优先级,事项分类,行政区划,地名,承办单位,协办单位,依据,依据等级,生效日期,失效日期,例句
X1,10,01,1501,白塔机场、机场,CG-1501,ZJ-1501、GD-1501,庚,D,2024-01-01,,白塔机场门口的路灯不亮
X2,20,0201,150105,巧报镇,XZ-1,,辛,D,,,巧报镇的小区没人管
""",
    "cross_duties.csv": """判定编号,判定事项,优先级,事项分类,行政区划,诉求主体,情形,关键词,排除词,主办职能,主办层级,协办职能,时限,依据,依据等级,例句
E1,用电,10,01,,,断电,停电、断电,演习,GD,盟市,,,戊,D,路灯停电了
E2,用电,20,0102,,,电线掉落,电线,,GD,盟市,,,己,D,电线掉下来了
""",
    "time_limits.csv": """时限编号,环节,优先级,紧急程度,诉求主体,诉求类型,事项分类,数量,时钟,起点,依据,依据等级
T1,办结,10,特急,,,,2,小时,,子,D
T2,办结,20,,企业,,,5,工作日,,丑,D
T3,办结,30,,,,,7,工作日,,寅,D
T4,联系,10,,企业,,,1,小时,,卯,D
""",
    "redispatch.csv": "情形,处理,数量,时钟,依据,依据等级\n"
    + "".join(f"{case},{'至少,2,工作日' if case == '重办' else '接续,,'},据,D\n" for case in REDISPATCHES),
    "closing.csv": """规范编号,优先级,诉求主体,诉求类型,联系记录,证据附件,公开答复,回访比例,依据,依据等级
C1,10,企业,,须,须,须,100,据,D
C2,20,,咨询、建议,免,免,须,0,据,D
C3,30,,,须,免,免,50,据,D
""",
    "phrases.csv": "词语,类别,提示\n正在协调,空话,写明何时\n不归我们管,推诿,写明归谁\n",
    "reasons.csv": "理由编号,用途,名称,说明\nTD1,退单,不属本单位,\nYQ1,延期,等待材料,写明等什么\n",
    "terms.csv": "参数,数值,单位,说明,依据,依据等级\n"
    + "".join(f"{name},3,,,据,D\n" for name in NUMBERS)
    + "".join(f"{name},{choices[0]},,,据,D\n" for name, choices in CHOICES.items())
    + "".join(f"{name},一句说明,,,据,D\n" for name in TEXTS),
    "indicators.csv": """指标代码,指标名称,章,单位,方向,分子,分母,口径,剔除,剔除批准,黄线,红线,权重,依据,依据等级
SL01,受理总量,总体,件,,受理,,登记的工单,草稿,,,,0,通用,C
JJ01,解决率,质效,%,高,已解决＋0.5×部分解决,有效回访,回访已解决的占比,评价剔除,审核督办,0.9,0.8,100,呼和浩特条例,B
""",
    "notices.csv": """告知编号,动作,结果状态,对象,渠道,文字,依据,依据等级
N1,延期,,诉求人,短信,工单{编号}延至{日期}。,据,D
N2,审核通过,,诉求人,蒙速办,请您评价。{答复},据,D
N3,审核通过,已办结,诉求人,蒙速办,已办结。{答复},据,D
""",
    "holidays.csv": """日期,类型,名称,状态,依据
2026-01-01,休,元旦,正式,通知
2026-01-04,班,调休,正式,通知
2027-01-01,休,元旦,暂定,推定
""",
    "guidance.csv": """指引编号,处理方式,情形,触发词,事项分类,渠道,话术,依据,依据等级
G1,转紧急热线,火灾,着火了,,119,请撤离,通知,D
G2,告知途径,诉讼,,0201,12368,请咨询,通知,D
G3,保密处理,机密,机密文件,,解释,请勿细说,通知,D
""",
}


@pytest.fixture(scope="session")
def book() -> RuleBook:
    return load_folder()


@pytest.fixture
def shipped() -> dict[str, str]:
    return dict(texts_in(FOLDER))


@pytest.fixture
def texts() -> dict[str, str]:
    return dict(SMALL)


@pytest.fixture(scope="session")
def small_book() -> RuleBook:
    return load(SMALL, edition="小", today=TODAY)


@pytest.fixture(scope="session")
def small_texts() -> Mapping[str, str]:
    return SMALL


@pytest.fixture(scope="session")
def at() -> datetime:
    return datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING)  # a Monday


@pytest.fixture
def told() -> Callable[[Mapping[str, str]], list[str]]:
    """What the editor of broken tables is told, one line a mistake."""

    def tell(texts: Mapping[str, str]) -> list[str]:
        with pytest.raises(RuleTableError) as caught:
            load(texts, edition="1", today=TODAY)
        assert str(caught.value).splitlines() == [str(mistake) for mistake in caught.value.mistakes]
        return str(caught.value).splitlines()

    return tell


@pytest.fixture(scope="session")
def edited() -> Callable[[Mapping[str, str], str, str, str], dict[str, str]]:
    """The texts with one passage of one table changed, or a row added at the end if there is no passage."""

    def edit(texts: Mapping[str, str], file: str, old: str, new: str) -> dict[str, str]:
        assert old in texts[file]
        return {**texts, file: texts[file].replace(old, new, 1) if old else texts[file] + new + "\n"}

    return edit
