"""Whether tables may be used (校验): every cell, then crossings, then the whole; all mistakes are told at once."""
