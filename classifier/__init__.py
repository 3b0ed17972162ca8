"""What a demand is about (诉求分类): a pure library that reads text and says its category and how sure it is."""

from classifier.estimator import DemandClassifier
from classifier.model import Candidate, Classification, Model
from classifier.registry import ModelUnfit, current_edition, load

__all__ = ["Candidate", "Classification", "DemandClassifier", "Model", "ModelUnfit", "current_edition", "load"]
