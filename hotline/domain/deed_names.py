"""What deeds and jobs are called (行为与作业名称): the tables that turn their codes into words for people.

A deed is what somebody does and must answer for, as the audit register keeps it; a job is what the machine does after.
Whoever writes down a new deed or adds a job to the roster adds its line here; tests see to it.
"""

from collections.abc import Mapping

from hotline.domain.vocabulary import Channel, EditionState, RequesterKind, Role, State

# fmt: off
DEEDS: dict[str, str] = {
    "sign_in":              "登录",
    "sign_in_failed":       "登录失败",
    "change_password":      "修改本人密码",
    "create_staff":         "新增人员",
    "change_staff":         "变更人员信息",
    "deactivate_staff":     "停用账号",
    "reactivate_staff":     "恢复账号",
    "reset_password":       "重设密码",
    "view_sensitive":       "查看完整号码",
    "search_by_phone":      "按电话检索",
    "export":               "导出台账",
    "bulk":                 "批量办理",
    "export_audit":         "导出审计记录",
    "export_lessons":       "导出训练样本",
    "emergency_transfer":   "转紧急热线",
    "supervision_letter":   "下载督办通知",
    "told_by_phone":        "代短信电话告知",
    "translate":            "登记译文",
    "draft_rules":          "起草规则",
    "edit_rules":           "修改规则草稿",
    "submit_rules":         "规则送复核",
    "approve_rules":        "批准规则",
    "refuse_rules":         "规则退回修改",
    "discard_rules":        "规则草稿作废",
    "publish_rules":        "规则生效",
    "roll_back_rules":      "规则回退",
    "learn_model":          "训练候选模型",
    "promote_model":        "启用模型",
    "roll_back_model":      "模型回退",
    "retry_delivery":       "重办一件后台事项",
    "retry_deliveries":     "成批重办后台事项",
    "drop_delivery":        "放弃后台事项",
    "announce_event":       "发布已知事件",
    "end_event":            "结束已知事件",
    "extend_event":         "延长已知事件",
    "list_nuisance":        "列入骚扰名单",
    "lift_nuisance":        "解除骚扰名单",
    "slip":                 "下载交办单",
    "approval":             "下载呈批件",
    "pass_inside":          "内部转办",
    "answer_inside":        "内部转办答复",
    "ask_signature":        "送审签",
    "sign_off":             "审签同意",
    "refuse_signature":     "审签退回",
    "recall_signature":     "撤回送审",
    "stand_in":             "指定代办人",
    "back_at_work":         "代办结束",
    "make_template":        "新增答复模板",
    "change_template":      "修改答复模板",
    "remove_template":      "删除答复模板",
    "draft_article":        "起草知识条目",
    "correct_article":      "更正知识条目",
    "edit_article":         "修改知识草稿",
    "discard_article":      "知识草稿作废",
    "submit_article":       "知识送审核",
    "publish_article":      "发布知识条目",
    "send_back_article":    "知识退回修改",
    "renew_article":        "知识续期",
    "expire_article":       "知识下架",
    "expire_articles":      "知识到期失效",
    "flag_article":         "知识纠错",
    "answer_article_flag":  "答复知识纠错",
    "approve_report":       "审定报告",
    "publish_report":       "发布报告",
    "correct_report":       "报告更正说明",
    "import_history":       "导入历史工单",
    "export_cross_table":   "导出交叉表",
    "warning_raised":       "推送预警",
    "warning_escalated":    "预警升级",
    "warning_acknowledged": "签收预警",
    "warning_judged":       "核实预警",
    "topic_renamed":        "热点改名",
    "topic_merged":         "热点合并",
    "topic_split":          "热点拆分",
    "topic_dismissed":      "排除热点",
    "export_board":         "导出看板图表",
    "export_history_answer": "导出历史问题的答复",
    "set_outside_duty":     "确定盟市报送责任",
    "end_outside_duty":     "取消盟市报送责任",
    "bring_outside_figures": "导入盟市报送数据",
    "enter_enterprise":     "登记企业",
    "change_enterprise":    "更正企业信息",
    "attach_enterprise":    "工单挂接企业",
    "choose_bottleneck":    "选定堵点环节",
    "note_amount":          "登记涉企金额",
    "withdraw_amount":      "撤销涉企金额",
    "edit_feed":            "修改热点回流稿",
    "publish_feed":         "发布热点回流",
    "discard_feed":         "热点回流不予发布",
    "revise_feed":          "起草热点回流新版",
    "resend_feed":          "重发热点回流",
    "reconcile_feeds":      "与蒙速办对账",
    "add_subscriber":       "新增订阅方",
    "rotate_secret":        "更换订阅密钥",
    "stop_subscriber":      "停用订阅方",
    "resume_subscriber":    "恢复订阅方",
    "replay_webhooks":      "重发订阅消息",
    "propose_project":      "提出专题",
    "edit_project":         "修改专题",
    "add_milestone":        "增加专题节点",
    "drop_milestone":       "删去专题节点",
    "finish_milestone":     "专题节点完成",
    "reopen_milestone":     "撤销专题节点完成",
    "move_project":         "专题流转",
    "draft_policy":         "录入政策",
    "edit_policy":          "修改政策",
    "discard_policy":       "删除政策草稿",
    "publish_policy":       "发布政策",
    "expire_policy":        "宣布政策失效",
    "revive_policy":        "恢复政策为待发布",
    "import_policies":      "导入政策",
    "push_policy":          "向企业推送政策",
    "unwatched_enterprise_demands": "企业诉求无人盯办告警",
}

JOBS: dict[str, str] = {
    "triage":            "工单研判",
    "tell_progress":     "向蒙速办回传进度",
    "text_requester":    "给诉求人发短信",
    "text_unit":         "给承办人发短信",
    "text_inside":       "内部转办短信",
    "reports":           "生成周报",
    "daily_reports":     "生成日报",
    "monthly_reports":   "生成月报",
    "enterprise_reports": "生成涉企专报",
    "import_history":    "导入历史工单",
    "report_papers":     "制作报告文件",
    "find_hotspots":     "查找企业诉求热点",
    "follow_tallies":    "日累计跟进",
    "rebuild_tallies":   "重建日累计",
    "count_quality":     "核对数据质量",
    "export_history":    "导出历史底表",
    "demand_feed":       "向蒙速办回流企业诉求热点",
    "watch_topics":      "查找小区、企业等突增",
    "watch_cells":       "查找事项热点",
    "watch_matters":     "查找多人反映的同一件事",
    "compose_feed":      "起草企业诉求热点回流稿",
    "reconcile_feeds":   "与蒙速办对账",
    "send_webhook":      "送达订阅消息",
    "tell_moves":        "整理工单变动订阅消息",
    "tell_policy":       "向企业告知政策",
    "expire_policies":   "政策到期失效",
    "drift_report":      "生成模型漂移周报",
    "archive_settled":   "工单归档",
    "forget_nonces":     "清理报文随机数",
    "press_due":         "到期预警与超期升级",
    "resume_due":        "挂起到期恢复",
    "watch_enterprises": "企业诉求盯办巡查",
    "follow_enterprises": "企业台账跟进",
    "replay_edition":    "规则草稿回放",
    "bring_into_force":  "规则到期生效、失效",
    "reckon_deadlines":  "重算暂定时限",
    "propose_rules":     "提出规则建议",
    "expire_articles":   "知识到期失效",
    "index_articles":    "重建知识索引",
    "forget_unsent":     "清理未提交内容",
}

PARTICULARS: dict[str, str] = {
    "number":         "工单",
    "numbers":        "工单",
    "account":        "账号",
    "role":           "岗位",
    "role_before":    "原岗位",
    "region":         "区划",
    "region_before":  "原区划",
    "agency":         "单位",
    "agency_before":  "原单位",
    "changed":        "变更项",
    "wanted":         "检索条件",
    "purpose":        "用途",
    "export":         "导出编号",
    "format":         "文件格式",
    "action":         "操作",
    "done":           "已办",
    "refused":        "未办",
    "edition":        "版本",
    "digest":         "指纹",
    "to":             "改为",
    "left":           "原版本",
    "state":          "结果",
    "reason":         "理由",
    "reasons":        "理由",
    "tables":         "规则表",
    "effective_from": "生效时间",
    "count":          "件数",
    "lessons":        "样本数",
    "message":        "消息编号",
    "hotline":        "转往",
    "caller":         "号码索引",
    "secret":         "要求保密",
    "supervision":    "督办号",
    "job":            "后台作业",
    "delivery":       "事项序号",
    "attempts":       "已试次数",
    "written_by":     "起草人",
    "right":          "纠错成立",
    "due_at":         "答复期限",
    "from":           "原截止",
    "article":        "知识条目",
    "articles":       "知识条目",
    "event":          "已知事件",
    "nuisance":       "骚扰名单",
    "task":           "内部转办",
    "form":           "办理表",
    "template":       "答复模板",
    "stand_in":       "代办人",
    "until":          "截止",
    "flag":           "纠错",
    "source":         "来源",
    "feed":           "回流编号",
    "subscriber":     "订阅方",
    "definition":     "口径",
    "project":        "专题",
    "milestone":      "专题节点",
    "policy":         "政策",
    "uscc":           "信用代码",
    "amount":         "金额（元）",
    "amount_kind":    "金额种类",
    "bottleneck":     "堵点环节",
    "entry":          "金额条目",
    "before":         "原登记",
}
# fmt: on

OTHERWISE = "其他"
ROLES: dict[str, str] = {role.value: role.label for role in Role}
CODES: dict[str, dict[str, str]] = {
    "job": JOBS,
    "role": ROLES,
    "role_before": ROLES,
    "state": {state.value: state.label for state in EditionState},
}
WANTED: dict[str, str] = {term.value: term.label for terms in (State, Channel, RequesterKind) for term in terms}


def deed_name(deed: str) -> str:
    """What a deed is called (行为名称)."""
    return DEEDS.get(deed, OTHERWISE)


def job_name(job: str) -> str:
    """What a job is called (作业名称)."""
    return JOBS.get(job, OTHERWISE)


def particulars(about: dict[str, object], names: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """What an entry says of its deed, as pairs of words that people read (记录内容); what is empty is left out.

    Args:
        names: further codes and what they are called, such as the files of the rule tables.
    """
    told = {**WANTED, **(names or {})}
    return [
        (PARTICULARS.get(key, OTHERWISE), _said(key, value, told))
        for key, value in about.items()
        if value not in (None, "")
    ]


def _said(key: str, value: object, told: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(told.get(str(one), str(one)) for one in value) or "无"
    if isinstance(value, dict):
        asked = (told.get(str(one), str(one)) for one in value.values() if one not in (None, "", False))
        return "、".join(asked) or "不限"
    return CODES.get(key, {}).get(str(value), str(value))
