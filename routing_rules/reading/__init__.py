"""From files to rows to a rule book (读表): CSV and XLSX, both directions."""
