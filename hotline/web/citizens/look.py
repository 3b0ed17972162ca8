"""How somebody wants the pages to look (显示方式): large type, high contrast, language; citizens' choices hold below /m/."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, request
from werkzeug.wrappers import Response

from hotline.web.words.catalogue import CHINESE, LANGUAGES, Words, words

KEPT = timedelta(days=365)
PLACE = "/m/"
# cookie → 允许的值；第一个是默认
CHOICES: dict[str, tuple[str, ...]] = {"elder": ("off", "on"), "contrast": ("off", "on"), "lang": LANGUAGES}


@dataclass(frozen=True)
class Look:
    """The three choices as they stand (显示方式)."""

    elder: bool = False
    contrast: bool = False
    lang: str = CHINESE

    @property
    def classes(self) -> str:
        """The classes of the page's root."""
        return " ".join(name for name, on in (("elder", self.elder), ("contrast", self.contrast)) if on)

    @property
    def words(self) -> Words:
        """The texts in the chosen language."""
        return words(self.lang)


def look_of_request() -> Look:
    """The look that this browser keeps; what is not one of ours counts as the usual look."""
    kept = {name: request.cookies.get(name, "") for name in CHOICES}
    known = {name: value if value in CHOICES[name] else CHOICES[name][0] for name, value in kept.items()}
    return Look(known["elder"] == "on", known["contrast"] == "on", known["lang"])


def keep_look(answer: Response, chosen: Mapping[str, str], path: str = PLACE) -> Response:
    """The answer with the choices that were made; anything else in the form is left alone."""
    for name, allowed in CHOICES.items():
        if chosen.get(name) in allowed:
            answer.set_cookie(
                name, chosen[name], max_age=KEPT, path=path, httponly=True, samesite="Lax",
                secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            )  # fmt: skip
    return answer


def way_back(target: str) -> str:
    """A page of ours to return to, or the first one."""
    inside = target.startswith(PLACE) and "\\" not in target and "//" not in target
    return target if inside else PLACE
