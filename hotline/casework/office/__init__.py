"""The inside of a unit: passing on, the head's signature, stand-ins, reply templates, papers (单位内部办理)."""
