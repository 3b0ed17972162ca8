"""Commands for operators (运维命令): `hotline …`, one file per noun."""
