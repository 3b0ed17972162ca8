"""What a verb judges with (研判依据): handed in, never looked up."""

from dataclasses import dataclass

from classifier.model import Model
from classifier.places import Gazetteer
from hotline.domain.vocabulary import UNPLACED
from routing_rules import RuleBook


@dataclass(frozen=True)
class Judgement:
    """The current editions of model and rules, and the gazetteer."""

    model: Model
    rules: RuleBook
    places: Gazetteer

    def category_name(self, code: str | None) -> str:
        """The name of a category, or the code itself where this edition does not know it."""
        category = self.rules.categories.get(code or "")
        return category.name if category else code or "未分类"

    def place_name(self, code: str | None) -> str:
        """Where a ticket's matter is; who only knows that it is in 内蒙古 does not know the place (地点)."""
        return self.region_name(code) if code and len(code) > 2 else UNPLACED

    def region_name(self, code: str | None) -> str:
        """The name of a region with its league before it: 呼和浩特市赛罕区."""
        regions = self.rules.directory.regions
        if not code or code not in regions:
            return "地点不明"
        region = regions[code]
        return regions[region.parent].name + region.name if region.level == "旗县" else region.name
