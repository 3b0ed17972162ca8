"""Where is it about? (地名识别): finds the banner, county or league that a text names."""

from classifier.places.gazetteer import Gazetteer, Place, PlaceCandidate

__all__ = ["Gazetteer", "Place", "PlaceCandidate"]
