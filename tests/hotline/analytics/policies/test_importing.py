"""A table of policies is taken row by row; what is wrong is told with its line."""

import pytest

from factories import person
from hotline.analytics.policies.importing import HEADINGS, take_in, template
from hotline.domain.analysis.policies import PolicyState
from hotline.domain.errors import Incomplete
from hotline.domain.vocabulary import Role
from hotline.store.queries.policies import PolicyWanted, policies


def test_a_table_is_taken_row_by_row(house, text):
    assert template().decode("utf-8-sig").strip() == ",".join(HEADINGS)
    good = "测试政策一,测试〔2026〕9号,测试机关,给小微企业的补贴申请说明,2026年1月1日,,,0301,C13,小型、微型,1501"
    rows = [good, good, good.replace("9号", "8号").replace("2026年1月1日", "明天"), good.replace("0301", "9999")]
    content = template() + "\r\n".join(rows).encode()
    with house.equipment.work(person(Role.ANALYST)) as work:
        made = take_in(work, content)
        (kept,) = policies(work, PolicyWanted(state=PolicyState.DRAFT))
        assert (made.taken, [one.line for one in made.refused]) == (1, [3, 4, 5])
        assert [
            "库中已有" in made.refused[0].why,
            "不是日期" in made.refused[1].why,
            "9999" in made.refused[2].why,
        ] == [True] * 3
        assert (kept.industries, kept.scales, kept.regions) == (["C13"], ["small", "micro"], ["1501"])
        for wrong in (b"", b"a,b\r\n1,2", b"\xff\xfe\x00", template()):
            with pytest.raises(Incomplete):
                take_in(work, wrong)
