"""The table of seasons: every line has a source, and its matters stand in the table of categories (季节表)."""

from hotline.domain.analysis.seasons import season_of, seasons


def test_every_season_names_known_matters_real_months_and_its_source(judgement):
    known = set(judgement.rules.categories)
    assert len(seasons()) == 6
    for one in seasons():
        assert set(one.categories) <= known and set(one.months) <= set(range(1, 13))
        assert one.source and one.grade in "ABCD"


def test_heating_is_expected_in_winter_and_not_in_july():
    assert season_of(11, "0301") == "供暖期"
    assert season_of(7, "0301") == ""
    assert season_of(7, None) == ""
