"""All registers (全部台账): importing this module makes every record known to the metadata."""

from hotline.store.agencies import AgencyRecord, RegionRecord
from hotline.store.analysis.enterprises import AmountEntry, Enterprise, EnterpriseDemand
from hotline.store.analysis.feeds import FeedAttempt, FeedCheck, FeedDifference
from hotline.store.analysis.history import HistoryImport, HistoryUpload
from hotline.store.analysis.outside import OutsideDuty, OutsideFigures
from hotline.store.analysis.policies import Policy, PolicyPush
from hotline.store.analysis.projects import Milestone, Project
from hotline.store.analysis.quality import QualityCount
from hotline.store.analysis.reports import Report, ReportRun
from hotline.store.analysis.subscribers import Subscriber, WebhookAttempt, WebhookMessage
from hotline.store.analysis.tallies import DailyTally, TallyMark
from hotline.store.analysis.warnings import DemandReading, EarlyWarning, Topic, TopicTicket
from hotline.store.audit import AuditEntry
from hotline.store.base import Record
from hotline.store.casefile.handling import Attachment, ContactRecord, HandlingForm
from hotline.store.casefile.requests import AgencyRequest, RuleProposal, Ruling
from hotline.store.casefile.supervision import RatingAppeal, Recusal, Supervision
from hotline.store.contacts import Call, Message
from hotline.store.deliveries import Delivery, UsedNonce
from hotline.store.editions import ModelEdition, RuleEdition
from hotline.store.knowledge import Article, ArticleFlag, ArticleRevision
from hotline.store.notes import Note
from hotline.store.people import Requester, Staff
from hotline.store.reports import DemandFeed, DemandHotspot, DriftReport
from hotline.store.tickets import Assignment, Step, Ticket
from hotline.store.workbench.callroom import Handover, KnownEvent, Nuisance, QualityCheck
from hotline.store.workbench.office import InternalTask, ReplyTemplate, SignOff
from hotline.store.workbench.saved import SavedView, Unsent

REGISTERS: tuple[type[Record], ...] = (
    RegionRecord,
    AgencyRecord,
    Requester,
    Staff,
    Ticket,
    Step,
    Note,
    Assignment,
    AgencyRequest,
    Ruling,
    RuleProposal,
    HandlingForm,
    ContactRecord,
    Attachment,
    Supervision,
    RatingAppeal,
    Recusal,
    Call,
    Message,
    Delivery,
    RuleEdition,
    ModelEdition,
    Article,
    ArticleRevision,
    ArticleFlag,
    AuditEntry,
    Report,
    ReportRun,
    DailyTally,
    TallyMark,
    DemandHotspot,
    DemandFeed,
    FeedAttempt,
    FeedCheck,
    FeedDifference,
    Subscriber,
    WebhookMessage,
    WebhookAttempt,
    DriftReport,
    DemandReading,
    Topic,
    TopicTicket,
    EarlyWarning,
    UsedNonce,
    KnownEvent,
    Handover,
    Nuisance,
    QualityCheck,
    InternalTask,
    SignOff,
    ReplyTemplate,
    SavedView,
    Unsent,
    HistoryImport,
    HistoryUpload,
    Enterprise,
    EnterpriseDemand,
    AmountEntry,
    OutsideDuty,
    OutsideFigures,
    QualityCount,
    Project,
    Milestone,
    Policy,
    PolicyPush,
)
