"""The classification of industries: twenty sections, ninety-seven divisions, each with where it was taken from."""

from hotline.domain.analysis.industries import industries, industry_name


def test_the_table_is_whole():
    known = industries()
    sections, divisions = [one for one in known if len(one) == 1], [one for one in known if len(one) == 3]
    assert "".join(sections) == "ABCDEFGHIJKLMNOPQRST"
    assert sorted(int(one[1:]) for one in divisions) == list(range(1, 98))
    assert all(
        one.section in sections and one.name and "GB/T 4754" in one.basis and one.grade for one in known.values()
    )


def test_a_division_is_called_after_its_section():
    assert industry_name("C14") == "制造业 / 食品制造业" and industry_name("C") == "制造业"
    assert industry_name("C01") == industry_name(None) == industry_name("<script>") == ""
