"""Names for the codes on a screen (名称对照): categories and regions from the rule book, agencies from the register."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from hotline.casework.judgement import Judgement
from hotline.store.queries.details import agency_names
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.web.desk import judgement_for


@dataclass(frozen=True)
class Names:
    """What templates ask for a code's name."""

    judgement: Judgement
    agencies: dict[str, str]

    def category(self, code: str | None) -> str:
        """The name of a category."""
        return self.judgement.category_name(code)

    def region(self, code: str | None) -> str:
        """The name of a region, its league before it."""
        return self.judgement.region_name(code)

    def place(self, code: str | None) -> str:
        """Where a ticket's matter is, as far as that is known."""
        return self.judgement.place_name(code)

    def agency(self, code: str | None) -> str:
        """The name of an agency, or a dash."""
        return self.agencies.get(code or "", code or "—")

    def categories(self) -> list[tuple[str, str]]:
        """All leaf categories, for a select: code and name under its branch."""
        known = self.judgement.rules.categories
        return [(code, f"{known[code[:2]].name} / {known[code].name}") for code in self.judgement.rules.leaves]

    def regions(self) -> list[tuple[str, str]]:
        """All leagues and banners, for a select."""
        codes = sorted(code for code in self.judgement.rules.directory.regions if len(code) > 2)
        return [(code, self.region(code)) for code in codes]


@lru_cache(maxsize=64)
def _escaped(rows: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple((code, str(escape(code)), str(escape(name))) for code, name in rows)


def coded_options(rows: Sequence[tuple[str, str]], chosen: str | None) -> Markup:
    """The options of a select with hundreds of codes; escaped once, not on every page."""
    made = (
        f'<option value="{value}"{" selected" if code == chosen else ""}>{name}</option>'
        for code, value, name in _escaped(tuple(rows))
    )
    return Markup("".join(made))  # noqa: S704  每一格都已转义


def names_for(work: Work, tickets: Iterable[Ticket] = (), more: Iterable[str] = ()) -> Names:
    """The names that a screen with these tickets needs."""
    codes = {ticket.agency for ticket in tickets if ticket.agency} | set(more)
    return Names(judgement_for(work), agency_names(work, codes) if codes else {})
