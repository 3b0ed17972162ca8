"""Whose is it, and by when? (派单规则): rule tables as data, and the small engine that reads them."""

from routing_rules.calendar import Deadline, Span, WorkCalendar
from routing_rules.directory import Agency, Directory, Region
from routing_rules.engine import Decision, Demand, RuleBook
from routing_rules.errors import Mistake, RuleTableError
from routing_rules.explain import Explanation, explain
from routing_rules.guidance import Guidance, channel_for, emergency_in, hint_in
from routing_rules.limits import Limit, TimeLimit
from routing_rules.loader import FOLDER, load, load_checked, load_folder
from routing_rules.reading.spreadsheet import texts_in

__all__ = [
    "FOLDER",
    "Agency",
    "Deadline",
    "Decision",
    "Demand",
    "Directory",
    "Explanation",
    "Guidance",
    "Limit",
    "Mistake",
    "Region",
    "RuleBook",
    "RuleTableError",
    "Span",
    "TimeLimit",
    "WorkCalendar",
    "channel_for",
    "emergency_in",
    "explain",
    "hint_in",
    "load",
    "load_checked",
    "load_folder",
    "texts_in",
]
