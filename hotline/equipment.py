"""What a running process works with (运行装备), and the one place where the house is put together."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from classifier.places import Gazetteer
from classifier.registry import load as load_model
from hotline.casework.judgement import Judgement
from hotline.domain.vocabulary import EditionState
from hotline.gateways.mengsuban import Mengsuban, MengsubanOverHttp, NoMengsuban
from hotline.gateways.messages import NoTexts, Texts, TextsOverHttp
from hotline.gateways.signing import Signer
from hotline.settings import Settings
from hotline.store.deliveries import is_new
from hotline.store.editions import ModelEdition, RuleEdition
from hotline.store.vault import Vault
from hotline.store.work import SYSTEM, Person, Work, piece_of_work
from routing_rules import RuleBook, load_checked


class NotReady(Exception):
    """The database holds no current rules or model yet (尚未装载规则或模型)."""


@dataclass
class Editions:
    """The judgement of the current editions, kept until another edition becomes current."""

    known: tuple[str, str, str] | None = None
    judgement: Judgement | None = None
    books: dict[str, RuleBook] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Equipment:
    """Sessions, vault, gateways and judgement of one process."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    vault: Vault
    mengsuban: Mengsuban
    texts: Texts
    signer: Signer
    switchboard: Signer | None
    editions: Editions

    @contextmanager
    def work(self, person: Person = SYSTEM, now: datetime | None = None) -> Iterator[Work]:
        """One piece of work of that person, now unless another moment is given."""
        with piece_of_work(self.sessions, self.vault, person, now or datetime.now(UTC), self.rules) as work:
            yield work

    def is_new(self, app: str, nonce: str) -> bool:
        """Whether a signed message comes for the first time (防重放); kept at once, whatever becomes of the message."""
        with self.work() as work:
            return is_new(work.session, work.now, app, nonce)

    def rules(self, session: Session) -> RuleBook:
        """The rule book of the current edition; NotReady if there is none."""
        edition = session.scalar(select(RuleEdition.edition).where(RuleEdition.state == EditionState.CURRENT))
        if edition is None:
            raise NotReady("尚无现行的规则版本，请先运行 hotline db load")
        with self.editions.lock:
            if (found := self.editions.books.get(edition)) is None:
                self.editions.books.clear()
                texts = session.scalars(select(RuleEdition.texts).where(RuleEdition.edition == edition)).one()
                found = self.editions.books[edition] = load_checked(texts, edition=edition)
            return found

    def judgement(self, session: Session) -> Judgement:
        """The judgement of the current editions; what another process has published is loaded at once.

        Raises NotReady if there is no current edition of rules or model.
        """
        rules = self.rules(session)
        current = select(ModelEdition.edition, ModelEdition.digest).where(ModelEdition.state == EditionState.CURRENT)
        model = session.execute(current).one_or_none()
        if model is None:
            raise NotReady("尚无现行的模型版本，请先运行 hotline db load")
        with self.editions.lock:
            known = (rules.edition, model.edition, model.digest)  # 同名重训也要重新装载
            if self.editions.judgement is None or self.editions.known != known:
                self.editions.judgement = Judgement(
                    model=load_model(self.settings.state / "models", model.edition, self.settings.auto_accuracy),
                    rules=rules,
                    places=Gazetteer(),
                )
                self.editions.known = known
                gc.collect()
                gc.freeze()  # 模型和规则不再变：不让垃圾回收每次都把它们走一遍，页面就没有突然的停顿
            return self.editions.judgement


def equip(settings: Settings) -> Equipment:
    """Put the equipment of a process together; connections are made when they are first needed."""
    engine = create_engine(settings.database_url, pool_size=5, max_overflow=settings.threads, pool_pre_ping=True)
    signer = Signer(settings.mengsuban_app, settings.key("mengsuban_key"))
    told = MengsubanOverHttp(settings.mengsuban_url, signer) if settings.mengsuban_url else NoMengsuban()
    if settings.sms_url:
        texts: Texts = TextsOverHttp(settings.sms_url, Signer(settings.sms_app, settings.key("sms_key")))
    else:
        texts = NoTexts()
    calls_key = settings.calls_key or not settings.in_production
    return Equipment(
        settings=settings,
        engine=engine,
        sessions=sessionmaker(engine, expire_on_commit=False),
        vault=Vault(settings.key("field_key"), settings.key("index_key")),
        mengsuban=told,
        texts=texts,
        signer=signer,
        switchboard=Signer(settings.calls_app, settings.key("calls_key")) if calls_key else None,
        editions=Editions(),
    )
