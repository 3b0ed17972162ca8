"""A deed is measured in a process of its own: how often it was done, what came out, and what memory it held there."""

from hotline.cli.bench import measuring


def count_regions(equipment):
    with equipment.work() as work:
        return len(work.rules.directory.regions)


def test_a_deed_is_done_so_often_in_a_process_of_its_own(equipment):
    done = measuring.in_a_process_of_its_own(equipment.settings, count_regions, times=2)
    assert len(done.seconds) == 2 and done.size > 100
    assert 10 < done.memory < 4096 and done.middle > 0 and done.each.count("、") == 1


def test_what_takes_long_is_done_once(equipment, monkeypatch):
    monkeypatch.setattr(measuring, "LONG", 0.0)
    assert len(measuring.measured(equipment.settings, count_regions, (), 3).seconds) == 1
