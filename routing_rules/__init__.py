"""Whose is it, and by when? (派单规则): rule tables as data, and the small engine that reads them."""

from routing_rules.calendar import Deadline, WorkCalendar
from routing_rules.directory import Agency, Directory, Region
from routing_rules.engine import Decision, Demand, RuleBook
from routing_rules.errors import Mistake, RuleTableError
from routing_rules.guidance import Guidance, channel_for, emergency_in
from routing_rules.loader import FOLDER, load, load_folder
from routing_rules.spreadsheet import texts_in

__all__ = [
    "FOLDER",
    "Agency",
    "Deadline",
    "Decision",
    "Demand",
    "Directory",
    "Guidance",
    "Mistake",
    "Region",
    "RuleBook",
    "RuleTableError",
    "WorkCalendar",
    "channel_for",
    "emergency_in",
    "load",
    "load_folder",
    "texts_in",
]
