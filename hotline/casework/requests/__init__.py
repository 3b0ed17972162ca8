"""What agencies ask for, and how it is decided (申请与审批): 退单 延期 挂起 终止 会商 代联系."""
