"""What fits is found by stated points, in the same order whatever the order of entry, and never against a known fact."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from factories import person
from hotline.analytics.policies.matching import POINTS, DemandFacts, facts_of, fit, matches, ranked
from hotline.domain.analysis.enterprises import Scale
from hotline.domain.vocabulary import Role
from hotline.store.analysis.enterprises import Enterprise
from hotline.store.analysis.policies import Policy
from hotline.store.queries.policies import enterprise_ticket

CODE = "91150105MA0N1A2B3C"


def made(number=1, **terms):
    blank = {"matters": [], "regions": [], "industries": [], "scales": []}
    return Policy(id=number, valid_from=date(2026, 1, 1), **blank | terms)


def test_points_and_reasons_are_stated():
    facts = DemandFacts("0301", "150105", "C13", Scale.SMALL)
    best = fit(facts, made(matters=["0301"], regions=["150105"], industries=["C"], scales=["small"]))
    assert (best.score, best.sentence) == (100, "因为：事项一致、地区适用、行业适用、小型企业")
    assert fit(facts, made()).score == sum(row[2] for row in POINTS.values())
    assert fit(facts, made(matters=["03"], regions=["15"])).score == 30 + 20 + 10 + 10
    unknown = fit(DemandFacts("0301", "1501"), made(matters=["0301"], regions=["150105"], scales=["micro"]))
    assert unknown.sentence == "因为：事项一致；待核：诉求的具体地区未定、企业规模未登记"
    for wrong in ({"matters": ["0302"]}, {"regions": ["1502"]}, {"industries": ["D"]}, {"scales": ["large"]}):
        assert fit(facts, made(**wrong)) is None
    assert fit(DemandFacts("", "15"), made()) is None


CODES = {"matters": ["03", "0301", "0302"], "regions": ["15", "1501", "150105", "1502"],
         "industries": ["C", "C13", "D"], "scales": ["small", "micro"]}  # fmt: skip
OFFERED = st.lists(
    st.fixed_dictionaries({name: st.lists(st.sampled_from(codes), max_size=2) for name, codes in CODES.items()}),
    max_size=8,
)


@given(OFFERED, st.sampled_from(["0301", "0302"]), st.sampled_from(["15", "1501", "150105"]), st.randoms())
def test_the_order_of_entry_means_nothing_and_points_stay_within_a_hundred(terms, category, region, chance):
    offered = [made(number, **one) for number, one in enumerate(terms)]
    facts = DemandFacts(category, region, "C13", Scale.MICRO)
    before = [(one.policy.id, one.score) for one in ranked(facts, offered)]
    chance.shuffle(offered)
    assert [(one.policy.id, one.score) for one in ranked(facts, offered)] == before
    assert all(0 < score <= 100 for _, score in before)
    for one in ranked(facts, offered):
        wanted = one.policy.matters
        assert not wanted or any(category.startswith(code) for code in wanted)


def test_the_register_of_enterprises_tells_industry_and_size(house, published, demand):
    number = published()
    with house.equipment.work(person(Role.OFFICER)) as work:
        ticket = enterprise_ticket(work, demand)
        (found,) = matches(work, ticket)
        assert found.policy.id == number and found.doubts == ("企业规模未登记",)
    with house.equipment.work() as work:
        ticket = work.ticket(demand)
        firm = Enterprise(uscc=CODE, name="测试公司", industry="C13", scale=Scale.LARGE, region="150105",
                          entered_by="system", entered_at=work.now)  # fmt: skip
        work.session.add(firm)
        work.session.get_one(type(ticket).requester.property.entity.class_, ticket.requester_id).uscc = CODE
        work.session.flush()
        assert facts_of(work, ticket).scale == Scale.LARGE and matches(work, ticket) == []
