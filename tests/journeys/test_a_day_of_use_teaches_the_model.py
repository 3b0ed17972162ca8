"""A day of use (从使用中学习): tickets corrected, a challenger trained, compared, promoted without a restart, rolled back."""

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from editions import editions_apart
from sqlalchemy import select

from classifier import corpus
from classifier.learning import training
from classifier.learning.training import own_edition, write
from classifier.registry import MANIFEST, ModelUnfit, fingerprint, load
from factories import UNIT, House, person
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.learning.model_editions import promote
from hotline.casework.requests import deciding
from hotline.cli import learning
from hotline.cli.main import hotline
from hotline.domain.vocabulary import EditionState, Role, State
from hotline.store.audit import AuditEntry, first_broken
from hotline.store.editions import ModelEdition
from hotline.store.tickets import Ticket

pytestmark = pytest.mark.xdist_group("learning")

MORNING = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
TICKETS = 200

# 本地刚出现的事，名字是编的：人定的分类与机器的第一答案不同
LOCAL = (
    ("2003", "驼铃码", ("刷不上车，同一趟扣了两回钱", "注册时一直转圈", "换了手机就登不上去", "退款申请提交不了")),
    ("0304", "碳晶蓄能板", ("半夜自己断了，屋里冰凉", "一开就跳闸", "电表转得飞快", "装好一个月就不通电")),
    ("2003", "云牧通项圈", ("三天没有上传位置", "充满电也不亮灯", "显示羊群在邻旗", "绑定不了账号")),
    ("0403", "智管箱", ("门打不开，袋子堆了一地", "满了几天没人清", "味道大，苍蝇成群", "投口太高，老人够不着")),
    ("1502", "青城惠享卡", ("刷了没到账", "换卡要等三个月", "食堂的机器不认", "补办不知道找谁")),
)
OPENINGS = ("我想问问", "反映一下", "市民来电称", "昨天开始", "麻烦您记一下")
ASKING = (
    "请尽快处理",
    "希望给个说法",
    "什么时候能好",
    "已经打过两次电话",
    "请派人来看看",
    "不知道该找哪个部门",
    "邻居们也一样",
    "盼回复",
)


def demands() -> list[tuple[str, str]]:
    """Two hundred demands of the day, with the category that people give them."""
    told = [
        [(code, f"{opening}，{name}{trouble}，{asking}") for opening, trouble, asking in product(OPENINGS, troubles, ASKING)]
        for code, name, troubles in LOCAL
    ]  # fmt: skip
    spread = [matter[(place * 37) % len(matter)] for place in range(TICKETS // len(LOCAL)) for matter in told]
    return spread[:TICKETS]


@pytest.fixture
def shipped(house: House) -> Iterator[str]:
    with editions_apart(house.equipment) as edition:
        yield edition


@pytest.fixture
def hotline_command(house: House, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The operator's command, with equipment of its own as in another process."""
    monkeypatch.setenv("HOTLINE_ENV", "test")
    monkeypatch.setenv("HOTLINE_STATE", str(house.equipment.settings.state))
    monkeypatch.setenv("HOTLINE_DATABASE_URL", house.equipment.settings.database_url)
    return lambda *words: CliRunner().invoke(hotline, words)


def comes_in(house: House, number: int, text: str) -> Ticket:
    """A demand of the day as the machine leaves it."""
    at = MORNING + timedelta(minutes=2 * number)
    return house.ticket(house.triaged(text, phone=f"139{number:08d}", name="王建军", region="150105", now=at))


def corrected(house: House, ticket: Ticket, category: str) -> None:
    """The dispatcher gives it the category that is right here; what the machine sent off comes back first."""
    if ticket.state == State.DISPATCHED:
        with house.equipment.work(person(Role.DISPATCHER), ticket.registered_at + timedelta(seconds=30)) as work:
            deciding.take_back_by_room(work, ticket.number, reason="不属于该单位职责")
    with house.equipment.work(person(Role.DISPATCHER), ticket.registered_at + timedelta(minutes=1)) as work:
        dispatch_by_person(
            work, house.equipment.judgement(work.session), ticket.number,
            category=category, region="150105", agency=UNIT, seen=None,
        )  # fmt: skip


def standing(house: House) -> dict[str, EditionState]:
    with house.equipment.work() as work:
        rows = work.session.execute(select(ModelEdition.edition, ModelEdition.state))
        return {edition: state for edition, state in rows}


def first_answer(ticket: Ticket) -> str:
    return str(ticket.candidates[0]["category"])


def test_a_day_of_corrections_makes_a_better_edition_that_serves_at_once_and_may_be_taken_back(
    house: House, shipped: str, hotline_command: Callable[..., Result], tmp_path: Path
) -> None:
    wrong = 0
    for number, (category, text) in enumerate(demands()):
        ticket = comes_in(house, number, text)
        assert ticket.model_edition == shipped
        wrong += first_answer(ticket) != category
        corrected(house, ticket, category)
    assert wrong > TICKETS / 2

    looked_at = tmp_path / "lessons.csv"
    assert hotline_command("classifier", "lessons", "--output", str(looked_at)).exit_code == 0
    with looked_at.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == TICKETS
    assert "王建军" not in looked_at.read_text(encoding="utf-8") and "13900000000" not in looked_at.read_text(
        encoding="utf-8"
    )

    learnt = hotline_command("classifier", "learn", "--edition", "use-1")
    assert learnt.exit_code == 0, learnt.output
    assert f"可用工单 {TICKETS} 件，其中改判 {wrong} 件" in learnt.output
    assert "留出工单 40 件" in learnt.output and "结论：可以启用" in learnt.output
    assert standing(house) == {shipped: EditionState.CURRENT, "use-1": EditionState.CANDIDATE}
    before = comes_in(house, 300, "小区里的碳晶蓄能板今天又断了，老人冻得不行")
    assert (before.model_edition, first_answer(before)) == (shipped, "0301")

    assert hotline_command("classifier", "promote", "use-1").output.strip() == "分类模型 use-1 现行"
    after = comes_in(house, 301, "小区里的碳晶蓄能板今天又断了，老人冻得不行")
    assert (after.model_edition, first_answer(after)) == ("use-1", "0304")
    plain = comes_in(house, 302, "小区门口的路灯坏了半个月，晚上漆黑一片")
    assert (plain.model_edition, first_answer(plain)) == ("use-1", "0102")

    assert hotline_command("classifier", "rollback").output.strip() == f"已从 use-1 回退，分类模型 {shipped} 现行"
    back = comes_in(house, 303, "楼上的碳晶蓄能板刚装就断了，老人冻得不行")
    assert (back.model_edition, first_answer(back)) == (shipped, "0301")
    assert standing(house) == {shipped: EditionState.CURRENT, "use-1": EditionState.ROLLED_BACK}
    with house.equipment.work() as work:
        deeds = work.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id.desc()).limit(4)).all()
        assert deeds == ["roll_back_model", "promote_model", "learn_model", "export_lessons"]
        assert first_broken(work.session) is None


PLAIN = (
    ("0102", "路灯", ("坏了，晚上漆黑一片", "一闪一闪的", "白天亮着晚上不亮", "灯杆歪了要倒")),
    ("0405", "流浪狗", ("成群追人", "咬伤了孩子", "没拴绳还扑人", "半夜叫个不停")),
    ("0501", "公交车", ("半小时不来一趟", "到站不停", "末班车太早", "改了线路没通知")),
)
TURNED = {"0102": "0405", "0405": "0501", "0501": "0102"}


class FewRows:
    """The corpus of the few categories that these demands are about: training takes seconds."""

    CALIBRATION, digest, labels = corpus.CALIBRATION, staticmethod(corpus.digest), staticmethod(corpus.labels)

    def __init__(self) -> None:
        kept = [row for row in corpus.read() if row.category in {*TURNED, "0101", "0403", "0502"}]
        self.apart, self.rows = kept[::5], [row for place, row in enumerate(kept) if place % 5]

    def read(self, folder: Path | None = None) -> list[corpus.Labelled]:
        return self.apart if folder else self.rows

    def lexicon(self) -> list[tuple[str, str]]:
        return [(code, cue) for code, cue in corpus.lexicon() if code in TURNED]


@pytest.fixture
def small_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "corpus", FewRows())


@pytest.fixture
def small_champion(house: House, shipped: str, small_corpus: None) -> str:
    """An edition of that corpus in service."""
    home = learning.trained_in(house.equipment) / "small-0"
    write(own_edition(), home, "small-0")
    with house.equipment.work() as work:
        promote(work, "small-0", digest=fingerprint(home / MANIFEST), metrics={})
    return "small-0"


def a_day(house: House, turned_until: int, count: int = 100) -> None:
    """Demands that an agent gave a category to: wrong ones until then, right ones later."""
    for number in range(count):
        code, name, troubles = PLAIN[number % len(PLAIN)]
        text = f"{OPENINGS[number % 5]}，{name}{troubles[number // 3 % 4]}，{ASKING[number // 7 % 8]}"
        house.dispatched(
            text, phone=f"139{number:08d}", category=TURNED[code] if number < turned_until else code,
            now=MORNING + timedelta(minutes=number),
        )  # fmt: skip


def test_a_day_of_careless_corrections_is_refused_and_the_old_edition_stays(
    house: House, small_champion: str, hotline_command: Callable[..., Result]
) -> None:
    a_day(house, turned_until=80)
    refused = hotline_command("classifier", "learn", "--edition", "use-1")
    assert refused.exit_code == 1
    assert "结论：不予采用——首位正确率低" in refused.output
    assert "版本 use-1 未通过比较，现行版本不变" in str(refused.exception)
    assert standing(house)["use-1"] == EditionState.REFUSED
    assert standing(house)[small_champion] == EditionState.CURRENT
    assert hotline_command("classifier", "promote", "use-1").exit_code == 1
    ticket = comes_in(house, 400, "小区门口的路灯坏了半个月，晚上漆黑一片")
    assert (ticket.model_edition, first_answer(ticket)) == (small_champion, "0102")


def test_a_training_run_that_dies_leaves_the_old_edition_current_and_whole(
    house: House, small_champion: str, hotline_command: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    a_day(house, turned_until=0)
    before = standing(house)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(training, "_write_labels", killed)
        assert hotline_command("classifier", "learn", "--edition", "use-1").exit_code != 0
    folder = learning.trained_in(house.equipment)
    assert standing(house) == before
    assert load(folder, small_champion).edition == small_champion
    with pytest.raises(ModelUnfit):
        load(folder, "use-1")
    ticket = comes_in(house, 400, "小区门口的路灯坏了半个月，晚上漆黑一片")
    assert (ticket.model_edition, first_answer(ticket)) == (small_champion, "0102")
    again = hotline_command("classifier", "learn", "--edition", "use-1")
    assert again.exit_code == 0, again.output
    assert standing(house) == {**before, "use-1": EditionState.CANDIDATE}
