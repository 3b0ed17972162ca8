"""Recall of emergencies and false alarms (表 8.2)."""

from classifier.commands.bench_tables import alarms

WRITTEN = (
    "id,urgency,kind,form,title,text\n1,转紧急热线,火灾,app,,楼里着火了快来人\n2,普通,常规,app,,办理老年证要什么材料\n"
)


def test_recall_and_false_alarms_are_told_beside_plain_words(tmp_path, monkeypatch):
    (tmp_path / "urgency.csv").write_text(WRITTEN, encoding="utf-8-sig")
    written = alarms.read_written(tmp_path / "urgency.csv")
    assert [one.urgency for one in written] == ["转紧急热线", "普通"]
    monkeypatch.setattr(alarms, "urgency_of", lambda _, text: "特急" if "证" in text or "火" in text else "普通")
    lines = list(alarms.alarm_table(written))
    cells = {
        line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:5]] for line in lines if "|" in line
    }
    assert cells["转紧急热线，召回"] == ["100.0%", "100.0%", "+0.0"]
    assert cells["普通，误报"] == ["100.0%", "0.0%", "+100.0"]
    assert cells["四级全对"] == ["0.0%", "100.0%", "-100.0"]
    assert cells["特急，召回"][:2] == ["—", "—"]


def test_a_word_is_enough_for_the_reference():
    assert alarms.by_words("", "我被困在电梯里") == alarms.HOTLINE
    assert alarms.by_words("电梯", "什么时候检修") == alarms.ORDINARY
